import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { planBroadcast, startEncoder, type TestEncoder } from './pages/live-lab.ts';
import { ask, inRole } from './pages/media-api.ts';
import { mediaOfficer } from './pages/media-officers.ts';
import { signInNationally } from './pages/national-sign-in.ts';
import { button, choose, dialog, looksRightAt, openPage, playsOn, weekAfter, type Shown } from './pages/channels-lab.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { signInAsOfficial } from './pages/staff-sign-in.ts';
import { playerOf, publishedSound, publishedVideo } from './pages/watch-lab.ts';

const wait = 90_000;
const soon = { timeout: wait, interval: 300 };
/** Khalid of config/demo/people.yaml. */
const citizen = '1019304755';
const radio = '/watch/channels/radio-of-the-amanah';

let hub: TestHub;
let browser: Browser;
let producer: CookieJar;
let officer: Page;
let talk: string;
let encoder: TestEncoder | undefined;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true, readyMs: 220_000 });
  browser = await openBrowser({ args: ['--autoplay-policy=no-user-gesture-required'] });
  producer = await inRole(hub, 'radio-producer', 'media-officer@pr-media');
  talk = await publishedSound(producer);
  await publishedVideo(producer);
}, 900_000);
afterAll(async () => {
  await encoder?.kill();
  await browser?.close();
  await hub?.remove();
});

const newPage = (width: number, language = 'ar') => openPage(browser, hub.url, width, language);
const looksRight = (page: Page, name: string, ready: () => Promise<unknown>, back: Shown) => looksRightAt(hub.url, page, name, ready, back);
const atDesk = { language: 'ar', width: 1_440 };

test('a playlist is made, filled by search, put in order, saved; somebody else was faster, and it is told', async () => {
  ({ page: officer } = await newPage(1_440));
  await signInAsOfficial(officer, hub.url, mediaOfficer, '/staff/media/playlists');
  await officer.getByText('لا قوائم بعد').waitFor();
  await looksRight(officer, 'playlists-none', () => officer.getByRole('heading', { level: 2 }).first().waitFor(), atDesk);
  await button(officer, 'قائمة جديدة').click();
  await button(dialog(officer), 'أنشئ').click();
  await dialog(officer).getByText('اكتب العنوان.').first().waitFor();
  await dialog(officer).getByRole('textbox').nth(0).fill('مختارات الإذاعة');
  await dialog(officer).getByRole('textbox').nth(1).fill('A selection for the radio');
  expect(await pageFaults(officer)).toEqual([]);
  await button(dialog(officer), 'أنشئ').click();
  await officer.waitForURL(/\/staff\/media\/playlists\/[0-9a-f-]{36}$/);
  await officer.getByRole('searchbox', { name: 'ابحث في البرامج المنشورة' }).fill('الحدائق');
  await button(officer, 'أضف «حديث البلدية: الحدائق» إلى القائمة').click();
  await officer.getByRole('searchbox', { name: 'ابحث في البرامج المنشورة' }).fill('رخصة');
  await button(officer, 'أضف «كيف تُصدر رخصة تجارية» إلى القائمة').click();
  await button(officer, 'أضف «كيف تُصدر رخصة تجارية» إلى القائمة').click();
  const titles = () => officer.locator('.am-order .mo-queued__title').allTextContents();
  await expect.poll(titles, soon).toEqual(['حديث البلدية: الحدائق', 'كيف تُصدر رخصة تجارية', 'كيف تُصدر رخصة تجارية']);
  await button(officer, 'أزل «كيف تُصدر رخصة تجارية»').last().click();
  await button(officer, 'أنزل «حديث البلدية: الحدائق»').click();
  await officer.getByText('تغييرات لم تُحفظ').waitFor();
  await button(officer, 'احفظ').click();
  await officer.getByText('حُفظت القائمة').waitFor();
  await expect.poll(titles, soon).toEqual(['كيف تُصدر رخصة تجارية', 'حديث البلدية: الحدائق']);

  const other = await officer.context().newPage();
  await other.goto(officer.url());
  await other.locator('.mo-languages [lang=en]').getByRole('textbox').first().fill('Radio selection');
  await button(other, 'احفظ').click();
  await other.getByText('حُفظت القائمة').waitFor();
  await other.close();
  await button(officer, 'ارفع «حديث البلدية: الحدائق»').click();
  await button(officer, 'احفظ').click();
  await officer.getByText('تغيّرت قائمة التشغيل بعد أن فتحتها.').waitFor();
  // What was done here is still there, to be read again or given up.
  expect(await titles()).toEqual(['حديث البلدية: الحدائق', 'كيف تُصدر رخصة تجارية']);
  expect(await pageFaults(officer)).toEqual([]);
  await picture(officer, 'channels-playlist-conflict');
  await button(officer, 'اعرض آخر حالة واترك ما كتبت').click();
  await expect.poll(() => officer.locator('.mo-languages [lang=en]').getByRole('textbox').first().inputValue(), soon).toBe('Radio selection');
  await looksRight(officer, 'playlist', () => officer.locator('.am-order').waitFor(), atDesk);
}, 600_000);

test('a radio is made, given what runs between its entries, and opened', async () => {
  await officer.goto(`${hub.url}/staff/media/channels`);
  await button(officer, 'قناة جديدة').click();
  await dialog(officer).getByRole('textbox').nth(0).fill('إذاعة الأمانة');
  await dialog(officer).getByRole('textbox').nth(1).fill('Radio of the Amanah');
  expect(
    await dialog(officer)
      .getByRole('textbox', { name: /عنوان صفحتها/ })
      .inputValue(),
  ).toBe('radio-of-the-amanah');
  await button(dialog(officer), 'أنشئ').click();
  await officer.waitForURL(/\/staff\/media\/channels\/radio-of-the-amanah$/);
  expect((await fetch(hub.url + radio)).status).toBe(404);
  await button(officer, /ما يُبث بين المواعيد/).click();
  await officer.getByRole('option', { name: 'مختارات الإذاعة' }).click();
  await officer.locator('.am-switch').click();
  await button(officer, 'احفظ').click();
  await officer.getByText('حُفظت القناة').waitFor();
  await officer.locator('.mo-steps').getByText('مفتوحة للناس').waitFor();
  await looksRight(officer, 'channel', () => officer.locator('.mo-steps').waitFor(), atDesk);
  await officer.goto(`${hub.url}/staff/media/channels`);
  await officer.locator('.mo-title').first().waitFor();
  await looksRight(officer, 'office-channels', () => officer.locator('.mo-title').first().waitFor(), atDesk);
}, 600_000);

test('the week is arranged: an entry that lies over another is refused with its name and hour, what was typed stays, and both are in the guide', async () => {
  await officer.goto(`${hub.url}/staff/media/channels/radio-of-the-amanah/schedule`);
  await button(officer, 'الأسبوع التالي').click();
  await button(officer, /^أضف موعداً يوم الأحد/).click();
  await button(dialog(officer), 'احفظ').click();
  await dialog(officer).getByText('اختر ما يُبث.').waitFor();
  await choose(officer, 'حديث البلدية');
  await dialog(officer)
    .getByRole('textbox', { name: /الساعة/ })
    .fill('19:00');
  await dialog(officer).getByText('كل يوم', { exact: true }).click();
  expect(await pageFaults(officer)).toEqual([]);
  await picture(officer, 'channels-entry-ar-1440');
  await button(dialog(officer), 'احفظ').click();
  await dialog(officer).waitFor({ state: 'detached' });
  await expect.poll(() => officer.locator('.mo-slot').count(), soon).toBe(7);

  await button(officer, /^أضف موعداً يوم الثلاثاء/).click();
  await choose(officer, 'كيف تُصدر');
  await dialog(officer)
    .getByRole('textbox', { name: /الساعة/ })
    .fill('19:00');
  await button(dialog(officer), 'احفظ').click();
  await dialog(officer)
    .getByText(/يتداخل هذا الموعد مع «حديث البلدية: الحدائق»/)
    .waitFor();
  expect(await pageFaults(officer)).toEqual([]);
  await picture(officer, 'channels-overlap-ar-1440');
  await dialog(officer)
    .getByRole('textbox', { name: /الساعة/ })
    .fill('20:30');
  await button(dialog(officer), 'احفظ').click();
  await dialog(officer).waitFor({ state: 'detached' });
  await expect.poll(() => officer.locator('.mo-slot').count(), soon).toBe(8);
  await looksRight(officer, 'schedule', () => officer.locator('.mo-week').waitFor(), atDesk);

  const { body } = await ask(producer, 'GET', '/office/channels/radio-of-the-amanah/schedule?' + new URLSearchParams(weekAfter()));
  const [first] = (body as { occurrences: { begins: string }[] }).occurrences;
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date(Date.parse(first!.begins) + 2 * 86_400_000));
  const guide = await newPage(1_440);
  await guide.page.goto(`${hub.url}/watch/guide?day=${day}`);
  await picture(guide.page, 'channels-guide-week-ar-1440');
  await guide.page.locator('.me-entry').first().waitFor();
  const entries = await guide.page.locator('.me-entry:not(.me-entry--filler)').allTextContents();
  expect(entries.map((words) => words.replace(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(/7:00 م – 7:01 م حديث البلدية: الحدائق/),
    expect.stringMatching(/8:30 م كيف تُصدر رخصة تجارية/),
  ]);
  expect(guide.said).toEqual([]);
  await guide.context.close();

  await officer.goto(`${hub.url}/staff/media/channels/radio-of-the-amanah/schedule`);
  await button(officer, 'الأسبوع التالي').click();
  await officer.locator('.mo-slot').filter({ hasText: 'كيف تُصدر' }).click();
  await button(dialog(officer), 'احذف').click();
  await button(dialog(officer), 'احذف الموعد').click();
  await dialog(officer).waitFor({ state: 'detached' });
  await expect.poll(() => officer.locator('.mo-slot').count(), soon).toBe(7);
}, 600_000);

test('no connection and a broken answer are told on the pages of the office, and it can be tried again', async () => {
  for (const [path, address] of [
    ['playlists', '**/api/media/office/playlists'],
    ['channels', '**/api/media/office/channels'],
    ['channels/radio-of-the-amanah/schedule', '**/api/media/office/channels/*/schedule*'],
  ] as const) {
    await officer.route(address, (route) => route.fulfill({ status: 500, body: '' }));
    await officer.goto(`${hub.url}/staff/media/${path}`);
    await button(officer, 'أعد المحاولة').waitFor();
    expect(await pageFaults(officer)).toEqual([]);
    await officer.unroute(address);
    await button(officer, 'أعد المحاولة').click();
    await officer.locator('.mo-title, .mo-week').first().waitFor();
  }
  await officer.context().setOffline(true);
  await button(officer, 'الأسبوع السابق').click();
  await officer.locator('.am-state').waitFor();
  await picture(officer, 'channels-offline');
  await officer.context().setOffline(false);
  await officer.locator('.mo-week').waitFor();
}, 300_000);

test('guide, channel, playlist and list have no faults in both languages on a telephone and at a desk, and are whole without scripts', async () => {
  const { body } = await ask(producer, 'GET', '/channels/radio-of-the-amanah');
  const playlist = (body as { playlists: { to: string }[] }).playlists[0]!.to;
  const { context, page, said } = await newPage(1_440);
  for (const [name, path, has] of [
    ['watch', '/watch', '.me-channel'],
    ['guide', '/watch/guide', '.me-entry--now'],
    ['radio', radio, '.me-station'],
    ['playlist-page', playlist, '.me-queue'],
  ] as const) {
    await page.goto(hub.url + path);
    await looksRight(page, name, () => page.waitForLoadState('networkidle').then(() => page.locator(has).first().waitFor()), atDesk);
  }
  expect(said).toEqual([]);
  await context.close();
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const bare = await plain.newPage();
  await bare.goto(`${hub.url}/watch`);
  await bare.locator('.me-channel').getByRole('link', { name: 'إذاعة الأمانة', exact: true }).click();
  await bare.locator('.me-station .me-on-air').waitFor();
  await bare.goto(hub.url + playlist);
  await bare.locator('.me-queue a').nth(1).click();
  expect(await bare.locator('amanah-player').getAttribute('programme')).toBe(talk);
  for (const lost of ['/watch/channels/none', '/watch/playlists/none', '/watch/guide?day=2019-01-01']) expect((await fetch(hub.url + lost)).status).toBe(404);
  await plain.close();
}, 600_000);

test('a citizen turns the radio on by one tap, it goes on over pages, follows it through the sign-in, and is told when it goes live', async () => {
  const { context, page, said } = await newPage(360);
  // A tap that comes before the shell has loaded what listens to it is not lost.
  let tapped = () => {};
  const tap = new Promise<void>((resolve) => (tapped = resolve));
  await page.route('**/assets/slots.*.js', (route) => tap.then(() => route.continue()));
  await page.goto(`${hub.url}/watch`);
  await page.locator('.me-channel [data-listen]').click();
  tapped();
  const bar = '.me-bar amanah-player';
  await expect.poll(async () => (await playerOf(page, bar)).sound, soon).toBeGreaterThan(0.01);
  expect(new URL(page.url()).pathname).toBe('/watch');
  expect(await page.locator('.me-bar__title a').innerText()).toMatch(/^إذاعة الأمانة · /);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'channels-bar-ar-360');
  await page.goto(`${hub.url}/services`);
  await expect.poll(async () => (await playerOf(page, bar)).sound, soon).toBeGreaterThan(0.01);
  await page.goto(hub.url);
  await page.locator('.me-live-now').getByText('على الهواء الآن').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'channels-home-ar-360');
  await page.locator('.me-bar__title a').click();
  await page.waitForURL(hub.url + radio);
  await expect.poll(async () => (await playerOf(page, bar)).sound, soon).toBeGreaterThan(0.01);
  await button(page, 'إغلاق شريط الاستماع').click();

  await page.getByRole('link', { name: 'تابع القناة' }).click();
  await signInNationally(page, citizen, 'self');
  await page.waitForURL(hub.url + radio);
  await button(page, 'أنت تتابعها').waitFor();
  await expect.poll(() => page.locator('[data-followers]').innerText(), soon).toBe('متابع واحد');
  await page.reload();
  expect(await button(page, 'أنت تتابعها').getAttribute('aria-pressed')).toBe('true');
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'channels-followed-ar-360');

  await page
    .locator('.me-station')
    .getByRole('link', { name: /استمع الآن/ })
    .click();
  await expect.poll(async () => (await playerOf(page, bar)).sound, soon).toBeGreaterThan(0.01);
  const plan = await planBroadcast(producer, { kind: 'audio', channel: 'radio-of-the-amanah' });
  encoder = startEncoder(plan.address, plan.key);
  // The bar goes over to the broadcast, and says so.
  await expect.poll(() => page.locator('.me-bar__title a').innerText(), { timeout: 180_000, interval: 500 }).toBe('إذاعة الأمانة · لقاء رؤساء البلديات');
  await expect.poll(async () => (await playerOf(page, bar)).sound, soon).toBeGreaterThan(0.01);
  const told = await context.newPage();
  await expect
    .poll(
      async () => {
        await told.goto(`${hub.url}/notifications`);
        return told.locator('main').innerText();
      },
      { timeout: 180_000, interval: 2_000 },
    )
    .toContain('لقاء رؤساء البلديات');
  await picture(told, 'channels-told-ar-360');
  await told.goto(`${hub.url}/`);
  await told.locator('.me-live-now').getByText('لقاء رؤساء البلديات').waitFor();
  await told.close();
  await button(page, 'أنت تتابعها').click();
  await button(page, 'تابع القناة').waitFor();
  expect(said).toEqual([]);
  await context.close();
}, 600_000);

test('a playlist plays on to the next programme by itself; over the time line stands the small picture of the moment', async () => {
  const { body } = await ask(producer, 'GET', '/channels/radio-of-the-amanah');
  const { context, page, said } = await newPage(1_440, 'en');
  await page.goto(hub.url + (body as { playlists: { to: string }[] }).playlists[0]!.to);
  await playsOn(page, talk);
  expect(new URL(page.url()).search).toBe('?n=2');
  expect(said).toEqual([]);
  await context.close();
}, 300_000);
