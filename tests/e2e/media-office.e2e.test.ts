import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testVideo } from '../../plugins/media/testing/make-media.ts';
import { openBrowser } from './pages/browser.ts';
import { communicationHead } from './pages/communication-office.ts';
import { mediaOfficer } from './pages/media-officers.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { signInAsOfficial } from './pages/staff-sign-in.ts';

const wait = 90_000;
const soon = { timeout: wait, interval: 300 };
let hub: TestHub;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amanah-media-office-'));
  hub = await createTestHub({ profile: 'demo', readyMs: 120_000 });
  browser = await openBrowser({
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'],
  });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await rm(folder, { recursive: true, force: true });
});

const signedIn = new Map<string, BrowserContext>();

/** A page of the media office; each official signs in once, since a code opens the door once only. */
async function office(path: string, account = mediaOfficer): Promise<Page> {
  const known = signedIn.get(account.username);
  const context =
    known ??
    (await browser.newContext({ viewport: { width: 1_440, height: 900 }, permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'] }));
  if (!known) await context.addCookies([{ name: 'amanah_lang', value: 'ar', url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  if (known) await page.goto(`${hub.url}${path}`);
  else await signInAsOfficial(page, hub.url, account, path);
  signedIn.set(account.username, context);
  return page;
}

const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name, exact: typeof name === 'string' });
const dialog = (page: Page) => page.locator('[role=dialog], [role=alertdialog]');

/** Looks at a page in both languages, on a desk and on a telephone. */
async function looksRight(page: Page, name: string, ready: () => Promise<unknown>): Promise<void> {
  for (const [language, width] of [
    ['ar', 1_440],
    ['ar', 360],
    ['en', 360],
    ['en', 1_440],
  ] as const) {
    await page.context().addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await ready();
    expect(await pageFaults(page), `${language} ${width}`).toEqual([]);
    await picture(page, `media-office-${name}-${language}-${width}`);
  }
  await page.context().addCookies([{ name: 'amanah_lang', value: 'ar', url: hub.url }]);
  await page.setViewportSize({ width: 1_440, height: 900 });
  await page.reload();
  await ready();
}

async function writeTitles(page: Page, ar: string, en: string): Promise<void> {
  await page.locator('.mo-languages').getByRole('textbox').first().fill(ar);
  await page.locator('.mo-languages [lang=en]').getByRole('textbox').first().fill(en);
}

async function plannedBroadcast(page: Page, ar: string, en: string, exception?: string): Promise<void> {
  await page.locator('.mo-languages').waitFor();
  await writeTitles(page, ar, en);
  if (exception) await page.getByRole('textbox', { name: /سبب النشر بلا ترجمة/ }).fill(exception);
  await button(page, 'جدول البث').click();
  await page.locator('.mo-copied').nth(1).waitFor();
}

test('a broadcast is scheduled, its key is shown once, it is sent from the camera, watched over, switched to sound and ended', async () => {
  const page = await office('/staff/media/new-broadcast');
  await page.locator('.mo-languages').waitFor();
  await looksRight(page, 'new-broadcast', () => page.locator('.mo-languages').waitFor());
  await button(page, 'جدول البث').click();
  await page.getByText('اكتب العنوان.').first().waitFor();
  await plannedBroadcast(page, 'افتتاح الواجهة البحرية', 'Opening of the seafront', 'بث مباشر: تُضاف الترجمة خلال يومين');
  const key = await page.locator('.mo-copied code').nth(1).innerText();
  await button(page, 'انسخ مفتاح الإرسال').click();
  await page.getByText('نُسخ', { exact: true }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-key');

  await page.getByRole('link', { name: 'افتح صفحة البث' }).click();
  await button(page, 'ابدأ بالكاميرا').waitFor();
  expect(await page.getByText(key).count()).toBe(0);
  await looksRight(page, 'scheduled', () => page.locator('.mo-encoder').first().waitFor());
  await button(page, 'ابدأ بالكاميرا').click();
  await page.getByText('أنت على الهواء').waitFor();
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), soon).toContain('على الهواء');
  await expect.poll(() => page.locator('.mo-figures').innerText(), soon).toContain('المتصفح');
  await expect.poll(() => page.locator('.mo-figures').innerText(), soon).toMatch(/[1-9][\d,]* كيلوبت/);
  expect(await page.locator('.mo-camera').evaluate((video: HTMLVideoElement) => video.videoWidth)).toBeGreaterThan(0);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-on-air');
  await page.locator('.am-switch').click();
  await expect.poll(() => page.getByRole('switch').isChecked(), soon).toBe(true);

  await button(page, 'أنهِ البث').click();
  await button(dialog(page), 'أنهِ البث').click();
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), soon).toContain('منشور');
  await page.getByRole('textbox', { name: /يبدأ من/ }).fill('0:02');
  await button(page, 'قص').click();
  await page.getByText('قُص البرنامج').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-recording');
  await page.close();
}, 600_000);

test('a file is uploaded, encoded, written about, given chapters and captions, published for its audience, withdrawn with a reason, and deleted by the head', async () => {
  const film = await testVideo(join(folder, 'renewal.mp4'), { seconds: 12 });
  const page = await office('/staff/media/new-upload');
  await page.locator('.mo-languages').waitFor();
  await looksRight(page, 'new-upload', () => page.locator('.mo-languages').waitFor());
  await writeTitles(page, 'تجديد الرخصة خطوة بخطوة', 'Renewing a licence step by step');
  await button(page, 'ابدأ الرفع').click();
  await page.getByText('اختر الملف أولاً.').waitFor();
  await page.locator('input[type=file]').setInputFiles(film);
  await button(page, 'ابدأ الرفع').click();
  await page.waitForURL(/\/staff\/media\/programmes\//);
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), { timeout: 240_000, interval: 500 }).toContain('جاهز للنشر');
  const address = page.url();

  await page.locator('.mo-frames button').first().click();
  await page.locator('img.mo-poster').waitFor();
  await button(page, 'أضف فصلاً').click();
  const chapter = page.locator('.mo-chapter');
  await chapter.getByRole('textbox').nth(0).fill('0:04');
  await chapter.getByRole('textbox').nth(1).fill('المستندات');
  await chapter.getByRole('textbox').nth(2).fill('Papers');

  // Somebody else writes meanwhile.
  const other = await office(new URL(address).pathname);
  await other.locator('.mo-languages [lang=en]').getByRole('textbox').first().fill('Renewing a licence');
  await button(other, 'احفظ').click();
  await other.getByText('حُفظ البرنامج').waitFor();
  await other.close();
  await button(page, 'احفظ').click();
  await page.getByText('تغيّر البرنامج بعد أن فتحته.').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-conflict');
  await button(page, 'اعرض آخر حالة واترك ما كتبت').click();
  await expect.poll(() => page.locator('.mo-languages [lang=en]').getByRole('textbox').first().inputValue(), soon).toBe('Renewing a licence');

  await page
    .locator('input[type=file][accept*=vtt]')
    .setInputFiles({ name: 'wrong.vtt', mimeType: 'text/vtt', buffer: Buffer.from('WEBVTT\n\n00:05 --> never\nText\n') });
  await page.locator('.mo-faults li').waitFor();
  expect(await page.locator('.mo-faults').innerText()).toMatch(/السطر 3.*سطر/s);
  const captions = 'WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nأهلاً بكم\n\n00:00:04.000 --> 00:00:07.000\nجهزوا المستندات\n';
  await page.locator('input[type=file][accept*=vtt]').setInputFiles({ name: 'right.vtt', mimeType: 'text/vtt', buffer: Buffer.from(captions) });
  await page.locator('.mo-track').waitFor();
  await button(page.locator('.mo-track'), 'حرر').click();
  await page.locator('.mo-wave').waitFor();
  await page.locator('.mo-cue').nth(1).getByRole('textbox').nth(2).fill('جهزوا المستندات الثلاثة');
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-captions');
  await page.setViewportSize({ width: 360, height: 900 });
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-captions-360');
  await page.setViewportSize({ width: 1_440, height: 900 });
  await button(page, 'احفظ الترجمة').click();
  await page.locator('.mo-cue').first().waitFor({ state: 'detached' });

  await looksRight(page, 'ready', () => page.locator('.mo-track').waitFor());
  await button(page, 'انشر').click();
  await button(dialog(page), 'انشر').click();
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), soon).toContain('منشور');

  // Somebody outside is shown it, until the link is withdrawn.
  await button(page, 'أنشئ رابطاً').click();
  await page.getByText('اكتب لمن الرابط.').waitFor();
  await page.getByRole('textbox', { name: 'لمن الرابط أو لأي غرض' }).fill('مراجعة المورّد');
  await button(page, 'أنشئ رابطاً').click();
  const link = await page.locator('.mo-copied code').innerText();
  expect((await fetch(link)).status).toBe(200);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-link');
  await page.locator('.mo-track', { hasText: 'مراجعة المورّد' }).getByText('يعمل حتى').waitFor();
  await button(page, 'اسحب الرابط').click();
  await page.locator('.mo-track', { hasText: 'مراجعة المورّد' }).getByText(/^سُحب/).waitFor();
  expect((await fetch(link)).status).toBe(410);

  await button(page, 'اسحب من النشر').click();
  await button(dialog(page), 'اسحب من النشر').click();
  await dialog(page)
    .getByText(/اكتب 3 أحرف/)
    .waitFor();
  await dialog(page).getByRole('textbox').fill('تغيرت الرسوم');
  await button(dialog(page), 'اسحب من النشر').click();
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), soon).toContain('مسحوب');
  await page.goto(`${hub.url}/staff/media/storage`);
  await page.locator('.am-table').waitFor();
  await looksRight(page, 'storage', () => page.locator('.am-table').waitFor());
  await page.close();

  const head = await office(new URL(address).pathname, communicationHead);
  await button(head, 'احذف').click();
  await button(dialog(head), 'احذف').click();
  await head.waitForURL(`${hub.url}/staff/media`);
  await head.close();
}, 900_000);

test('a file that is no media is refused in words, and an upload waits and goes on where it stood', async () => {
  const page = await office('/staff/media/new-upload');
  await page.locator('.mo-languages').waitFor();
  await writeTitles(page, 'ملف خطأ', 'A wrong file');
  await page.locator('input[type=file]').setInputFiles({ name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.from('this is no film at all') });
  await button(page, 'ابدأ الرفع').click();
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), soon).toContain('الملف مرفوض');
  await page.locator('.mo-work > .am-notice--danger').waitFor();
  await looksRight(page, 'refused', () => page.locator('.mo-work > .am-notice--danger').waitFor());
  await page.goto(`${hub.url}/staff/media/new-upload`);
  await page.locator('.mo-languages').waitFor();
  await writeTitles(page, 'ملف كبير', 'A large file');
  await page.locator('input[type=file]').setInputFiles({ name: 'large.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(40 * 1_048_576) });
  // The line is slow enough to see it.
  await page.route('**/api/media/uploads/*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // The part that was on its way is broken off by the pause.
    await route.continue().catch(() => {});
  });
  await button(page, 'ابدأ الرفع').click();
  await button(page, 'أوقف مؤقتاً').click();
  await button(page, 'تابع').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-paused');
  await page.unroute('**/api/media/uploads/*');
  await button(page, 'تابع').click();
  await expect.poll(() => page.locator('.mo-steps .am-pill').innerText(), soon).toContain('الملف مرفوض');
  await page.close();
}, 600_000);

test('the list is narrowed by state, kind and words; nothing found, no connection and a broken answer are told', async () => {
  const page = await office('/staff/media');
  await page.locator('.mo-title').first().waitFor();
  await looksRight(page, 'list', () => page.locator('.mo-title').first().waitFor());
  await page.getByRole('searchbox', { name: 'ابحث في العناوين' }).fill('ملف خطأ');
  await expect.poll(() => page.locator('.mo-title').count(), soon).toBe(1);
  await button(page, /متعثرة/).click();
  await expect.poll(() => page.locator('.mo-title').count(), soon).toBe(1);
  await button(page, 'صوت').click();
  await page.getByText('لا برنامج بهذه الصفات').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-nothing-found');

  await page.route('**/api/media/office/choices', (route) => route.fulfill({ status: 500, body: '' }));
  await page.reload();
  await button(page, 'أعد المحاولة').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'media-office-error');
  await page.unroute('**/api/media/office/choices');
  await button(page, 'أعد المحاولة').click();
  await page.locator('.mo-title').first().waitFor();
  await page.context().setOffline(true);
  await button(page, 'صوت').click();
  await page.locator('.am-state').waitFor();
  await picture(page, 'media-office-offline');
  await page.context().setOffline(false);
  await page.locator('.mo-title, .am-state').first().waitFor();
  await page.close();
}, 600_000);
