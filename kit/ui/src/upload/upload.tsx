import { useId, type ComponentProps, type ReactNode } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button as AriaButton } from 'react-aria-components/Button';
import { AriaFrame } from '../aria/aria-frame.tsx';
import { IconButton } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';
import { formatBytes, typeNames } from './file-rules.ts';

export type UploadedFile = { readonly id: string; readonly name: string; readonly size: number } & (
  { readonly state: 'waiting' | 'done' } | { readonly state: 'sending'; readonly percent: number } | { readonly state: 'failed'; readonly reason: string }
);

export interface UploadProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** What happened and what to do; marks the field as wrong. */
  readonly error?: string | undefined;
  /** File name endings: `['.pdf', '.jpg']`. */
  readonly accept: readonly string[];
  readonly maxBytes: number;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
  readonly files: readonly UploadedFile[];
  /** Every file the person chose, also unfit ones: `refusalOf` says why, and the row keeps the reason. */
  readonly onAdd: (files: File[]) => void;
  readonly onRemove: (id: string) => void;
}

type DropEvent = Parameters<NonNullable<ComponentProps<typeof DropZone>['onDrop']>>[0];

function stateLine(file: UploadedFile): string {
  switch (file.state) {
    case 'waiting':
      return text('uploadWaiting');
    case 'sending':
      return text('uploadSending', { percent: file.percent });
    case 'done':
      return text('uploadDone');
    case 'failed':
      return file.reason;
  }
}

function FileRow({ file, onRemove }: { readonly file: UploadedFile; readonly onRemove: (id: string) => void }) {
  return (
    <li className={`am-file am-file--${file.state}`}>
      <span className="am-file__tile" aria-hidden="true">
        <Icon name={file.state === 'failed' ? 'circle-alert' : file.state === 'done' ? 'file-check' : 'file-text'} size="lg" />
      </span>
      <div className="am-file__words">
        <bdi className="am-file__name">{file.name}</bdi>
        <p className="am-file__state">
          {file.state !== 'failed' && `${formatBytes(file.size)} · `}
          {stateLine(file)}
        </p>
        {file.state === 'sending' && (
          <div className="am-meter" role="progressbar" aria-label={file.name} aria-valuenow={file.percent} aria-valuemin={0} aria-valuemax={100}>
            <i style={{ inlineSize: `${file.percent}%` }} />
          </div>
        )}
      </div>
      <IconButton icon="trash-2" label={text('actionRemove', { name: file.name })} onClick={() => onRemove(file.id)} />
    </li>
  );
}

/** A place to choose or drop files, then one row a file with its state; an error stays in its row. */
export function Upload({ label, hint, optional = false, error, accept, maxBytes, multiple = false, disabled = false, files, onAdd, onRemove }: UploadProps) {
  const labelId = useId();
  const limitId = useId();
  const errorId = useId();
  const dropped = async ({ items }: DropEvent) => {
    const chosen = items.filter((item) => item.kind === 'file');
    onAdd(await Promise.all(chosen.map((item) => item.getFile())));
  };
  return (
    <AriaFrame>
      <div className="am-field" role="group" aria-labelledby={labelId} aria-describedby={error ? `${errorId} ${limitId}` : limitId}>
        <span id={labelId} className="am-field__label">
          {label}
          {optional && <span className="am-field__optional"> {text('optional')}</span>}
        </span>
        {hint && <span className="am-field__hint">{hint}</span>}
        {error && (
          <span id={errorId} className="am-field__error">
            <Icon name="circle-alert" />
            <span>{error}</span>
          </span>
        )}
        <DropZone className="am-dropzone" isDisabled={disabled} aria-label={label} onDrop={(event) => void dropped(event)}>
          <Icon name="cloud-upload" size="lg" />
          <span className="am-dropzone__words">
            <FileTrigger
              allowsMultiple={multiple}
              acceptedFileTypes={[...accept]}
              onSelect={(list) => {
                if (list) onAdd([...list]);
              }}
            >
              <AriaButton className="am-button am-button--second am-button--small" isDisabled={disabled}>
                {text('uploadChoose')}
              </AriaButton>
            </FileTrigger>
            <span>{text('uploadDrop')}</span>
          </span>
          <span id={limitId} className="am-field__hint">
            {text('uploadLimit', { size: formatBytes(maxBytes), types: typeNames(accept) })}
          </span>
        </DropZone>
        {files.length > 0 && (
          <ul className="am-files" aria-live="polite">
            {files.map((file) => (
              <FileRow key={file.id} file={file} onRemove={onRemove} />
            ))}
          </ul>
        )}
      </div>
    </AriaFrame>
  );
}
