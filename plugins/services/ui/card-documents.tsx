import { Card, Icon } from '@amanah/ui';
import type { CardAnswer } from '../shared/answers.ts';
import { t } from './messages.ts';

/** What government already holds, and what the person uploads (rules.md C1). */
export function CardDocuments({ card }: { readonly card: CardAnswer }) {
  const none = card.fetched.length === 0 && card.uploaded.length === 0;
  return (
    <section className="sv-section" id="documents">
      <h2>{t('sectionDocuments')}</h2>
      {none ? (
        <p className="am-muted">{t('documentsNone')}</p>
      ) : (
        <div className="sv-documents">
          <Card surface="gypsum">
            <h3>
              <Icon name="shield-check" />
              {t('documentsFetched')}
            </h3>
            <DocumentLines lines={card.fetched} nothing={t('documentsNoFetch')} />
          </Card>
          <Card>
            <h3>
              <Icon name="upload" />
              {t('documentsUploaded')}
            </h3>
            <DocumentLines lines={card.uploaded} nothing={t('documentsNoUpload')} />
          </Card>
        </div>
      )}
    </section>
  );
}

function DocumentLines({ lines, nothing }: { readonly lines: CardAnswer['uploaded']; readonly nothing: string }) {
  if (lines.length === 0) return <p className="am-muted">{nothing}</p>;
  return (
    <ul className="sv-document-lines">
      {lines.map((line) => (
        <li key={line.name}>
          {line.name}
          <span className="am-caption">{line.from}</span>
        </li>
      ))}
    </ul>
  );
}
