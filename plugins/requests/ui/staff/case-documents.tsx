import { EmptyState, Icon, IconButton, Link } from '@amanah/ui';
import { t } from '../forms/messages.ts';
import { addressOfFile, kindOfFile, type CaseFile } from './case-files.ts';

interface FileButtonProps {
  readonly file: CaseFile;
  readonly onPreview: (file: CaseFile) => void;
}

export function FileButton({ file, onPreview }: FileButtonProps) {
  return (
    <button type="button" className="rs-file" aria-label={t('staffPreviewOf', { name: file.name })} onClick={() => onPreview(file)}>
      <Icon name={kindOfFile(file) === 'picture' ? 'camera' : 'file-text'} size="sm" />
      <bdi>{file.name}</bdi>
    </button>
  );
}

/** Every file of the case with a small picture of it; pressed, it stands beside the data. */
export function CaseDocuments({ files, onPreview }: { readonly files: readonly CaseFile[]; readonly onPreview: (file: CaseFile) => void }) {
  if (files.length === 0) return <EmptyState icon="files" title={t('staffNoDocuments')} />;
  return (
    <ul className="rs-shelf">
      {files.map((file) => (
        <li key={file.id}>
          <button type="button" aria-label={t('staffPreviewOf', { name: file.name })} onClick={() => onPreview(file)}>
            <span className="rs-shelf__face">
              {kindOfFile(file) === 'picture' ? (
                <img src={addressOfFile(file)} alt="" loading="lazy" />
              ) : (
                <Icon name={kindOfFile(file) === 'pdf' ? 'file-text' : 'file'} size="xl" />
              )}
            </span>
            <b>{file.title}</b>
            <bdi className="am-caption">{file.name}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One file beside the data. */
export function FilePreview({ file, onClose }: { readonly file: CaseFile; readonly onClose: () => void }) {
  const kind = kindOfFile(file);
  const address = addressOfFile(file);
  return (
    <aside className="rs-card rs-preview" aria-label={t('staffPreviewOf', { name: file.name })}>
      <header className="rs-card__head">
        <h2>{file.title}</h2>
        <IconButton icon="x" label={t('staffPreviewClose')} onClick={onClose} />
      </header>
      {kind === 'picture' && <img src={address} alt={file.title} />}
      {kind === 'pdf' && <iframe src={address} title={file.title} />}
      {kind === 'other' && <p>{t('staffNotPreviewed')}</p>}
      <p className="am-caption">
        <bdi>{file.name}</bdi>
      </p>
      <Link href={address} target="_blank" rel="noopener" icon="external-link">
        {t('staffOpenApart')}
      </Link>
    </aside>
  );
}
