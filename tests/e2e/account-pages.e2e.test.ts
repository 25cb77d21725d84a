import { readFileSync } from 'node:fs';
import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';

const pages = ['/account', '/account/security', '/account/sessions', '/account/delegations', '/account/consents', '/account/data'];

let hub: TestHub;
let database: TestDatabase;
let browser: Browser;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ profile: 'demo', env: { DATABASE_URL: database.url } });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await database?.drop();
});

async function signedIn(language: 'ar' | 'en', width: number, username = 'alice', password = 'alice-password'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=/account`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('form[action="/auth/sign-in/staff"] button');
  await page.waitForURL(`${hub.url}/account`);
  return page;
}

describe.each([
  ['ar', 390],
  ['ar', 1280],
  ['en', 320],
  ['en', 1280],
] as const)('the account pages in %s at %i px', (language, width) => {
  test('have no accessibility fault and never scroll sideways', async () => {
    const page = await signedIn(language, width);
    for (const path of pages) {
      await page.goto(hub.url + path);
      await page.locator('.ac-pages a[aria-current=page]').waitFor();
      await page.waitForLoadState('networkidle');
      expect(await pageFaults(page), path).toEqual([]);
    }
    await page.context().close();
  });
});

describe('when the hub does not answer', () => {
  test.each([
    ['refuses', (page: Page) => page.route('**/api/account/**', (route) => route.fulfill({ status: 503, body: '' })), 'أعد المحاولة'],
    ['is out of reach', (page: Page) => page.route('**/api/account/**', (route) => route.abort()), 'أعد المحاولة'],
  ] as const)('and %s, each page says so and can be tried again', async (_what, breakIt, retry) => {
    const page = await signedIn('ar', 390);
    await breakIt(page);
    for (const path of pages) {
      await page.goto(hub.url + path);
      await page.getByRole('button', { name: retry }).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await pageFaults(page), path).toEqual([]);
    }
    await page.unroute('**/api/account/**');
    await page.getByRole('button', { name: retry }).first().click();
    await page.getByRole('table').waitFor();
    await page.context().close();
  });
});

describe('data rights', () => {
  test('a copy holds what is held about the person, and no secret', async () => {
    const page = await signedIn('en', 1280);
    await page.goto(`${hub.url}/account/data`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download a copy of my data' }).click()]);
    const text = readFileSync(await download.path(), 'utf8');
    const copy = JSON.parse(text) as { person: Record<string, unknown>; sessions: unknown[]; acts: unknown[] };
    expect(copy.person).toMatchObject({ nationalId: '1048172637', nameEn: 'Alice Abdullah Almuhanna' });
    expect(copy.sessions.length).toBeGreaterThan(0);
    expect(copy.acts.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/argon2|token_hash|sealed/);
    await page.context().close();
  });

  test('own contact data is corrected; a wrong one is named at its field', async () => {
    const page = await signedIn('en', 1280);
    await page.goto(`${hub.url}/account/data`);
    const mobile = page.getByRole('textbox', { name: /^Mobile/ });
    await mobile.fill('12');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Write a number such as 0501234567').waitFor();
    await mobile.fill('٠٥٠١٢٣٤٥٦٧');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your contact data was saved').waitFor();
    const [row] = await database.query<{ mobile: string }>(`SELECT mobile FROM hub.person WHERE username = 'alice'`);
    expect(row?.mobile).toBe('+966501234567');
    await page.context().close();
  });

  test('what is no longer in use is erased; what the law keeps has no button', async () => {
    const page = await signedIn('en', 1280);
    await database.query(`UPDATE hub.session SET absolute_expires_at = now() WHERE created_at < (SELECT max(created_at) FROM hub.session)`);
    await page.goto(`${hub.url}/account/data`);
    await page.getByRole('button', { name: 'Erase: Sessions and devices' }).click();
    await page.getByText(/records? (was|were) erased/).waitFor();
    expect(await database.query('SELECT 1 FROM hub.session')).toHaveLength(1);
    expect(await page.getByRole('button', { name: 'Erase: Record of acts' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /Erase: Name/ }).count()).toBe(0);
    await page.context().close();
  });

  test('what plugins keep about a person is seen, copied and erased with it: ratings, notifications, reading settings', async () => {
    const page = await signedIn('en', 1280);
    const rated = await page.request.put(`${hub.url}/api/services/ratings/SRV-001`, { headers: { origin: hub.url }, data: { stars: 4, note: 'clear' } });
    expect(rated.status()).toBe(200);
    await page.request.post(`${hub.url}/reading-settings`, { headers: { origin: hub.url }, form: { text: 'large', rd: '/' } });
    await page.goto(`${hub.url}/account/data`);
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await row('Your ratings of services').getByRole('cell', { name: '1', exact: true }).waitFor();
    await row('Your notifications').waitFor();
    // The password that alice signed in with.
    await row('Ways to sign in').getByRole('cell', { name: '1', exact: true }).waitFor();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download a copy of my data' }).click()]);
    const copy = JSON.parse(readFileSync(await download.path(), 'utf8')) as {
      plugins: Record<string, object[]>;
      readingSettings: object;
      unavailable: string[];
    };
    expect(copy.plugins['services/ratings']).toEqual([expect.objectContaining({ service_code: 'SRV-001', stars: 4, note: 'clear' })]);
    expect(copy.readingSettings).toMatchObject({ text: 'large' });
    expect(copy.unavailable).toEqual([]);

    for (const name of ['Your ratings of services', 'Reading settings']) {
      await page.getByRole('button', { name: `Erase: ${name}` }).click();
      await row(name).getByText('Nothing').waitFor();
    }
    const { rating } = (await (await page.request.get(`${hub.url}/api/services/cards/SRV-001`)).json()) as { rating: { count: number; mine: object | null } };
    expect(rating).toMatchObject({ count: 0, mine: null });
    expect(await database.query(`SELECT 1 FROM hub.audit_record WHERE action = 'account:data.erased' AND body LIKE '%services/ratings%'`)).toHaveLength(1);
    await page.context().close();
  });
});

test('a delegation is given from the page, and withdrawn there', async () => {
  const page = await signedIn('en', 1280);
  await page.goto(`${hub.url}/account/delegations`);
  await page.getByRole('button', { name: 'Add a delegation' }).click();
  await page.getByLabel('Delegate’s identity number').fill('1093826418');
  await page.getByRole('combobox', { name: 'Services it covers' }).click();
  await page.getByRole('option').first().click();
  // The field starts in the Hijri calendar: a day of the coming weeks by its tables.
  const parts = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', { day: 'numeric', month: 'numeric', year: 'numeric', timeZone: 'Asia/Riyadh' });
  const typed = Object.fromEntries(parts.formatToParts(Date.now() + 20 * 86_400_000).map(({ type, value }) => [type, value]));
  for (const segment of ['day', 'month', 'year'] as const) {
    await page.getByRole('spinbutton', { name: new RegExp(`^${segment}`, 'i') }).click();
    await page.keyboard.type(typed[segment] ?? '');
  }
  await page.getByRole('button', { name: 'Send the delegation' }).click();
  await page.getByText('The delegation was sent').waitFor();
  await page.getByText('Waiting for acceptance').waitFor();
  await page.getByRole('button', { name: /End the delegation of 1/ }).click();
  await page.getByText('The delegation has ended').waitFor();
  await page.context().close();
});

test('who signs out everywhere is told once, by the page itself; another open page of the same person is told by the frame', async () => {
  const page = await signedIn('en', 390);
  const other = await page.context().newPage();
  await other.goto(`${hub.url}/account`, { waitUntil: 'networkidle' });
  await page.goto(`${hub.url}/account/sessions`);
  await page.getByRole('button', { name: 'Sign out of all devices and systems' }).click();
  await page.getByText('Everything you entered is closed').waitFor();
  await other.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.waitForURL(/\/auth\/sign-in/);
  await page.context().close();
});

describe('the own password', () => {
  test('is changed on the security page in Arabic on a phone, after the page has said at the fields what is wrong', async () => {
    await hub.addPerson('hudhud', 'first-password-here', { name: { ar: 'هدى الدوسري', en: 'Huda Aldossary' } });
    const page = await signedIn('ar', 390, 'hudhud', 'first-password-here');
    await page.goto(`${hub.url}/account/security`);
    await page.getByText('لا يمكن استعادتها من هنا').waitFor();
    await page.getByRole('button', { name: 'غيّر كلمة المرور' }).click();
    const form = page.getByRole('form', { name: 'غيّر كلمة المرور' });
    const fill = async (current: string, next: string, again: string) => {
      await form.getByLabel('كلمة المرور الحالية').fill(current);
      await form.getByLabel('كلمة المرور الجديدة', { exact: true }).fill(next);
      await form.getByLabel('أعد كتابة الجديدة').fill(again);
      await form.getByRole('button', { name: 'غيّر كلمة المرور' }).click();
    };
    await fill('', 'short', 'other');
    await form.getByText('اكتب كلمة المرور الحالية.').waitFor();
    await form.getByText('اكتب 12 حرفاً أو أكثر.').waitFor();
    await form.getByText('لا تطابق الجديدة المكتوبة فوقها.').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await fill('not-my-password', 'nakhla zarqa 42', 'nakhla zarqa 42');
    await form.getByText('كلمة المرور غير صحيحة').waitFor();
    await fill('first-password-here', 'Huda-Aldossary-9', 'Huda-Aldossary-9');
    await form.getByText('كلمة المرور الجديدة قريبة من اسمك').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await fill('first-password-here', 'nakhla zarqa 42', 'nakhla zarqa 42');
    await page.getByText('غُيّرت كلمة المرور').waitFor();
    expect(await pageFaults(page)).toEqual([]);
    await page.context().close();
    await (await signedIn('en', 1280, 'hudhud', 'nakhla zarqa 42')).context().close();
  });

  test('asks for a fresh proof before anything is typed, and is not offered to those who have no password', async () => {
    const page = await signedIn('en', 1280);
    await database.query(`UPDATE hub.session SET authenticated_at = now() - interval '1 hour'`);
    await database.query(`SELECT pg_notify('hub_session_changed', id::text) FROM hub.session`);
    await page.goto(`${hub.url}/account/security`);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.waitForURL('**/auth/step-up?**');
    await page.fill('#password', 'alice-password');
    await page.click('form[action="/auth/step-up/password"] button');
    await page.waitForURL('**/account/security');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByLabel('Present password').waitFor();
    await page.context().close();

    await hub.addPerson('national', 'a-password-for-now', { name: { ar: 'شخص', en: 'Person' } });
    const other = await signedIn('en', 1280, 'national', 'a-password-for-now');
    await database.query(`UPDATE hub.person SET password_hash = NULL, national_id = '1099887766' WHERE username = 'national'`);
    await other.goto(`${hub.url}/account/security`);
    await other.getByRole('heading', { name: 'Passkeys' }).waitFor();
    expect(await other.getByRole('button', { name: 'Change the password' }).count()).toBe(0);
    expect(await other.getByText('cannot be recovered here').count()).toBe(0);
    await other.context().close();
  });
});
