import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMunicipalLab, type MunicipalLab } from './pages/municipal-lab.ts';
import { apply, doesCase, doesOwn, inState, payBill, triesCase, triesOwn, until, type Own } from './pages/requests-api.ts';

// A building permit from the plot to its last stage, by the API: owner, engineering office, technical inspection company, contractor and officials of the demo.

let lab: MunicipalLab;
let owner: CookieJar;
let office: CookieJar;
let company: CookieJar;
let contractor: CookieJar;
let officer: CookieJar;
let mayor: CookieJar;

beforeAll(async () => {
  lab = await startMunicipalLab(['sadad'], ['khalid', 'tariq', 'nawal', 'hamad']);
  owner = await lab.person('khalid', 'self');
  office = await lab.person('tariq', 'agent:7012345687');
  company = await lab.person('nawal', 'agent:7012345695');
  contractor = await lab.person('hamad', 'agent:7012345703');
  officer = await lab.official('permits', 'licence-officer@m-dhahran');
  mayor = await lab.official('signatory', 'mayor@m-dhahran', 'totp');
}, 240_000);
afterAll(() => lab?.remove());

const floors = [
  { level: 'ground', floorArea: 240, units: 1 },
  { level: 'typical', floorArea: 240, units: 0 },
];
const building = { landArea: 600, builtArea: 480, floors, setbacks: { front: 4, side: 2, back: 2 } };
const home = {
  deedNumber: '330112004567',
  surveyDecisionNumber: '4455/1448',
  planNumber: 'ش د 123',
  parcelNumber: '48',
  municipality: 'm-dhahran',
  site: { district: 'الدوحة الشمالية', street: 'شارع الأمير محمد بن فهد', shortAddress: 'RDHA4417' },
  homeKind: 'villa',
  parkingSpaces: 2,
  hasBasement: false,
  designOffice: '7012345687',
  inspectionCompany: '7012345695',
  supervisor: '5500123',
  contractorKnown: false,
  undertakingTruth: true,
  undertakingCode: true,
  ...building,
};
const files = ['DEED', 'SURVEY', 'IDI', 'DESIGNC', 'SUPC', 'SOIL', 'DRAW'].map((code) => `document${code}`);
const asks = () => apply(owner, 'SRV-021', home, files);

/** Until the drawings are with the municipality. */
async function drawn(number: string): Promise<void> {
  await doesOwn(office, number, 'T1');
  await doesOwn(office, number, 'T2', { answers: building }, ['drawingFiles']);
  await doesOwn(company, number, 'T3', { decision: 'approved' });
}

const paperOf = async (path: string) => {
  const answer = await owner.fetch(path);
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer())
    .subarray(0, 5)
    .toString();
};

test('drawings are corrected until rules, inspection company and municipality accept them; then fee, signature, permit and the visits of its stages', async () => {
  const number = await asks();
  await doesOwn(office, number, 'T1');
  expect(await triesOwn(office, number, 'T2'), 'a step with a form is not done without it').toContainEqual({ path: 'builtArea', rule: 'required' });
  const tooHigh = { ...building, floors: [...floors, ...floors.slice(1), ...floors.slice(1)] };
  await doesOwn(office, number, 'T2', { answers: tooHigh }, ['drawingFiles']);
  await until(owner, `/own/${number}`, ({ letters }: Own) => letters.some(({ body }) => body.includes('عدد الأدوار')));
  await doesOwn(office, number, 'T2', { answers: building }, ['drawingFiles']);
  await doesOwn(company, number, 'T3', { decision: 'comments', reasons: ['DRW-02'], note: 'تنقص حسابات الأعمدة في الدور الأرضي' });
  await doesOwn(office, number, 'T2', { answers: building }, ['drawingFiles']);
  await doesOwn(company, number, 'T3', { decision: 'approved' });
  await doesCase(officer, number, 'T4', { decision: 'returned', reasons: ['RET-22'] });
  await doesOwn(office, number, 'T2', { answers: building }, ['drawingFiles']);
  await doesOwn(company, number, 'T3', { decision: 'approved' });
  await doesCase(officer, number, 'T4', { decision: 'approved' });
  await doesOwn(office, number, 'T6', { answers: { supervisor: '5500123', contractorNumber: '7012345703' } });
  await doesOwn(contractor, number, 'T7');
  await payBill(lab.hub, owner, number);
  const signing = await inState(owner, number, 'awaiting-signature');
  expect(signing.facts['permit'], 'before it is signed there is no permit').toBeUndefined();
  expect(signing.papers.map(({ title }) => title)).toEqual(['شهادة اعتماد التصميم']);
  expect(await paperOf(signing.papers[0]!.path)).toBe('%PDF-');
  const invoice = (await (await owner.fetch(`/api/payments/invoices/${String(signing.facts.invoice)}`)).json()) as object;
  expect(invoice).toMatchObject({ state: 'paid', total: '1440.00' });
  await doesCase(mayor, number, 'T9', { answers: { readBeforeSigning: true } });
  const issued = await until(owner, `/own/${number}`, ({ facts }: Own) => facts['permit'] !== undefined);
  const permit = issued.facts['permit'] as { code: string; path: string; on: string; validUntil: string };
  expect(Number(permit.validUntil.slice(0, 4)) - Number(permit.on.slice(0, 4))).toBe(3);
  expect(await paperOf(permit.path)).toBe('%PDF-');
  expect((await contractor.fetch(permit.path)).status, 'the paper is its holder’s').toBe(404);
  expect((await lab.hub.client().fetch(`/v/${permit.code}`, { headers: { accept: 'text/html' } })).status).toBe(200);

  await doesOwn(company, number, 'T11', { decision: 'next-stage' });
  await doesOwn(company, number, 'T11', { decision: 'deviation', reasons: ['DEV-01'], note: 'دور زائد على المعتمد' });
  await inState(owner, number, 'issued');
  await doesCase(officer, number, 'T13', { decision: 'yes' });
  await doesOwn(company, number, 'T11', { decision: 'all-stages-done' });
  await doesOwn(office, number, 'T12');
  await inState(owner, number, 'completed');
});

test('a rejection says why, and the owner is led to an objection within sixty days', async () => {
  const number = await asks();
  await drawn(number);
  expect(
    (await triesCase(officer, number, 'T4', { decision: 'rejected', reasons: ['REJ-21'], note: 'الارتداد الأمامي دون الحد في شارع رئيس' })).problems,
  ).toEqual([]);
  const { timeline, objection } = await inState(owner, number, 'rejected');
  expect(JSON.stringify(timeline)).toContain('المبنى يخالف');
  const to = `/services/SRV-063/apply?decision=${number}`;
  expect(objection).toMatchObject({ to });
  const grounds = {
    violationNumber: number,
    decisionDate: '2020-01-01',
    objectionGrounds: ['law'],
    details: 'الارتداد الأمامي وفق المخطط المعتمد للحي لا وفق الشارع الرئيس',
    requestedOutcome: 'review',
    undertakingTruth: true,
  };
  // The day that the portal told it counts, not the one that the objector names.
  const filed = await apply(owner, 'SRV-063', grounds, ['documentEVIDENCE']);
  await inState(owner, filed, 'under-review');
});
