import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { desk, Device, phone, seconds } from './pages/device.ts';
import { LicenceForm } from './pages/licence-form.ts';
import { LicenceRenewal } from './pages/licence-renewal.ts';
import { signInNationally } from './pages/national-sign-in.ts';
import { picture } from './pages/picture.ts';
import { spoken } from './pages/spoken.ts';
import { operator, signInAsOfficial } from './pages/staff-sign-in.ts';

// A licence of Khobar, which only the old SOAP register of that municipality keeps, is renewed in the browser from the holder's list or the service's card to the paper;
// then what the holder sees and loses (nothing) while that register is down, loses a reply, or hangs.

const noura = '1072645193';
const ruknAlwaha = 'owner:7001234567';
const register = 'shop-register-khobar';

let hub: TestHub;
let browser: Browser;
let met: Device[] = [];

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true, readyMs: 220_000 });
  browser = await openBrowser({ args: ['--font-render-hinting=none'] });
}, 300_000);
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const { page, language } of met) await picture(page, `failed-khobar-${language}-${page.viewportSize()?.width}`);
});
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

async function device(language: 'ar' | 'en', size: typeof desk): Promise<Device> {
  const opened = await Device.of(browser, hub.url, language, size);
  met = [...met, opened];
  return opened;
}

/** A switch or question of the old register. */
async function khobar<T>(path: string): Promise<T> {
  const running = JSON.parse(readFileSync(join(hub.dataDir, 'run/stand-ins.json'), 'utf8')) as Record<string, { faults: string }>;
  return (await (await fetch(`${running[register]?.faults}${path}`, { method: 'POST' })).json()) as T;
}

/** Bills by which the old register has renewed something. */
async function renewals(): Promise<readonly string[]> {
  const { writes } = await khobar<{ writes: readonly { operation: string; mark: string }[] }>('writes');
  return writes.filter(({ operation }) => operation === 'RenewRokhsa').map(({ mark }) => mark);
}

const ask = <T>({ page }: Device, path: string) => page.evaluate(async (at) => (await (await fetch(at)).json()) as unknown, path) as Promise<T>;
const lastDay = async (of: Device, number: string) => (await ask<{ validUntil: string }>(of, `/api/shop-licences/own/${number}`)).validUntil;
const billOf = async (of: Device, request: string) => (await ask<{ facts: { bill: string } }>(of, `/api/requests/own/${request}`)).facts.bill;

/** A day as the old register writes it. */
function hijri(day: string): { readonly year: number; readonly monthAndDay: string } {
  const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' });
  const part = Object.fromEntries(format.formatToParts(new Date(day)).map(({ type, value }) => [type, value]));
  return { year: Number(part['year']), monthAndDay: `${part['month']}/${part['day']}` };
}

describe.each([
  { language: 'ar', size: phone, number: '51142010000', years: 2, from: 'list' },
  { language: 'en', size: desk, number: '51142411480', years: 1, from: 'card' },
] as const)('a licence of Khobar renewed in $language at $size.width, from the $from', ({ language, size, number, years, from }) => {
  const say = spoken('requests', language);
  let holder: Device;
  let renewal: LicenceRenewal;
  let before: string;
  let sent: { readonly number: string; readonly total: string };

  beforeAll(async () => {
    holder = await device(language, size);
    renewal = new LicenceRenewal(holder, `khobar-${from}`);
  });
  afterAll(() => holder?.close());

  test('is found, and begun in the capacity that the service asks for', async () => {
    const { page } = holder;
    if (from === 'list') {
      await holder.open('/requests');
      await signInNationally(page, noura, 'self');
      await page.locator('.rq-licences a[href^="/licences/"]').first().waitFor(seconds(60));
      await page.getByRole('button', { name: /^اعرض الرخص/ }).click();
      await holder.looks('khobar-list-licences');
      await page.locator(`.rq-licences a[href="/licences/${number}"]`).click();
      await page.locator('.sl-acts a[href*="SRV-003"]').waitFor(seconds(60));
      // The old register renews, and does nothing else.
      expect(await page.locator('.sl-acts a').count()).toBe(2);
      await holder.looks('khobar-list-licence');
      await page.locator('.sl-acts a[href*="SRV-003"]').click();
      await page
        .getByRole('link', { name: say('applyChangeCapacity') })
        .first()
        .click();
      await page.check(`input[name=capacity][value="${ruknAlwaha}"]`);
      await page.click('form[action="/auth/capacity"] button');
      await page.waitForURL(/\/services\/SRV-003\/apply\?licence=/);
      before = await lastDay(holder, number);
      await renewal.begin();
      expect(await new LicenceForm(holder).field('licenceNumber').locator('input').inputValue()).toBe(number);
    } else {
      await holder.open('/services/SRV-003');
      await holder.looks('khobar-card-card');
      await page.locator('#start-service').click();
      await signInNationally(page, noura, ruknAlwaha);
      await page.waitForURL(/\/services\/SRV-003\/apply$/);
      before = await lastDay(holder, number);
      await renewal.begin();
      await new LicenceForm(holder).type('licenceNumber', number);
    }
  });

  test('shows what the register knows of it and the fee line by line, and is sent', async () => {
    await holder.page.locator('.am-readonly').getByText(number).first().waitFor(seconds(60));
    sent = await renewal.send(years);
    expect(sent.number).toMatch(/^\d{4}-\d{4}-\d{5}$/);
  });

  test('is paid at the bank, renewed there once, and has a paper whose code anybody can check', async () => {
    await renewal.pay(sent.total);
    const bill = await billOf(holder, sent.number);
    const words = await renewal.paper(sent.number);
    expect((await renewals()).filter((one) => one === bill)).toHaveLength(1);
    const after = await lastDay(holder, number);
    expect(hijri(after)).toEqual({ ...hijri(before), year: hijri(before).year + years });
    expect(words).toContain(number);
    expect(words).toContain(String(hijri(after).year));
  });

  test('shows its new last day to its holder', async () => {
    await holder.open(`/licences/${number}`);
    await holder.page
      .getByText(String(hijri(await lastDay(holder, number)).year))
      .first()
      .waitFor(seconds(60));
    await holder.looks(`khobar-${from}-licence-renewed`);
  });
});

describe('while the old register of Khobar is away', () => {
  const say = spoken('requests', 'ar');
  let holder: Device;
  const renewal = () => new LicenceRenewal(holder, 'khobar-away');

  beforeAll(async () => {
    holder = await device('ar', phone);
    await holder.open('/services/SRV-003/apply');
    await signInNationally(holder.page, noura, ruknAlwaha);
    await holder.page.waitForURL(/\/services\/SRV-003\/apply$/);
  });
  afterAll(() => holder?.close());
  afterEach(async () => {
    await khobar('?mode=none');
    await khobar('fault?name=none');
  });

  /** Sends the renewal of a licence; it waits for its payment. */
  async function sendOne(number: string): Promise<{ readonly number: string; readonly total: string }> {
    await holder.open(`/services/SRV-003/apply?licence=${number}`);
    await renewal().begin();
    return renewal().send(1);
  }

  test('the list names it, the form says so and keeps what is written, and goes on when it is back', async () => {
    const { page } = holder;
    await khobar('?mode=down');
    await holder.open('/requests');
    await page.locator('.rq-licences .am-notice--warn').getByText('الخبر').waitFor(seconds(60));
    await holder.looks('khobar-away-licences');
    await holder.open('/services/SRV-003/apply?licence=51142510185');
    await renewal().begin();
    const form = new LicenceForm(holder);
    await page
      .getByText(/تعذر الاتصال/)
      .first()
      .waitFor(seconds(60));
    await form.yes('dataUnchanged');
    await form.saved();
    await holder.looks('khobar-away-source-away');
    await khobar('?mode=none');
    await page
      .getByRole('button', { name: say('formTryAgain') })
      .first()
      .click();
    await page.locator('.am-readonly').getByText('أدوات المنار').waitFor(seconds(60));
    await page.reload();
    await form.at('dataUnchanged');
    await expect.poll(() => form.field('dataUnchanged').locator('label[data-selected]').count(), seconds(30)).toBe(1);
  });

  test('a renewal that is paid meanwhile says what it waits for, and is done by itself, once, when the register is back', async () => {
    const { page } = holder;
    const sent = await sendOne('51142510185');
    await page.getByRole('link', { name: say('payOpen') }).waitFor(seconds(90));
    const bill = await billOf(holder, sent.number);
    await khobar('?mode=down');
    await renewal().pay(sent.total);
    await holder.open(`/requests/${sent.number}`);
    await page.locator('.am-notice--warn').getByText('تجديد آلي').waitFor(seconds(90));
    await holder.looks('khobar-away-waits');
    expect(await renewals()).not.toContain(bill);
    await khobar('?mode=none');
    await page.getByRole('link', { name: say('licenceOpen') }).waitFor(seconds(180));
    expect(await page.locator('.am-notice--warn').count()).toBe(0);
    expect((await renewals()).filter((one) => one === bill)).toHaveLength(1);
  });

  test('a renewal whose reply was lost is found in the register, and is not made twice', async () => {
    const { page } = holder;
    const sent = await sendOne('51142311110');
    await page.getByRole('link', { name: say('payOpen') }).waitFor(seconds(90));
    const bill = await billOf(holder, sent.number);
    const before = await lastDay(holder, '51142311110');
    await khobar('fault?name=lost-reply');
    await renewal().pay(sent.total);
    await holder.open(`/requests/${sent.number}`);
    await page.getByRole('link', { name: say('licenceOpen') }).waitFor(seconds(180));
    expect((await renewals()).filter((one) => one === bill)).toHaveLength(1);
    expect(hijri(await lastDay(holder, '51142311110')).year).toBe(hijri(before).year + 1);
  });

  test('a renewal in which the register hangs is not repeated blindly: the holder is told so, and an operator who has asked there lets it go on', async () => {
    const { page } = holder;
    const sent = await sendOne('51142210740');
    await page.getByRole('link', { name: say('payOpen') }).waitFor(seconds(90));
    const bill = await billOf(holder, sent.number);
    await khobar('fault?name=hung-write');
    await renewal().pay(sent.total);
    await holder.open(`/requests/${sent.number}`);
    await page.locator('.am-notice--warn').getByText('لم يصلنا رد').waitFor(seconds(180));
    await holder.looks('khobar-hangs');
    await khobar('fault?name=none');
    const operates = await device('ar', desk);
    await signInAsOfficial(operates.page, hub.url, operator, '/operations');
    const settled = await operates.page.evaluate(async (request) => {
      const { writes } = (await (await fetch('/api/operations/unknown-writes')).json()) as { writes: { system: string; key: string; case: string | null }[] };
      const open = writes.filter((write) => write.case === request);
      for (const { system, key } of open)
        await fetch('/api/operations/unknown-writes/settle', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ system, key, found: 'not-done', note: 'سألنا البلدية: لم يُجدَّد' }),
        });
      return open.length;
    }, sent.number);
    expect(settled).toBe(1);
    await page.getByRole('link', { name: say('licenceOpen') }).waitFor(seconds(300));
    expect((await renewals()).filter((one) => one === bill)).toHaveLength(1);
  });
});
