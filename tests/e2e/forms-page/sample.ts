import type { Answers, Form } from '../../../plugins/requests/shared/forms/form-types.ts';
import type { FactAnswers } from '../../../plugins/requests/ui/forms/fact-answers.ts';

const at = '2026-11-24T07:42:00Z';
const FACTS: FactAnswers = {
  CR: {
    state: 'fetched',
    at,
    items: [
      { term: 'الاسم التجاري', value: 'مؤسسة ركن الواحة للتموينات' },
      { term: 'الرقم الوطني الموحد للمنشأة', value: '7001234567', kind: 'identifier' },
    ],
  },
  LEASE: { state: 'unavailable', since: '2026-11-24T06:10:00Z' },
  SAFETY: { state: 'fetched', at, items: [{ term: 'تنتهي في', value: '2027-05-01', kind: 'date' }] },
  ID: { state: 'fetched', at, items: [{ term: 'الاسم', value: 'نورة القحطاني' }] },
};

const DRAFTS: Readonly<Record<string, Answers>> = {
  'SRV-001': {
    siteHeldBy: 'lease',
    municipality: 'm-dhahran',
    site: { latitude: 26.291, longitude: 50.12, district: 'الدوحة الجنوبية' },
    buildingFloor: 'ground',
  },
};

/** A form with what the sources said and a draft, as the page of a request would get them. */
export const shownForm = (form: Form) => ({
  form,
  facts: Object.fromEntries(form.facts.map(({ code }) => [code, FACTS[code] ?? { state: 'waiting' }])),
  draft: DRAFTS[form.service] ?? {},
});
