import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';

// Invoices through the routes of a real hub, with SADAD's stand-in over the wire and everything that goes wrong between them.

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly bill: string;
  readonly reference: string;
  readonly paid: string;
  readonly rest: string;
  readonly payments: readonly { readonly amount: string; readonly counted: string }[];
  readonly refunds: readonly { readonly amount: string; readonly why: string; readonly state: string }[];
}
interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly title: string;
}

const password = 'Payments-Trial-1448';
const alice = { nationalId: '1048172637' };
const quiet = () => {};
let dataDir: string;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let hub: TestHub;
let payer: CookieJar;
let officer: CookieJar;
let head: CookieJar;

const startHub = () => createTestHub({ profile: 'demo', dataDir, readyMs: 120_000, env: { AMANAH_LOG_LEVEL: 'warn' } });
const signAllIn = async () => {
  [payer, officer, head] = await Promise.all([hub.signIn('alice', 'alice-password'), hub.signIn('pay-officer', password), hub.signIn('pay-head', password)]);
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-payments-'));
  standIns = await startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: ['sadad'] });
  hub = await startHub();
  await hub.addPerson('pay-officer', password, { role: 'finance-officer@eamana' });
  await hub.addPerson('pay-head', password, { role: 'finance-head@eamana' });
  await signAllIn();
}, 240_000);
afterAll(async () => {
  await hub?.remove();
  await standIns?.stop();
  await rm(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await sadad('', { mode: 'none' });
  await sadad('fault', { name: 'none' });
  await sadad('repeat', { count: '0' });
});

/** A switch of the stand-in. */
async function sadad(name: string, query: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const answer = await fetch(`${standIns.standIns['sadad']?.faults}${name}?${new URLSearchParams(query)}`, { method: 'POST' });
  return (await answer.json()) as Record<string, unknown>;
}

/** Marks of the writes that SADAD carried out: references of ours. */
async function writesOf(operation: string): Promise<readonly string[]> {
  const { writes } = (await sadad('writes', {})) as { writes: readonly { operation: string; mark: string }[] };
  return writes.filter((one) => one.operation === operation).map(({ mark }) => mark);
}

async function send<T>(who: CookieJar, path: string, body: object = {}): Promise<{ readonly status: number; readonly body: T & Problem }> {
  const answer = await who.fetch(`/api/payments/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T & Problem };
}

async function read<T>(who: CookieJar, path: string): Promise<T> {
  return (await (await who.fetch(`/api/payments/${path}`)).json()) as T;
}

let count = 0;
const draft = (more: object = {}) => ({
  key: `trial-invoice-${++count}`,
  tariff: 'SRV-021',
  figures: { category: 1, area: 100 },
  unit: 'm-dhahran',
  payer: alice,
  payerName: { ar: 'أليس المهنا', en: 'Alice Almuhanna' },
  ...more,
});

/** An invoice of 300.00 with its bill. */
async function issued(more: object = {}): Promise<Shown> {
  const { status, body } = await send<Shown>(officer, 'invoices', draft(more));
  expect([status, body.state], JSON.stringify(body)).toEqual([200, 'unpaid']);
  return body;
}

const pay = (bill: string, amount?: string) => sadad('pay', { bill, ...(amount === undefined ? {} : { amount }) });
const check = async (id: string) => (await send<Shown>(payer, `invoices/${id}/check`)).body;

test('anybody reads what a service costs and how it is reckoned', async () => {
  const figures = JSON.stringify({ municipality: 'm-dhahran', activity: '471101', area: 80, years: 1, signs: [{ kind: 'front', width: 4, height: 1 }] });
  const answer = await fetch(`${hub.url}/api/payments/quotes/SRV-001?figures=${encodeURIComponent(figures)}`);
  expect(await answer.json()).toMatchObject({
    tariff: 'shop-licence',
    illustrative: true,
    total: '1440.00',
    lines: [{ amount: '480.00' }, { amount: '800.00' }, { amount: '160.00' }],
  });
  const missing = await fetch(`${hub.url}/api/payments/quotes/SRV-001`, { headers: { 'accept-language': 'en' } });
  expect([missing.status, await missing.json()]).toMatchObject([
    422,
    { code: 'PAYMENTS_FIGURE_MISSING', fields: [{ path: 'municipality' }, { path: 'activity' }, { path: 'area' }, { path: 'years' }] },
  ]);
});

describe('an invoice is paid', () => {
  test('in full: it is paid once, though its payment is told again and again', async () => {
    const { id, bill } = await issued();
    await pay(bill);
    await sadad('repeat', { count: '2' });
    for (let round = 0; round < 3; round++)
      expect(await check(id)).toMatchObject({ state: 'paid', paid: '300.00', rest: '0.00', payments: [{ counted: '300.00' }], refunds: [] });
    expect(await read<{ invoices: Shown[] }>(payer, 'invoices')).toMatchObject({ invoices: [{ id, state: 'paid' }] });
  });

  test('and has one receipt, as a paper that its payer reads and anybody checks by its code', async () => {
    const { id, bill } = await issued();
    expect(await send(payer, `invoices/${id}/receipt`)).toMatchObject({ status: 409, body: { code: 'PAYMENTS_RECEIPT_NOT_READY' } });
    await pay(bill);
    await check(id);
    const [first, again] = [
      await send<{ path: string; code: string }>(payer, `invoices/${id}/receipt`),
      await send<{ code: string }>(payer, `invoices/${id}/receipt`),
    ];
    expect([first.status, again.body.code], JSON.stringify(first.body)).toEqual([200, first.body.code]);
    const paper = await payer.fetch(first.body.path);
    expect([paper.status, paper.headers.get('content-type'), (await paper.text()).slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
  });

  test('in parts: the rest stays to be paid by the same number', async () => {
    const { id, bill } = await issued();
    await pay(bill, '120.50');
    expect(await check(id)).toMatchObject({ state: 'partly-paid', paid: '120.50', rest: '179.50', bill });
    await pay(bill, '179.50');
    expect(await check(id)).toMatchObject({ state: 'paid', paid: '300.00', refunds: [] });
  });

  test('with too much: what is over becomes a refund case', async () => {
    const { id, bill } = await issued();
    await pay(bill, '350.00');
    expect(await check(id)).toMatchObject({ state: 'paid', paid: '300.00', refunds: [{ amount: '50.00', why: 'excess', state: 'open' }] });
  });

  test('by nobody else: an invoice of another payer is not to be found', async () => {
    const { id } = await issued({ payer: { nationalId: '1019304755' } });
    expect(await send(payer, `invoices/${id}/check`)).toMatchObject({ status: 404, body: { code: 'PAYMENTS_INVOICE_UNKNOWN' } });
  });
});

describe('money is given back', () => {
  test('when an invoice is paid twice, by two officials, once', async () => {
    const { id, bill } = await issued();
    await pay(bill);
    await pay(bill);
    expect(await check(id)).toMatchObject({ state: 'paid', paid: '300.00', refunds: [{ amount: '300.00', why: 'double', state: 'open' }] });
    const refund = (await read<{ refunds: { id: string; invoice: string }[] }>(officer, 'ledger')).refunds.find((one) => one.invoice === id)?.id ?? '';
    expect(await send(officer, `refunds/${refund}/propose`, { note: 'سُددت مرتين' })).toMatchObject({ status: 200 });
    expect(await send(officer, `refunds/${refund}/decide`, { approve: true, note: 'اعتماد' })).toMatchObject({ status: 403 });
    expect(await send(head, `refunds/${refund}/decide`, { approve: true, note: 'اعتماد' })).toMatchObject({ status: 200 });
    expect(await send(head, `refunds/${refund}/decide`, { approve: true, note: 'مرة أخرى' })).toMatchObject({
      status: 409,
      body: { code: 'PAYMENTS_REFUND_MOVED_ON' },
    });
    expect(await check(id)).toMatchObject({ state: 'paid', refunds: [{ state: 'refunded' }] });
  });

  test('never by who proposed it, also with both permissions', async () => {
    await hub.addPerson('pay-both', password, { role: 'administrator@eamana' });
    const both = await hub.signIn('pay-both', password);
    const { id, bill } = await issued();
    await pay(bill, '301.00');
    await check(id);
    const refund = (await read<{ refunds: { id: string; invoice: string }[] }>(both, 'ledger')).refunds.find((one) => one.invoice === id)?.id ?? '';
    await send(both, `refunds/${refund}/propose`, { note: 'زيادة ريال' });
    expect(await send(both, `refunds/${refund}/decide`, { approve: true, note: 'اعتماد' })).toMatchObject({
      status: 403,
      body: { code: 'PAYMENTS_SAME_PERSON' },
    });
  });

  test('when it comes after the invoice was cancelled; and a cancelled bill is cancelled at SADAD', async () => {
    const { id, bill } = await issued();
    expect(await send(officer, `invoices/${id}/cancel`, { reason: 'سُحب الطلب' })).toMatchObject({ status: 200, body: { state: 'cancelled' } });
    expect(await sadad('bill', { bill })).toMatchObject({ status: 'cancelled' });
    await pay(bill);
    expect(await check(id)).toMatchObject({ state: 'cancelled', paid: '0.00', refunds: [{ amount: '300.00', why: 'late' }] });
  });

  test('when it comes after the time to pay had ended, together with what was paid in part before', async () => {
    const { id, bill } = await issued({ dueOn: '2026-01-31' });
    await pay(bill, '100.00');
    expect(await check(id)).toMatchObject({ state: 'expired', paid: '100.00', rest: '0.00', refunds: [{ amount: '100.00', why: 'cancelled' }] });
    await pay(bill, '200.00');
    const { refunds } = await check(id);
    expect(refunds.map(({ amount, why }) => `${why} ${amount}`).toSorted()).toEqual(['cancelled 100.00', 'late 200.00']);
  });

  test('when an invoice is cancelled that was paid a moment before: nothing is lost', async () => {
    const { id, bill } = await issued();
    await pay(bill);
    expect(await send(officer, `invoices/${id}/cancel`, { reason: 'سُحب الطلب' })).toMatchObject({
      status: 200,
      body: { state: 'paid', paid: '300.00', refunds: [{ amount: '300.00', why: 'cancelled', state: 'open' }] },
    });
  });
});

describe('SADAD fails', () => {
  test('a lost reply: the bill is looked up by its reference, and there is one', async () => {
    await sadad('fault', { name: 'lost-reply' });
    const given = draft();
    const { status, body } = await send<Shown>(officer, 'invoices', given);
    expect([status, body.state], JSON.stringify(body)).toEqual([200, 'unpaid']);
    expect((await writesOf('IssueBill')).filter((mark) => mark === body.reference)).toHaveLength(1);
    expect((await send<Shown>(officer, 'invoices', given)).body).toMatchObject({ id: body.id, bill: body.bill });
  });

  test('away: the invoice is kept, the citizen reads why in words, and the same key goes on later', async () => {
    await sadad('', { mode: 'down' });
    const given = draft();
    const first = await send<Shown>(officer, 'invoices', given);
    expect(first.status).toBe(503);
    const waiting = (await read<{ invoices: Shown[] }>(payer, 'invoices')).invoices.find(({ state }) => state === 'issuing');
    expect(waiting).toMatchObject({ bill: null });
    const asked = await send<Shown>(payer, `invoices/${waiting?.id}/check`);
    expect(asked.status).toBe(503);
    expect(asked.body.title).toContain('سداد');
    await sadad('', { mode: 'none' });
    await expect
      .poll(async () => (await send<Shown>(officer, 'invoices', given)).body, { timeout: 30_000, interval: 1_000 })
      .toMatchObject({ id: waiting?.id, state: 'unpaid' });
  });

  test('while a refund is sent: it is found by its reference, not sent twice', async () => {
    const { id, bill } = await issued();
    await pay(bill, '310.00');
    await check(id);
    const refund = (await read<{ refunds: { id: string; invoice: string }[] }>(officer, 'ledger')).refunds.find((one) => one.invoice === id)?.id ?? '';
    await send(officer, `refunds/${refund}/propose`, { note: 'زيادة' });
    await sadad('fault', { name: 'lost-reply' });
    await send(head, `refunds/${refund}/decide`, { approve: true, note: 'اعتماد' });
    await sadad('fault', { name: 'none' });
    await expect.poll(async () => (await check(id)).refunds, { timeout: 90_000, interval: 1_000 }).toMatchObject([{ state: 'refunded', amount: '10.00' }]);
    expect((await writesOf('RefundPayment')).filter((mark) => mark === refund)).toHaveLength(1);
  });
});

test('the day agrees with SADAD to the halala', async () => {
  const day = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
  const answer = await read<{ agrees: boolean; ours: { payments: number } }>(head, `ledger/${day}`);
  expect(answer, JSON.stringify(answer)).toMatchObject({ agrees: true });
  expect(answer.ours.payments).toBeGreaterThan(5);
});

test('killed in the middle, the hub finds the bill that was issued; what SADAD never got waits for a person and then goes on: one bill each', async () => {
  const issuing = async () => (await read<{ invoices: Shown[] }>(payer, 'invoices')).invoices.filter(({ state }) => state === 'issuing');
  const [given, late] = [draft(), draft()];
  await sadad('', { mode: 'slow', ms: '3000' });
  await sadad('fault', { name: 'lost-reply' });
  const cut = [send(officer, 'invoices', given).catch(() => null)];
  await expect.poll(async () => (await issuing()).length, { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await writesOf('IssueBill')).includes((await issuing())[0]?.reference ?? ''), { timeout: 20_000 }).toBe(true);
  // The first one is being looked up now, the second is on its way.
  cut.push(send(officer, 'invoices', late).catch(() => null));
  await expect.poll(async () => (await issuing()).length, { timeout: 20_000 }).toBe(2);
  await hub.kill();
  await Promise.all(cut);
  await sadad('', { mode: 'none' });
  await sadad('fault', { name: 'none' });
  hub = await startHub();
  await signAllIn();
  const find = async (which: object) => (await send<Shown>(officer, 'invoices', which)).body;
  await expect.poll(() => find(given), { timeout: 90_000, interval: 2_000 }).toMatchObject({ state: 'unpaid' });
  const found = await find(given);
  const [waiting] = await issuing();
  expect((await find(late)).code).toBe('PAYMENTS_NOT_ISSUED_YET');
  expect(await hub.cli('write', 'settle', 'sadad', `invoice:${waiting?.id}`, '--found', 'not-done', '--note', 'SADAD has no such bill')).toMatchObject({
    code: 0,
  });
  await expect.poll(() => find(late), { timeout: 30_000, interval: 1_000 }).toMatchObject({ state: 'unpaid', id: waiting?.id });
  for (const reference of [found.reference, waiting?.reference]) expect((await writesOf('IssueBill')).filter((mark) => mark === reference)).toHaveLength(1);
  await pay(found.bill);
  expect(await check(found.id)).toMatchObject({ state: 'paid', payments: [{ counted: '300.00' }] });
}, 300_000);
