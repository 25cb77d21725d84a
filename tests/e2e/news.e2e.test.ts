import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { communicationHead, newsWriter } from './pages/communication-office.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { signInAsOfficial } from './pages/staff-sign-in.ts';

const wait = 60_000;
let hub: TestHub;
let browser: Browser;
let folder: string;
let photo: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amanah-news-'));
  photo = join(folder, 'photo.jpg');
  const drawn = await sharp({ create: { width: 1_600, height: 900, channels: 3, background: '#25935f' } })
    .withExif({ IFD0: { Make: 'Trial camera' }, IFD3: { GPSLatitude: '26/1 25/1 0/1' } })
    .jpeg()
    .toBuffer();
  await writeFile(photo, drawn);
  hub = await createTestHub({ profile: 'demo', readyMs: 120_000 });
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  await rm(folder, { recursive: true, force: true });
});

async function opened(language: 'ar' | 'en', width: number, more: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...more });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  return page;
}

/** Refusals of the content security policy and whatever else a page complains about. */
function complaints(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  return said;
}

test.each([
  ['ar', 1_280],
  ['ar', 360],
  ['en', 1_280],
  ['en', 360],
] as const)('news in %s at %i px: a list and an item that read well, with dates of both calendars and ways to share', async (language, width) => {
  const page = await opened(language, width);
  const said = complaints(page);
  await page.goto(hub.url);
  await page.getByRole('heading', { name: language === 'ar' ? 'آخر الأخبار' : 'Latest news' }).waitFor();
  expect(await page.locator('.portal-news li').count()).toBe(3);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, `news-home-${language}-${width}`);
  await page.goto(`${hub.url}/news`);
  await expect.poll(() => page.locator('.so-item').count(), { timeout: wait }).toBe(12);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, `news-list-${language}-${width}`);
  await page.locator('.so-item__title a').first().click();
  await page.locator('amanah-share').getByRole('button').first().waitFor();
  expect(await page.locator('.so-article__meta time').innerText()).toMatch(language === 'ar' ? /14\d\dهـ – .* 20\d\dم/ : /14\d\d.* – .*20\d\d/);
  expect(await page.locator('.so-services li').count()).toBe(3);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, `news-item-${language}-${width}`);
  await page.locator('amanah-share').getByRole('button').first().click();
  await page
    .locator('amanah-share')
    .getByRole('link', { name: language === 'ar' ? /واتساب/ : /WhatsApp/ })
    .waitFor();
  await page
    .locator('amanah-share')
    .getByRole('button', { name: language === 'ar' ? 'رمز QR' : 'QR code' })
    .click();
  await page.locator('amanah-share').getByRole('img').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, `news-share-${language}-${width}`);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.locator('amanah-share').getByRole('link').count()).toBe(0);
  expect(said).toEqual([]);
  await page.context().close();
});

test('without scripts the list is narrowed to a unit and an item is read; what is for officials is not there', async () => {
  const page = await opened('ar', 390, { javaScriptEnabled: false });
  await page.goto(`${hub.url}/news`);
  await page.getByLabel('الجهة').selectOption('parks');
  await page.getByRole('button', { name: 'عرض' }).click();
  expect(await page.locator('.so-item').count()).toBe(1);
  await page.locator('.so-item__title a').click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('حجز ملاعب الحدائق صار بالساعة');
  await page.getByRole('link', { name: 'الرابط الدائم لهذا الخبر' }).waitFor();
  await page.goto(`${hub.url}/news?unit=hr`);
  await page.getByRole('heading', { name: 'لا أخبار بعد' }).waitFor();
  await page.context().close();
});

test.each([
  ['refuses', (page: Page) => page.route('**/api/social/office/**', (route) => route.fulfill({ status: 503, body: '' }))],
  ['is out of reach', (page: Page) => page.route('**/api/social/office/**', (route) => route.abort())],
] as const)('when the hub %s, the office says so and can be tried again', async (_what, breakIt) => {
  const name = `news-reader-${_what.replaceAll(' ', '-')}`;
  await hub.addPerson(name, 'News-Reader-1448', { role: 'news-writer@eamana' });
  const page = await opened('ar', 390);
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=/staff/news`);
  await page.fill('#username', name);
  await page.fill('#password', 'News-Reader-1448');
  await page.click('form[action="/auth/sign-in/staff"] button');
  await page.locator('.so-office__title').first().waitFor();
  expect(await pageFaults(page)).toEqual([]);
  const item = await page.locator('.so-office__title').first().getAttribute('href');
  await breakIt(page);
  for (const path of ['/staff/news', item]) {
    await page.goto(hub.url + path);
    await page.getByRole('button', { name: 'أعد المحاولة' }).first().waitFor();
    expect(await pageFaults(page)).toEqual([]);
  }
  await page.context().close();
});

test('with the keyboard alone an item is written: the tools are one stop, walked by arrows in reading direction', async () => {
  await hub.addPerson('news-keyboard', 'News-Keyboard-1448', { role: 'news-writer@eamana' });
  const page = await opened('ar', 1_440);
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=/staff/news`);
  await page.fill('#username', 'news-keyboard');
  await page.fill('#password', 'News-Keyboard-1448');
  await page.click('form[action="/auth/sign-in/staff"] button');
  await page.getByRole('button', { name: 'خبر جديد' }).press('Enter');
  const arabic = page.getByRole('region', { name: 'بالعربية' });
  await arabic.getByRole('textbox', { name: 'النص' }).waitFor();
  await arabic.getByLabel('الملخص').focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.getAttribute('role'));
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('عنوان فرعي');
  // In Arabic the next tool stands to the left.
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('غامق');
  await page.keyboard.press('End');
  expect(await focused()).toBe('إعادة');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('textbox');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('ساحة جديدة');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await arabic.locator('.so-editor__h2 strong', { hasText: 'ساحة جديدة' }).waitFor();
  expect(await focused()).toBe('textbox');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('.so-editor__text'))).toBeNull();
  await page.context().close();
});

test('an item from draft to readers: written in two languages, sent, approved by another person, changed and withdrawn with a reason', async () => {
  const writer = await opened('ar', 1_600);
  const said = complaints(writer);
  await signInAsOfficial(writer, hub.url, newsWriter, '/staff/news');
  await writer.getByRole('link', { name: 'الرخصة التجارية بطلب واحد من أوله إلى الدفع' }).waitFor();
  expect(await pageFaults(writer)).toEqual([]);
  await picture(writer, 'news-office-ar-1600');
  await writer.getByRole('button', { name: 'خبر جديد' }).click();
  await writer.waitForURL(/\/staff\/news\/[0-9a-f-]{36}$/);
  const address = new URL(writer.url()).pathname;
  const arabic = writer.getByRole('region', { name: 'بالعربية' });
  const english = writer.getByRole('region', { name: 'بالإنجليزية' });
  await arabic.getByLabel('العنوان', { exact: true }).fill('افتتاح ساحة عامة في حي الشاطئ');
  await arabic.getByLabel('الملخص').fill('ساحة للمشاة فيها ظلال ومقاعد وملعب للأطفال.');
  await english.getByLabel('العنوان', { exact: true }).fill('A public square opens in the Beach quarter');
  await english.getByLabel('الملخص').fill('A square for walking, with shade, benches and a playground.');
  const text = arabic.getByRole('textbox', { name: 'النص' });
  await text.click();
  await writer.keyboard.type('تفتح الساحة أبوابها كل يوم.');
  await writer.keyboard.press('Enter');
  await arabic.getByRole('button', { name: 'قائمة نقطية' }).click();
  await writer.keyboard.type('ظلال');
  await writer.keyboard.press('Enter');
  await writer.keyboard.type('ملعب');
  await writer.keyboard.press('Control+A');
  await arabic.getByRole('button', { name: 'غامق' }).click();
  await english.getByRole('textbox', { name: 'النص' }).click();
  await writer.keyboard.type('The square is open every day.');
  await writer.keyboard.press('Shift+Home');
  await english.getByRole('button', { name: 'رابط', exact: true }).click();
  await writer.getByRole('dialog').getByLabel('العنوان').fill('javascript:alert(1)');
  await writer.getByRole('dialog').getByRole('button', { name: 'وضع الرابط' }).click();
  await writer.getByText('اكتب عنواناً يبدأ').waitFor();
  await writer.getByRole('dialog').getByLabel('العنوان').fill('/services/SRV-092');
  await writer.getByRole('dialog').getByRole('button', { name: 'وضع الرابط' }).click();
  await writer.getByRole('dialog').waitFor({ state: 'detached' });
  await writer.locator('.so-panel input[type=file]').setInputFiles(photo);
  await writer.getByLabel('وصف الصورة لمن لا يراها (بالعربية)').fill('ساحة خضراء');
  await writer.getByLabel('وصف الصورة لمن لا يراها (بالإنجليزية)').fill('A green square');
  await writer.getByRole('combobox', { name: /أضف خدمة/ }).fill('SRV-092');
  await writer.getByRole('option', { name: /SRV-092/ }).click();
  await writer.getByRole('button', { name: 'حفظ المسودة' }).click();
  await writer.getByText('حُفظت المسودة').waitFor();
  await writer.getByRole('button', { name: 'إرسال للاعتماد' }).waitFor();
  expect(await pageFaults(writer)).toEqual([]);
  await picture(writer, 'news-editor-ar-1600');
  await writer.setViewportSize({ width: 390, height: 844 });
  expect(await pageFaults(writer)).toEqual([]);
  await picture(writer, 'news-editor-ar-390');
  await writer.setViewportSize({ width: 1_600, height: 900 });
  await writer.getByRole('button', { name: 'إرسال للاعتماد' }).click();
  await writer.getByText('بانتظار الاعتماد').first().waitFor();
  expect(await writer.getByRole('button', { name: 'اعتماد ونشر الآن' }).count()).toBe(0);
  expect(said).toEqual([]);

  const head = await opened('en', 1_440);
  await signInAsOfficial(head, hub.url, communicationHead, address);
  await head.getByRole('button', { name: 'Approve and publish now' }).waitFor();
  expect(await pageFaults(head)).toEqual([]);
  await picture(head, 'news-approval-en-1440');
  await head.getByRole('button', { name: 'Approve and publish now' }).click();
  await head.getByRole('link', { name: 'Open the published item' }).click();
  await head.waitForURL(/\/news\/a-public-square-opens-in-the-beach-quarter-/);
  const published = head.url();
  await head.getByRole('link', { name: 'The square is open every day.' }).waitFor();
  await picture(head, 'news-published-en-1440');

  const shown = await (await fetch(published)).text();
  const source = /src="(\/api\/social\/pictures\/[^"]+)"/.exec(shown)?.[1] ?? '';
  const { exif, width } = await sharp(Buffer.from(await (await fetch(hub.url + source)).arrayBuffer())).metadata();
  expect({ exif, width }).toEqual({ exif: undefined, width: 1_600 });

  // An edit begins anew: readers go on seeing what was approved, and whoever edited does not approve.
  await head.goto(hub.url + address);
  await head.getByRole('region', { name: 'In English' }).getByLabel('Title', { exact: true }).fill('The square in the Beach quarter opens on Friday');
  await head.getByRole('button', { name: 'Save draft' }).click();
  await head.getByRole('button', { name: 'Send for approval' }).click();
  await head.getByText('You wrote at this text').waitFor();
  expect(await (await fetch(published, { headers: { cookie: 'amanah_lang=en' } })).text()).toContain('A public square opens in the Beach quarter');
  await head.getByRole('button', { name: 'Withdraw' }).click();
  await head.getByLabel('Reason in Arabic').fill('تأجل الافتتاح');
  await head.getByLabel('Reason in English').fill('The opening was put off');
  await head.getByRole('alertdialog').getByRole('button', { name: 'Withdraw' }).click();
  await head.getByText('Withdrawn').first().waitFor();
  await picture(head, 'news-withdrawn-office-en-1440');
  const gone = await head.goto(published);
  expect(gone?.status()).toBe(410);
  await head.getByText('The opening was put off').waitFor();
  expect(await pageFaults(head)).toEqual([]);
  await writer.context().close();
  await head.context().close();
});
