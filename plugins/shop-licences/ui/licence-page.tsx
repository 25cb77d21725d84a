import { EmptyState, Link, LinkButton, Notice, ResourceView, currentLanguage, dataOf, useResource } from '@amanah/ui';
import type { OwnLicenceAnswer } from '../shared/register-answers.ts';
import { api } from './api.ts';
import { LicenceFacts } from './licence-facts.tsx';
import { LicenceHistory } from './licence-history.tsx';
import { t } from './messages.ts';
import { StandingNotice } from './standing-notice.tsx';

/** A licence of one's own or of whom one acts for: how it stands, its paper, and what can be asked for with its number written in. */
export function LicencePage() {
  const number = location.pathname.split('/').at(-1) ?? '';
  const resource = useResource((signal) => dataOf(api.GET('/api/shop-licences/own/{number}', { params: { path: { number } }, signal })), [number]);
  return (
    <div className="sl-page">
      <ResourceView resource={resource} rows={6}>
        {(licence) => <Licence licence={licence} />}
      </ResourceView>
      <Link href="/requests">{t('backToRequests')}</Link>
    </div>
  );
}

function Licence({ licence }: { readonly licence: OwnLicenceAnswer }) {
  const { acts, paper, number } = licence;
  return (
    <>
      <h2>{licence.shop}</h2>
      <StandingNotice licence={licence} />
      {licence.justMoved && (
        <Notice tone="info" title={t('justMoved')}>
          <p>{t('justMovedText', { municipality: licence.municipality[currentLanguage()] })}</p>
        </Notice>
      )}
      <div className="sl-acts">
        {paper && (
          <LinkButton icon="download" href={paper.path}>
            {t('openPaper')}
          </LinkButton>
        )}
        {acts.map(({ act, to }) => (
          <LinkButton key={act} tone="second" href={to}>
            {t(`act-${act}`)}
          </LinkButton>
        ))}
      </div>
      {acts.length === 0 && <EmptyState icon="info" title={t('noActs', { municipality: licence.municipality[currentLanguage()] })} />}
      <LicenceFacts licence={licence} />
      <p>
        <Link href={`/verify-licence?number=${number}`}>{t('asOthersSee')}</Link>
      </p>
      <LicenceHistory history={licence.history} />
    </>
  );
}
