import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStandIns } from '../legacy/start-stand-ins.ts';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';

const password = 'Payments-Trial-1448';
const quiet = () => {};
let dataDir: string;
let standIns: Awaited<ReturnType<typeof startStandIns>>;
let hub: TestHub;
let browser: Browser;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'amanah-payments-'));
  standIns = await startStandIns({ dataDir, log: { info: quiet, warn: quiet }, which: ['sadad'] });
  hub = await createTestHub({ profile: 'demo', dataDir, readyMs: 120_000 });
  await hub.addPerson('pay-officer', password, { role: 'finance-officer@eamana', name: { ar: 'فيصل البوعينين', en: 'Faisal Albuainain' } });
  await hub.addPerson('pay-head', password, { role: 'finance-head@eamana', name: { ar: 'غادة الدخيل', en: 'Ghada Aldakhil' } });
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await standIns?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** A switch of SADAD's stand-in. */
const sadad = (name: string, query: Readonly<Record<string, string>>) =>
  fetch(`${standIns.standIns['sadad']?.faults}${name}?${new URLSearchParams(query)}`, { method: 'POST' });

async function signedIn(username: string, word: string, path: string, language: 'ar' | 'en', width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=${path}`);
  await page.fill('#username', username);
  await page.fill('#password', word);
  await page.click('form[action="/auth/sign-in/staff"] button');
  await page.waitForURL(`${hub.url}${path}`);
  return page;
}

async function issue(key: string): Promise<{ id: string; bill: string }> {
  const officer = await hub.signIn('pay-officer', password);
  const answer = await officer.fetch('/api/payments/invoices', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      key: `browser-${key}`,
      tariff: 'SRV-001',
      figures: { municipality: 'm-dhahran', activity: '471101', area: 80, years: 1, signs: [{ kind: 'front', width: 4, height: 1 }] },
      unit: 'm-dhahran',
      payer: { nationalId: '1048172637' },
      payerName: { ar: 'أليس عبدالله المهنا', en: 'Alice Abdullah Almuhanna' },
    }),
  });
  return (await answer.json()) as { id: string; bill: string };
}

const sound = async (page: Page) => expect(await pageFaults(page)).toEqual([]);

test('on a phone in Arabic: nothing owed, then an invoice with its number, paid at the trial bank, and the receipt', async () => {
  const page = await signedIn('alice', 'alice-password', '/payments', 'ar', 360);
  await page.getByText('لا فواتير عليك').waitFor();
  await sound(page);
  await picture(page, 'payments-empty-ar-360');
  const { bill } = await issue('phone');
  await page.reload();
  await page.getByRole('heading', { name: 'عليك الآن' }).waitFor();
  await sound(page);
  await picture(page, 'payments-list-ar-360');
  await page.getByRole('link', { name: 'عرض الفاتورة' }).click();
  await page.getByRole('heading', { name: 'كيف تسدد؟' }).waitFor();
  await sound(page);
  await picture(page, 'invoice-unpaid-ar-360');
  await page.getByRole('button', { name: 'نسخ الرقم' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(bill);
  await page.getByRole('button', { name: 'سدّدت، تحقّق الآن' }).click();
  await page.getByText('لم يصل السداد بعد').waitFor();
  const [bank] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'ادفع في مصرف التجربة' }).click()]);
  await bank.getByText('لا مال حقيقي هنا').waitFor();
  await bank.fill('input[name=amount]', '440.00');
  await bank.getByRole('button').click();
  await bank.getByText('سُدد 440.00 ريال').waitFor();
  await picture(bank, 'trial-bank-ar-360');
  await page.getByRole('button', { name: 'سدّدت، تحقّق الآن' }).click();
  await page.getByText('سُدد جزء من الفاتورة').waitFor();
  await sound(page);
  await picture(page, 'invoice-partly-ar-360');
  await sadad('pay', { bill, amount: '1000.00' });
  await page.getByRole('button', { name: 'سدّدت، تحقّق الآن' }).click();
  await page.getByText('سُددت الفاتورة', { exact: true }).waitFor();
  await sound(page);
  await picture(page, 'invoice-paid-ar-360');
  await page.context().close();
});

test('on a desk in English: how each amount was reckoned, and words when SADAD is away', async () => {
  const { id } = await issue('desk');
  const page = await signedIn('alice', 'alice-password', `/payments/${id}`, 'en', 1280);
  await page.getByText('4 m² × SAR 200 × faces 1 × years 1').waitFor();
  await page
    .getByText(/By the tariff in force from/)
    .first()
    .waitFor();
  await sadad('', { mode: 'down' });
  await page.getByRole('button', { name: 'I have paid, check now' }).click();
  await page.getByText(/The system "SADAD payments"/).waitFor();
  await sound(page);
  await picture(page, 'invoice-sadad-away-en-1280');
  await sadad('', { mode: 'none' });
  await page.context().close();
});

test.each([
  ['refuses', (page: Page) => page.route('**/api/payments/**', (route) => route.fulfill({ status: 503, body: '' }))],
  ['is out of reach', (page: Page) => page.route('**/api/payments/**', (route) => route.abort())],
] as const)('when the hub %s, each page says so and can be tried again', async (_what, breakIt) => {
  const page = await signedIn('pay-officer', password, '/payments', 'ar', 390);
  await breakIt(page);
  for (const path of ['/payments', '/payments/11111111-1111-4111-8111-111111111111', '/staff/payments']) {
    await page.goto(hub.url + path);
    await page.getByRole('button', { name: 'أعد المحاولة' }).first().waitFor();
  }
  await page.context().close();
});

test('finance: one official proposes a refund, another approves it, and the day agrees with SADAD', async () => {
  const { id, bill } = await issue('finance');
  await sadad('pay', { bill });
  await sadad('pay', { bill });
  await sadad('pay', { bill: '134000107', amount: '12.50' });
  await (
    await hub.signIn('alice', 'alice-password')
  ).fetch(`/api/payments/invoices/${id}/check`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  const officer = await signedIn('pay-officer', password, '/staff/payments', 'ar', 1440);
  await officer.getByText('اليوم مطابق').waitFor();
  await officer.getByText('134000107', { exact: true }).waitFor();
  await officer.getByRole('button', { name: 'اقتراح الرد' }).click();
  await officer.getByRole('alertdialog').getByRole('button', { name: 'اقتراح الرد' }).click();
  await officer.getByText('اكتب ملاحظة من ثلاثة أحرف على الأقل').waitFor();
  await officer.getByRole('alertdialog').getByRole('textbox').fill('سُددت مرتين من تطبيقين');
  await sound(officer);
  await officer.getByRole('alertdialog').getByRole('button', { name: 'اقتراح الرد' }).click();
  await officer.getByText('يعتمده غيرك').waitFor();
  await sound(officer);
  await picture(officer, 'finance-ar-1440');
  await officer.context().close();
  const head = await signedIn('pay-head', password, '/staff/payments', 'en', 390);
  await head.getByRole('button', { name: 'Approve' }).click();
  await head.getByRole('alertdialog').getByRole('textbox').fill('Seen both payments');
  await head.getByRole('alertdialog').getByRole('button', { name: 'Approve' }).click();
  await head.locator('main').getByText('Given back').waitFor();
  await sound(head);
  await picture(head, 'finance-en-390');
  await head.context().close();
});

describe('a request that costs something', () => {
  const camp = {
    campUse: 'family',
    fromDate: '2027-01-10',
    untilDate: '2027-01-20',
    municipality: 'm-dhahran',
    site: { latitude: 26.2886, longitude: 50.1141 },
    undertakingTruth: true,
  };
  const often = { timeout: 60_000, interval: 500 };
  let alice: CookieJar;
  beforeAll(async () => void (alice = await hub.signIn('alice', 'alice-password')));

  async function api<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await alice.fetch(`/api/${path}`, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
    const text = await answer.text();
    expect(answer.status, `${path}: ${text}`).toBeLessThan(300);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
  const stateOf = async (number: string) => (await api<{ state: { id: string } }>('GET', `requests/own/${number}`)).state.id;
  const invoiceOf = async (number: string) => {
    const { invoices } = await api<{ invoices: { id: string; bill: string; request: string; state: string }[] }>('GET', 'payments/invoices');
    return invoices.find(({ request }) => request === number);
  };
  const sent = async () => {
    const { id } = await api<{ id: string }>('POST', 'requests/drafts', { service: 'SRV-091' });
    await api('POST', `requests/drafts/${id}/sources/ID`, { answers: camp });
    const { number, problems } = await api<{ number: string; problems: object[] }>('POST', `requests/drafts/${id}/submission`, { answers: camp });
    expect(problems).toEqual([]);
    await expect.poll(() => invoiceOf(number), often).toMatchObject({ state: 'unpaid', rest: '300.00' });
    return number;
  };

  test('waits for its payment, and goes on by itself when it has come', async () => {
    const number = await sent();
    expect(await stateOf(number)).toBe('awaiting-payment');
    const invoice = await invoiceOf(number);
    await sadad('pay', { bill: invoice?.bill ?? '' });
    await api('POST', `payments/invoices/${invoice?.id}/check`, {});
    await expect.poll(() => stateOf(number), often).not.toBe('awaiting-payment');
  });

  test('is withdrawn: its bill is cancelled at SADAD', async () => {
    const number = await sent();
    const { revision } = await api<{ revision: number }>('GET', `requests/own/${number}`);
    await api('POST', `requests/own/${number}/withdrawal`, { revision });
    await expect.poll(() => invoiceOf(number), often).toMatchObject({ state: 'cancelled' });
    expect(await (await sadad('bill', { bill: (await invoiceOf(number))?.bill ?? '' })).json()).toMatchObject({ status: 'cancelled' });
  });
});
