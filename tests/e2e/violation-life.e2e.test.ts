import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMunicipalLab, type MunicipalLab } from './pages/municipal-lab.ts';
import { answerOf, apply, decide, doesCase, inState, payBill, until, type Own } from './pages/requests-api.ts';

// A violation from the visit to its last riyal, by the API: fined, paid, objected to, lowered, given back, late.

const establishment = '7001234567';
let lab: MunicipalLab;
let owner: CookieJar;
let inspector: CookieJar;
let officer: CookieJar;
let mayor: CookieJar;
/** Of the legal department: who prepares the file, the committee, and who signs. */
let clerk: CookieJar;
let committee: CookieJar;
let head: CookieJar;
let finance: CookieJar;
let financeHead: CookieJar;

beforeAll(async () => {
  lab = await startMunicipalLab(['sadad', 'commerce-register'], ['noura']);
  owner = await lab.person('noura', `owner:${establishment}`);
  inspector = await lab.official('on-the-way', 'inspector@m-dhahran');
  officer = await lab.official('checks', 'licence-officer@m-dhahran');
  mayor = await lab.official('signatory', 'mayor@m-dhahran', 'totp');
  clerk = await lab.official('clerk', 'service-officer@legal');
  committee = await lab.official('committee', 'objections-member@legal');
  head = await lab.official('legal-head', 'department-head@legal', 'totp');
  finance = await lab.official('finance', 'finance-officer@eamana');
  financeHead = await lab.official('finance-head', 'finance-head@eamana');
}, 240_000);
afterAll(() => lab?.remove());

const today = () => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
const dayAgo = (days: number) => new Date(Date.now() + 3 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
const json = async (client: CookieJar, path: string) => (await (await client.fetch(path)).json()) as Record<string, unknown>;
const post = (client: CookieJar, path: string, body: object) =>
  client.fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** A visit that ends with a fine of SAR 10,000, told to the establishment. */
async function fined(): Promise<Own> {
  const opened = { unit: 'm-dhahran', reason: 'report', establishmentNumber: establishment, shop: 'تموينات الواحة', establishmentSize: 'small' };
  const { number } = await answerOf<{ number: string }>(inspector, 'POST', '/inspections', { ...opened, key: crypto.randomUUID() });
  await doesCase(inspector, number, 'T2');
  await doesCase(inspector, number, 'T3', { decision: 'yes' });
  const items = Array.from({ length: 22 }, (_, at) => `item${String(at + 1).padStart(2, '0')}`);
  const checklist = Object.fromEntries(items.map((item) => [item, item === 'item18' ? 'fail' : 'pass']));
  const arrival = { visitedOn: today(), visitedAt: '00:10', presence: 'open', metPerson: 'البائع' };
  await doesCase(inspector, number, 'T4', { answers: { ...arrival, ...checklist } }, ['evidence', 'evidence']);
  const violation = { clause: 'V08', violationDetails: 'كاميرا داخل غرفة القياس في محل تزيين نسائي' };
  await doesCase(inspector, number, 'T6', { answers: violation }, ['violationPhotos', 'violationPhotos']);
  await doesCase(officer, number, 'T8', { decision: 'yes' });
  const penalty = { penaltyKind: 'fine', fineAmount: 10_000, penaltyReasons: 'جسامة المخالفة وثبوتها بالصور' };
  await doesCase(mayor, number, 'T9', { answers: penalty });
  return inState(owner, number, 'notified');
}

const invoiceOf = ({ facts }: Own) => json(owner, `/api/payments/invoices/${String(facts.invoice)}`);
const letterSays = (number: string, words: string) => until(owner, `/own/${number}`, ({ letters }: Own) => letters.some(({ body }) => body.includes(words)));

const grounds = {
  decisionDate: today(),
  objectionGrounds: ['facts'],
  details: 'الكاميرا معطلة ومغطاة، وهي في مدخل المحل لا في غرفة القياس',
  requestedOutcome: 'cancel',
  undertakingTruth: true,
};
const objects = (reference: string, more: object = {}) => apply(owner, 'SRV-063', { violationNumber: reference, ...grounds, ...more }, ['documentEVIDENCE']);

async function decides(objection: string, decision: 'accepted' | 'partly-amend' | 'rejected'): Promise<void> {
  await decide(clerk, objection, 'complete');
  await doesCase(committee, objection, 'T4', {
    decision,
    note: 'اطلعت اللجنة على الصور ومحضر الضبط',
    ...(decision === 'rejected' ? { reasons: ['REJ-41'] } : {}),
  });
  await doesCase(head, objection, 'T5', { decision: 'sign', answers: { readBeforeSigning: true } });
}

/** The refund cases of an invoice. */
async function refundsOf(invoice: unknown): Promise<readonly { readonly id: string; readonly amount: string; readonly why: string; readonly state: string }[]> {
  const { refunds } = (await json(finance, '/api/payments/ledger')) as {
    refunds: { id: string; invoice: string; amount: string; why: string; state: string }[];
  };
  return refunds.filter((one) => one.invoice === invoice);
}
async function givesBack(id: string): Promise<void> {
  expect((await post(finance, `/api/payments/refunds/${id}/propose`, { note: 'قرار لجنة الاعتراضات' })).status).toBe(200);
  expect((await post(financeHead, `/api/payments/refunds/${id}/decide`, { approve: true, note: 'يُرد المبلغ' })).status).toBe(200);
}

test('a violation is fined by an invoice of the establishment, and its payment at the bank ends it', async () => {
  const own = await fined();
  expect(await invoiceOf(own)).toMatchObject({ state: 'unpaid', total: '10000.00', bill: own.facts.bill, title: { ar: 'غرامة مخالفة بلدية' } });
  expect(own.letters.at(-1)?.body).toMatch(/V08[^]*10000/);
  expect(own.objection).toEqual({ until: dayAgo(-60), to: `/services/SRV-063/apply?decision=${own.number}` });
  await payBill(lab.hub, owner, own.number);
  await inState(owner, own.number, 'closed');
  expect(await invoiceOf(own)).toMatchObject({ state: 'paid', paid: '10000.00' });
});

test('a fine that was paid while the committee studied the objection is void and given back by two officials', async () => {
  const own = await fined();
  const objection = await objects(own.number);
  await inState(owner, own.number, 'objected');
  await payBill(lab.hub, owner, own.number);
  await decides(objection, 'accepted');
  await inState(owner, own.number, 'void');
  await expect.poll(() => refundsOf(own.facts.invoice), { timeout: 30_000 }).toMatchObject([{ amount: '10000.00', why: 'cancelled' }]);
  const [{ id } = { id: '' }] = await refundsOf(own.facts.invoice);
  await givesBack(id);
  await expect.poll(async () => (await invoiceOf(own))['state'], { timeout: 90_000 }).toBe('refunded');
});

test('a fine that is lowered before it is paid has another bill in place of the first one', async () => {
  const own = await fined();
  await decides(await objects(own.number), 'partly-amend');
  const amendment = { committeeReasons: 'المخالفة ثابتة ومخففة بتعاون المنشأة', amendedAmount: 4_000 };
  await doesCase(committee, own.number, 'T11', { decision: 'partly-amend', note: 'تُخفض الغرامة', answers: amendment });
  await letterSays(own.number, '4000.00');
  const now = await until(owner, `/own/${own.number}`, ({ facts }: Own) => facts.invoice !== own.facts.invoice);
  expect([await invoiceOf(own), await invoiceOf(now)]).toMatchObject([{ state: 'cancelled' }, { state: 'unpaid', total: '4000.00' }]);
  // The bill before it takes no money any more; whatever a bank takes all the same goes back and pays nothing.
  await lab.standIn('sadad', `pay?bill=${String(own.facts.bill)}`);
  await post(owner, `/api/payments/invoices/${String(now.facts.invoice)}/check`, {});
  expect(await refundsOf(own.facts.invoice)).toMatchObject([{ why: 'late', amount: '10000.00' }]);
  expect((await answerOf<Own>(owner, 'GET', `/own/${own.number}`)).state.id).toBe('objected');
  await payBill(lab.hub, owner, own.number);
  await inState(owner, own.number, 'closed');
});

test('of a fine that is lowered after it was paid the difference is given back, and the violation is closed', async () => {
  const own = await fined();
  const objection = await objects(own.number);
  await inState(owner, own.number, 'objected');
  await payBill(lab.hub, owner, own.number);
  await decides(objection, 'partly-amend');
  const amendment = { committeeReasons: 'المخالفة ثابتة ومخففة بتعاون المنشأة', amendedAmount: 2_500 };
  await doesCase(committee, own.number, 'T11', { decision: 'partly-amend', note: 'تُخفض الغرامة', answers: amendment });
  await inState(owner, own.number, 'closed');
  expect(await refundsOf(own.facts.invoice)).toMatchObject([{ amount: '7500.00', why: 'amended' }]);
  const [{ id } = { id: '' }] = await refundsOf(own.facts.invoice);
  await givesBack(id);
  await expect.poll(() => refundsOf(own.facts.invoice), { timeout: 90_000 }).toMatchObject([{ state: 'refunded' }]);
  expect(await invoiceOf(own)).toMatchObject({ state: 'paid' });
});

test('an objection that is rejected leaves the fine, and time to pay it', async () => {
  const own = await fined();
  await lab.database.query(
    `UPDATE plugin_requests.request SET facts = facts || jsonb_build_object('notifiedOn', $2::text, 'paymentDueOn', $3::text) WHERE number = $1`,
    [own.number, dayAgo(60), dayAgo(-1)],
  );
  const objection = await objects(own.number);
  const waiting = await inState(owner, own.number, 'objected');
  expect(waiting.objection, 'nobody objects twice').toBeNull();
  expect(await invoiceOf(own)).toMatchObject({ dueOn: dayAgo(-90) });
  await decides(objection, 'rejected');
  await payBill(lab.hub, owner, own.number);
  await inState(owner, own.number, 'closed');
});

test('after sixty days nobody is led to an objection, and one is refused whatever day the objector names', async () => {
  const own = await fined();
  await lab.database.query(`UPDATE plugin_requests.request SET facts = facts || jsonb_build_object('notifiedOn', $2::text) WHERE number = $1`, [
    own.number,
    dayAgo(61),
  ]);
  expect((await answerOf<Own>(owner, 'GET', `/own/${own.number}`)).objection).toBeNull();
  await inState(owner, await objects(own.number), 'not-eligible');
  expect((await answerOf<Own>(owner, 'GET', `/own/${own.number}`)).state.id).toBe('notified');
});

test('an unpaid fine holds other services until it is paid, late as it is', async () => {
  const demolition = {
    deedNumber: '330112004567',
    area: 200,
    fromDate: dayAgo(-30),
    municipality: 'm-dhahran',
    site: { district: 'الدوحة الشمالية', street: 'شارع الأمير محمد بن فهد', shortAddress: 'RDHA4417' },
    visitContactName: 'نورة الدوسري',
    visitContactMobile: '0501000002',
    visitPeriod: 'morning',
    undertakingTruth: true,
    undertakingVisit: true,
  };
  const asks = () =>
    apply(
      owner,
      'SRV-027',
      demolition,
      ['DEED', 'ENGREP', 'CONTR', 'METHOD', 'PHOTOS'].map((code) => `document${code}`),
    );
  // Whatever earlier tests left unpaid is no part of this one.
  await lab.database.query(`UPDATE plugin_payments.invoice SET state = 'cancelled' WHERE state = 'unpaid'`);
  const own = await fined();
  await lab.database.query(`UPDATE plugin_requests.timer SET due_at = now() WHERE request = $1`, [own.number]);
  await inState(owner, own.number, 'on-hold');
  await letterSays(own.number, 'أُوقفت الخدمات');
  await inState(owner, await asks(), 'not-eligible');
  const [kept] = await lab.database.query<{ lapses: boolean }>(`SELECT lapses FROM plugin_payments.invoice WHERE id = $1`, [own.facts.invoice]);
  expect(kept, 'a fine does not end with its day').toEqual({ lapses: false });
  await payBill(lab.hub, owner, own.number);
  expect(await invoiceOf(own)).toMatchObject({ state: 'paid' });
  await letterSays(own.number, 'زال الإيقاف');
  await inState(owner, await asks(), 'under-review');
});
