import { Identifier, Timeline, currentLanguage, formatMoment } from '@amanah/ui';
import type { OwnLicenceAnswer } from '../shared/register-answers.ts';
import { t } from './messages.ts';

/** What happened to a licence, oldest first; an older register gives none. */
export function LicenceHistory({ history }: { readonly history: OwnLicenceAnswer['history'] }) {
  return (
    <section aria-labelledby="sl-history" className="sl-stack">
      <h3 id="sl-history">{t('historyTitle')}</h3>
      {history === null && <p className="am-muted">{t('historyElsewhere')}</p>}
      {history?.length === 0 && <p className="am-muted">{t('historyNone')}</p>}
      {history && history.length > 0 && (
        <Timeline
          label={t('historyTitle')}
          entries={history.map(({ at, kind, by, request, why: noted }, nth) => {
            // What it says of an import is for officials, in Arabic.
            const why = kind === 'imported' ? null : noted;
            return {
              id: String(nth),
              state: 'done' as const,
              title: t(`change-${kind as 'issued'}`),
              when: formatMoment(at),
              ...(by ? { who: by[currentLanguage()] } : {}),
              ...(why || request ? { detail: <Detail why={why} request={request} /> } : {}),
            };
          })}
        />
      )}
    </section>
  );
}

function Detail({ why, request }: { readonly why: string | null; readonly request: string | null }) {
  return (
    <>
      {why}
      {request && (
        <>
          {why && ' · '}
          {t('byRequest')} <Identifier value={request} />
        </>
      )}
    </>
  );
}
