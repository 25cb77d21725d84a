import {
  ActError,
  Button,
  Card,
  Definitions,
  EmptyState,
  Identifier,
  Link,
  Money,
  ResourceView,
  dataOf,
  formatDualDate,
  formatMoment,
  page,
  useAct,
  useResource,
} from '@amanah/ui';
import type { AskedConsents } from '../../shared/answers/consent-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';

/** Requests of others that wait for the person's consent, each with what it is about. */
function ConsentsPage() {
  const resource = useResource((signal) => dataOf(api.GET('/api/requests/consents', { signal })), []);
  return (
    <div className="am-stack am-gap-4">
      <ResourceView resource={resource} rows={3}>
        {({ consents }) =>
          consents.length === 0 ? (
            <EmptyState icon="circle-check" title={t('consentsNone')} />
          ) : (
            <>
              {consents.map((one) => (
                <Asked key={one.key} asked={one} onDone={resource.reload} />
              ))}
            </>
          )
        }
      </ResourceView>
      <Link href="/requests">{t('consentsBack')}</Link>
    </div>
  );
}

function Asked({ asked, onDone }: { readonly asked: AskedConsents['consents'][number]; readonly onDone: () => void }) {
  const act = useAct();
  const answer = async (given: 'given' | 'refused') => {
    const sent = () => dataOf(api.POST('/api/requests/consents/answers', { body: { key: asked.key, answer: given } }));
    if (await act.run(sent, t(given === 'given' ? 'consentGiven' : 'consentRefused'))) onDone();
  };
  return (
    <Card>
      <h2>{asked.service}</h2>
      <Definitions
        items={[
          { term: t('consentBy'), value: asked.applicant },
          { term: t('consentRequest'), value: <Identifier value={asked.request} /> },
          ...(asked.licence ? [{ term: t('consentLicence'), value: <Identifier value={asked.licence} /> }] : []),
          ...(asked.establishment ? [{ term: t('consentEstablishment'), value: <Identifier value={asked.establishment} /> }] : []),
          ...(asked.delegation ? termsOf(asked.delegation) : []),
          { term: t('consentAskedAt'), value: formatMoment(asked.askedAt) },
        ]}
      />
      <p>{t('consentMeaning')}</p>
      <ActError act={act} />
      <div className="rq-consent">
        <Button busy={act.busy} onClick={() => void answer('given')}>
          {t('consentGive')}
        </Button>
        <Button tone="danger-second" busy={act.busy} onClick={() => void answer('refused')}>
          {t('consentRefuse')}
        </Button>
      </div>
    </Card>
  );
}

type Delegation = NonNullable<AskedConsents['consents'][number]['delegation']>;

/** What exactly a delegation would let the person do. */
function termsOf({ services, until, feeLimit }: Delegation) {
  return [
    { term: t('consentDelegation'), value: services.join('، ') },
    ...(until === null ? [] : [{ term: t('consentUntil'), value: formatDualDate(until) }]),
    ...(feeLimit === null ? [] : [{ term: t('consentFeeLimit'), value: <Money halalas={Math.round(feeLimit * 100)} /> }]),
  ];
}

export const lifecycles = page(ConsentsPage);
