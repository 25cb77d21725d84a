import { DualDate, Definitions, formatMoment, type Definition } from '@amanah/ui';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { t } from '../forms/messages.ts';
import { VisitTime } from '../forms/visit-time.tsx';
import { appointmentOf, visitOf } from './own-facts.ts';

/** Dates and parties of a request. */
export function RequestFacts({ request }: { readonly request: OwnRequest }) {
  const { unitName, beneficiary, submittedAt, changedAt, dueAt, ended, facts } = request;
  const appointment = appointmentOf(facts);
  const visit = visitOf(request);
  const items: (Definition | null)[] = [
    { term: t('factUnit'), value: unitName },
    beneficiary ? { term: t('factFor'), value: beneficiary } : null,
    { term: t('factSubmitted'), value: <DualDate value={submittedAt} /> },
    ended ? { term: t('factEnded'), value: <DualDate value={changedAt} /> } : { term: t('factChanged'), value: formatMoment(changedAt) },
    !ended && dueAt ? { term: t('factDue'), value: <DualDate value={dueAt} /> } : null,
    visit ? { term: t('factVisit'), value: <VisitTime visit={visit} /> } : null,
    appointment ? { term: t('factAppointment'), value: formatMoment(appointment) } : null,
  ];
  return (
    <section className="am-card rq-card" aria-labelledby="rq-facts">
      <h2 id="rq-facts">{t('factsTitle')}</h2>
      <Definitions items={items.filter((item) => item !== null)} />
    </section>
  );
}
