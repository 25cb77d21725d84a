import { refusalOf, Upload, type UploadedFile } from '@amanah/ui/upload';
import { useRef, useState } from 'react';
import { sentLimit } from '../../shared/forms/sent-limit.ts';
import { fieldTexts } from './field-texts.ts';
import { useFormPlace, type ControlProps, type SentFile } from './form-place.ts';
import { t } from './messages.ts';

const isSent = (file: unknown): file is SentFile => typeof file === 'object' && file !== null && 'id' in file;

/** Documents: each file is sent as soon as it is chosen, so that the draft holds it; what could not be sent stays with its reason. */
export function UploadControl({ ui, path, value, onChange }: ControlProps) {
  const { send, problemAt } = useFormPlace();
  const [underWay, setUnderWay] = useState<readonly UploadedFile[]>([]);
  const sent = Array.isArray(value) ? value.filter(isSent) : [];
  // Several files are sent at once; each adds itself to the list as the others left it.
  const latest = useRef<readonly SentFile[]>(sent);
  latest.current = sent;
  const rules = ui.upload;
  if (!rules) return null;

  const show = (file: UploadedFile) => setUnderWay((files) => [...files.filter(({ id }) => id !== file.id), file]);
  const settle = (files: readonly SentFile[]) => {
    latest.current = files;
    onChange(files.length > 0 ? files : undefined);
  };

  const add = (files: File[]) => {
    for (const file of files) {
      const row = { id: crypto.randomUUID(), name: file.name, size: file.size };
      const refusal = refusalOf(file, rules.accept, sentLimit(file.name, rules));
      if (refusal) {
        show({ ...row, state: 'failed', reason: refusal });
        continue;
      }
      show({ ...row, state: 'sending', percent: 0 });
      send(file, path, rules, (percent) => show({ ...row, state: 'sending', percent })).then(
        (done) => {
          setUnderWay((others) => others.filter(({ id }) => id !== row.id));
          settle([...latest.current, { id: done.id, name: done.name, size: done.size }]);
        },
        (reason: unknown) => show({ ...row, state: 'failed', reason: reason instanceof Error && reason.message ? reason.message : t('formUploadFailed') }),
      );
    }
  };

  const { label, ...texts } = fieldTexts(ui, problemAt(path));
  return (
    <Upload
      label={label}
      {...texts}
      accept={rules.accept}
      maxBytes={rules.maxBytes}
      multiple={rules.maxFiles > 1}
      files={[...sent.map((file) => ({ ...file, state: 'done' as const })), ...underWay]}
      onAdd={add}
      onRemove={(id) => {
        setUnderWay((files) => files.filter((file) => file.id !== id));
        if (sent.some((file) => file.id === id)) settle(sent.filter((file) => file.id !== id));
      }}
    />
  );
}
