import { createHash } from 'node:crypto';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IssuedDocument } from '../../plugins/documents/contract.ts';
import { licence, payment } from '../../plugins/documents/testing/papers.ts';
import { factsOf, qrIn, textOf } from '../../plugins/documents/testing/read-pdf.ts';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { paperMaker } from './pages/paper-maker.ts';
import { picture } from './pages/picture.ts';
import { trialPlugins, type TrialPlugins } from './pages/trial-plugins.ts';

// A licence is given out, read by those who may, and checked by anybody, over the real hub.

let plugins: TrialPlugins;
let hub: TestHub;
let browser: Browser;
let owner: CookieJar;
let made: IssuedDocument;
const password = 'documents-password-1';

beforeAll(async () => {
  plugins = trialPlugins({ 'paper-maker': paperMaker });
  hub = await createTestHub({ env: { AMANAH_PLUGINS_DIR: plugins.folder } });
  await hub.addPerson('owner', password);
  await hub.addPerson('stranger', password);
  await hub.addPerson('dhahran-officer', password, { role: 'licence-officer@m-dhahran' });
  await hub.addPerson('khobar-officer', password, { role: 'licence-officer@m-khobar' });
  owner = await hub.signIn('owner', password);
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  plugins?.remove();
});

async function ask<T>(jar: CookieJar, path: string, body: object): Promise<T> {
  const answer = await jar.fetch(`/api/paper-maker/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as T;
}
const give = (changed: object = {}) => ask<IssuedDocument>(owner, 'papers', { paper: { ...licence, readers: ['me'], ...changed } });

async function pageOf(language: 'ar' | 'en', width: number, script = true): Promise<Page> {
  const context = await browser.newContext({ locale: language, viewport: { width, height: 844 }, javaScriptEnabled: script, reducedMotion: 'reduce' });
  const cookies = owner.cookie.split('; ').map((cookie) => ({ name: cookie.split('=')[0]!, value: cookie.slice(cookie.indexOf('=') + 1), url: hub.url }));
  await context.addCookies([...cookies, { name: 'amanah_lang', value: language, url: hub.url }]);
  return context.newPage();
}

test('who has no document yet is told so and shown the way', async () => {
  const page = await pageOf('ar', 360);
  await page.goto(`${hub.url}/documents`);
  await page.getByText('لم تصدر لك وثيقة بعد').waitFor();
  expect(await pageFaults(page)).toEqual([]);
});

test('a licence is made once for its key, and its PDF is the one whose fingerprint is kept', async () => {
  made = await give();
  expect(await give()).toEqual(made);
  const answer = await owner.fetch(made.path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('رخصة محل تجاري 44801234567.pdf')}`);
  const pdf = new Uint8Array(await answer.arrayBuffer());
  expect(createHash('sha256').update(pdf).digest('hex')).toBe(made.sha256);
  expect(qrIn(pdf)).toBe(`${hub.url}/v/${made.code}`);
  expect(textOf(pdf)).toContain('نورة بنت عبدالله الأحمدي');
  expect(factsOf(pdf)).toMatchObject({ Tagged: 'yes', Pages: '1' });
});

test.each([
  ['its owner', 'owner', 200],
  ['an officer of its municipality', 'dhahran-officer', 200],
  ['an officer of another municipality', 'khobar-officer', 404],
  ['somebody else', 'stranger', 404],
])('%s asks for the PDF: %s is answered %i', async (_who, person, status) => {
  const jar = await hub.signIn(person, password);
  const answer = await jar.fetch(made.path);
  expect(answer.status).toBe(status);
  if (status === 404) expect(await answer.json()).toMatchObject({ code: 'DOCUMENTS_NOT_YOURS' });
});

test('nobody signed in gets the PDF, neither by its address nor by a guessed one', async () => {
  expect((await hub.client().fetch(made.path)).status).toBe(401);
  expect((await owner.fetch('/api/documents/00000000-0000-4000-8000-000000000000/file')).status).toBe(404);
  expect((await owner.fetch('/api/documents/..%2f..%2fetc/file')).status).toBe(422);
});

test('one’s own documents are listed with their state and lead to the PDF and the verification page', async () => {
  await give({ ...payment, readers: ['me'] });
  for (const [language, width] of [
    ['ar', 360],
    ['en', 1280],
  ] as const) {
    const page = await pageOf(language, width);
    await page.goto(`${hub.url}/documents`);
    await page.getByText(licence.title[language]).waitFor();
    expect(await page.locator('.am-rows > li').count()).toBe(2);
    expect(await page.getByText(language === 'ar' ? 'سارية' : 'Valid', { exact: true }).count()).toBe(2);
    expect(await pageFaults(page)).toEqual([]);
    await picture(page, `documents-own-${language}-${width}`);
  }
});

test('without scripts, anybody who types the code is told what it is and that it is valid, and nothing of the owner', async () => {
  for (const [language, width] of [
    ['ar', 360],
    ['en', 1280],
  ] as const) {
    const page = await pageOf(language, width, false);
    await page.context().clearCookies({ name: /amanah$/ });
    await page.goto(`${hub.url}/v`);
    await picture(page, `documents-code-${language}-${width}`);
    await page.fill('#code', ` ${made.code.slice(0, 5).toLowerCase()} - ${made.code.slice(5)}`);
    await page.locator('form[action="/v"] button').click();
    const main = await page.locator('main').innerText();
    for (const words of [
      licence.title[language],
      licence.subject,
      language === 'ar' ? 'الوثيقة صحيحة وسارية' : 'The document is genuine and valid',
      made.sha256,
    ])
      expect(`${main} ${await page.locator('.dc-print').innerHTML()}`).toContain(words);
    expect(main).toContain(language === 'ar' ? 'بقالة الخليج الأولى' : 'First Gulf Grocery');
    expect(main).not.toContain(language === 'ar' ? 'نورة' : 'Noura');
    await picture(page, `documents-valid-${language}-${width}`);
  }
});

test('a code that is none is a clear 404, a slip of the hand is told apart', async () => {
  const visitor = hub.client();
  const unknown = await visitor.fetch('/v/0000000000', { headers: { accept: 'text/html', cookie: 'amanah_lang=en' } });
  expect(unknown.status).toBe(404);
  expect(await unknown.text()).toContain('There is no document with this code');
  const slip = await visitor.fetch('/v?code=%3Cscript%3E', { headers: { accept: 'text/html', cookie: 'amanah_lang=en' } });
  expect(slip.status).toBe(404);
  const html = await slip.text();
  expect(html).toContain('This is not a verification code');
  expect(html).toContain('value="&lt;script&gt;"');
});

test('a replaced licence leads to its renewal; a withdrawn one says why, in both languages, and axe finds nothing', async () => {
  const renewed = await give({ key: 'licence:2', replaces: made.id });
  await ask(owner, 'withdrawals', { id: renewed.id, reason: { ar: 'زوال شرط من شروط الترخيص', en: 'A condition of the licence no longer holds' } });
  const page = await pageOf('ar', 360);
  await page.goto(`${hub.url}/v/${made.code}`);
  expect(await page.locator('main').innerText()).toContain('الوثيقة استُبدلت بأحدث منها');
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'documents-replaced-ar-360');
  await page.getByRole('link', { name: 'تحقق من الوثيقة الأحدث' }).click();
  await page.getByText('زوال شرط من شروط الترخيص').waitFor();
  expect(await page.locator('main').innerText()).toContain('الوثيقة ملغاة');
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'documents-withdrawn-ar-360');
  const english = await pageOf('en', 1280);
  await english.goto(`${hub.url}/v/${renewed.code}`);
  expect(await english.locator('main').innerText()).toContain('A condition of the licence no longer holds');
  await picture(english, 'documents-withdrawn-en-1280');
});

test('a network that tries many codes is told to wait, and so is its next right one', async () => {
  const visitor = hub.client();
  const statuses: number[] = [];
  for (let round = 0; round < 40; round++) statuses.push((await visitor.fetch(`/v/${String(round).padStart(10, '0')}`)).status);
  expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(30);
  const refused = await visitor.fetch(`/v/${made.code}`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
