import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { arrived, expectNoGap, focused, follow, listenInBar, mounted, path, type Wishes } from './pages/bar-listener.ts';
import { inRole } from './pages/media-api.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { publishedSound, publishedVideo } from './pages/watch-lab.ts';

// What is heard in the bar goes on without a gap while pages change around it.

vi.setConfig({ testTimeout: 400_000 });
const password = 'listener-password-1';
const seconds = (count: number) => ({ timeout: count * 1_000, interval: 200 });

let hub: TestHub;
let browser: Browser;
let listener: CookieJar;
let officer: CookieJar;
let talk: string;
let film: string;

beforeAll(async () => {
  hub = await createTestHub({ readyMs: 120_000 });
  officer = await inRole(hub, 'bar-officer', 'media-officer@pr-media');
  talk = await publishedSound(officer, { seconds: 480 });
  film = await publishedVideo(officer);
  await hub.addPerson('listener', password);
  listener = await hub.signIn('listener', password);
  browser = await openBrowser();
}, 500_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

const listening = (wishes?: Wishes) => listenInBar({ hub, browser, talk }, wishes);

test('home, a service card, news, a programme and my requests change around the bar: one element, no gap, each page whole', async () => {
  const { page, context, said, documents } = await listening({ person: listener });

  await page.locator('#am-header .am-brand').click();
  await arrived(page, '/');
  await expectNoGap(page);
  expect(await page.locator('.am-header__nav a[aria-current]').count()).toBe(0);
  expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(`${hub.url}/`);
  // The search of the new page answers while one types.
  const field = page.locator('main form[data-search] input[name=q]');
  await field.fill('رخصة');
  await page.locator('main [role=option]').first().waitFor();
  await field.fill('');
  await picture(page, 'bar-home-ar-1440');
  expect(await pageFaults(page)).toEqual([]);

  await page.locator('.am-header__nav a[href="/services"]').click();
  await arrived(page, '/services');
  expect(await page.locator('.am-header__nav a[aria-current=page]').getAttribute('href')).toBe('/services');
  await page.locator('main a[href="/services/SRV-001"]').first().click();
  await arrived(page, '/services/SRV-001');
  await expectNoGap(page);
  expect(await mounted(page)).toBe('services');
  // An extension of the card's place, told of its service: the film about it.
  await page.locator('main [data-slot="service.aside"] amanah-player').waitFor();
  await picture(page, 'bar-card-ar-1440');
  expect(await pageFaults(page)).toEqual([]);

  await page.locator('.am-header__nav a[href="/news"]').click();
  await arrived(page, '/news');
  const item = page.locator('main a[href^="/news/"]:not([href*="?"])').first();
  const address = (await item.getAttribute('href'))!;
  await item.click();
  await arrived(page, address);
  await expectNoGap(page);
  await page.locator('amanah-share').first().waitFor();
  expect(await page.locator('meta[property="og:title"]').count()).toBe(1);

  await page.locator('.am-header__nav a[href="/watch"]').click();
  await arrived(page, '/watch');
  await page.locator(`main a[href="/watch/${film}"]`).first().click();
  await arrived(page, `/watch/${film}`, 'كيف تُصدر رخصة تجارية');
  await page.locator('main amanah-player').getByRole('button', { name: 'تشغيل: كيف تُصدر رخصة تجارية' }).waitFor();
  await page.locator('[data-listen-on]').waitFor();
  await page.locator('.me-transcript input[type=search]').fill('سدّد');
  await expect.poll(() => page.locator('.me-transcript li:visible').count(), seconds(30)).toBe(1);
  await picture(page, 'bar-programme-ar-1440');
  await expectNoGap(page);

  await page.locator('#am-header .am-person').click();
  await page.locator('#am-header .am-drop__links a[href="/requests"]').first().click();
  await arrived(page, '/requests');
  expect(await mounted(page)).toBe('requests');
  expect(await page.locator('#am-header details[open]').count()).toBe(0);
  // The bell is the one of the first page.
  expect(await page.locator('#am-header [data-slot="header.end"] [data-mfe]').count()).toBe(1);
  await expectNoGap(page);
  await picture(page, 'bar-requests-ar-1440');
  expect(await pageFaults(page)).toEqual([]);

  expect(documents).toEqual([]);
  expect(said).toEqual([]);
  await context.close();
});

test('the same pages twice in a row: a programme’s page is alive each time, and nothing is left of the page before', async () => {
  const { page, context, said, documents } = await listening({ language: 'en' });
  for (const [id, name] of [
    [film, 'How to issue a commercial licence'],
    [talk, 'Municipality talk: parks'],
    [film, 'How to issue a commercial licence'],
  ] as const) {
    await page.locator('.am-header__nav a[href="/watch"]').click();
    await arrived(page, '/watch');
    await page.locator(`main a[href="/watch/${id}"]`).first().click();
    await arrived(page, `/watch/${id}`, name);
    await page.locator('[data-listen-on]').waitFor();
    expect(await page.locator('main').count()).toBe(1);
    expect(await page.locator('link[rel=canonical]').count()).toBe(1);
    expect(await page.locator('script#amanah-page').count()).toBe(1);
    expect(await page.locator('[data-watch]').getAttribute('data-watch')).toBe(id);
  }
  // A chapter's link acts on the page's own player, which takes the sound over.
  await page.getByRole('link', { name: /Paying the fees/ }).click();
  await page.locator('.me-open').waitFor();
  expect(documents).toEqual([]);
  expect(said).toEqual([]);
  await context.close();
});

test('back and forward show the pages again, where one was in them; filters of a page stay its own affair', async () => {
  const { page, context, said, documents } = await listening({ language: 'en', width: 360 });
  await page.locator('.am-header__phone summary').click();
  await page.locator('.am-header__phone a[href="/services"]').click();
  await arrived(page, '/services');
  const card = page.locator('main a[href^="/services/SRV-"]').nth(5);
  const address = (await card.getAttribute('href'))!;
  await page.evaluate(() => scrollTo(0, 900));
  const there = await page.evaluate(() => scrollY);
  expect(there).toBeGreaterThan(300);
  await card.evaluate((link: HTMLElement) => link.click());
  await arrived(page, address);
  expect(await page.evaluate(() => scrollY)).toBe(0);
  const name = await page.title();
  await page.goBack();
  await arrived(page, '/services');
  expect(await page.evaluate(() => scrollY)).toBe(there);
  expect(await mounted(page)).toBe('services');
  await page.goForward();
  await arrived(page, address);
  expect(await page.title()).toBe(name);
  await page.goBack();
  await arrived(page, '/services');
  // A search in the catalogue changes the address within the page.
  await page.evaluate(() => void ((globalThis as { mark?: Element | null }).mark = document.querySelector('main')));
  await page.locator('main input[type=search]').first().fill('licence');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url(), seconds(60)).toContain('licence');
  expect(await page.evaluate(() => (globalThis as { mark?: Element }).mark === document.querySelector('main'))).toBe(true);
  const filtered = page.url();
  await page.locator('main a[href^="/services/SRV-"]').first().click();
  await page.locator('.am-crumbs').waitFor();
  await page.goBack();
  await arrived(page, '/services');
  expect(page.url()).toBe(filtered);
  expect(await page.locator('main input[type=search]').first().inputValue()).toBe('licence');
  await picture(page, 'bar-catalogue-en-360');
  expect(await pageFaults(page)).toEqual([]);
  await expectNoGap(page);
  expect(documents).toEqual([]);
  expect(said).toEqual([]);
  await context.close();
});

test('a page that is not there is shown as one, one that is long in coming is announced, the search works by its form; another language is another document', async () => {
  const { page, context, documents } = await listening({ language: 'en' });
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: '/services/SRV-999', textContent: 'nowhere' });
    document.querySelector('main')!.prepend(link);
    link.click();
  });
  await arrived(page, '/services/SRV-999');
  await picture(page, 'bar-not-found-en-1440');
  await expectNoGap(page);
  await follow(page, '/services');
  // A page that is long in coming: a bar says so.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(`${hub.url}/`, (route) => void held.then(() => route.continue()));
  await page.locator('#am-header .am-brand').click();
  await page.getByRole('progressbar', { name: 'Opening the page…' }).waitFor();
  await picture(page, 'bar-opening-en-1440');
  expect(await pageFaults(page)).toEqual([]);
  release();
  await arrived(page, '/');
  expect(await page.getByRole('progressbar').count()).toBe(0);
  await page.locator('main form[data-search] input[name=q]').fill('licence');
  await page.keyboard.press('Enter');
  await arrived(page, '/search');
  await page.locator('main a[href^="/services/"]').first().click();
  await page.locator('#am-application[data-mfe=services]').waitFor();
  await expectNoGap(page);
  expect(documents).toEqual([]);

  await page.goto(`${hub.url}/watch/${talk}`);
  await page.locator('#am-header a[hreflang=ar]').first().click();
  await page.locator('html[lang=ar]').waitFor();
  expect(path(page)).toBe(`/watch/${talk}`);
  expect(documents.at(-2)).toBe('/language/ar');
  await context.close();
});

test('once the sound stands every page is a document of its own again; so is sign-in, and a page whose form somebody has half filled asks first', async () => {
  const { page, context, documents } = await listening({ language: 'en' });
  await page.evaluate(() => addEventListener('beforeunload', (event) => event.preventDefault()));
  let asked = 0;
  page.once('dialog', (dialog) => (asked++, void dialog.accept()));
  await page.locator('.am-header__nav a[href="/services"]').click();
  await page.waitForURL('**/services');
  await page.locator('.am-header__nav a[href="/services"][aria-current=page]').waitFor();
  expect(documents).toEqual(['/services']);
  expect(asked).toBe(1);
  await context.close();

  const stopped = await listening({ language: 'en' });
  await stopped.page.locator('.me-bar').getByRole('button', { name: 'Pause', exact: true }).click();
  await expect.poll(() => stopped.page.locator('.am-foot [data-lives-on]').count(), seconds(30)).toBe(0);
  await stopped.page.locator('.am-header__nav a[href="/services"]').click();
  await stopped.page.locator('.am-header__nav a[href="/services"][aria-current=page]').waitFor();
  expect(stopped.documents).toEqual(['/services']);
  await stopped.page.locator('.me-bar').waitFor();
  await stopped.context.close();

  const leaving = await listening({ language: 'en' });
  await leaving.page.locator('#am-header .am-header__sign-in').click();
  await leaving.page.waitForURL(/\/auth\/sign-in/);
  expect(leaving.documents.length).toBeGreaterThan(0);
  await leaving.context.close();
});

test('pages of staff change around the bar as well, their rail with them; the way to a public page is another frame and another document', async () => {
  const { page, context, said, documents } = await listening({ language: 'en', person: officer, on: '/staff/media' });
  await follow(page, '/staff/media/storage');
  expect(await mounted(page)).toBe('media');
  expect(await page.locator('.am-staff nav a[aria-current]').getAttribute('href')).toBe('/staff/media');
  await page.goBack();
  await arrived(page, '/staff/media');
  await follow(page, '/staff/media/new-upload');
  await picture(page, 'bar-office-en-1440');
  expect(await pageFaults(page)).toEqual([]);
  await expectNoGap(page);
  expect(said).toEqual([]);
  expect(documents).toEqual([]);
  await page.locator('#am-header .am-brand').click();
  await page.locator('body.am-frame--public').waitFor();
  expect(documents).toEqual(['/']);
  await context.close();
});

test('without a line the page says so while the sound goes on, and opens by itself when the line is back', async () => {
  const { page, context } = await listening({ language: 'ar', width: 360 });
  await context.setOffline(true);
  await page.locator('.me-bar__title a').waitFor();
  await page.locator('main a[href="/watch"], #am-header .am-brand').first().click();
  await page.getByRole('heading', { name: 'تعذّر الوصول إلى الصفحة' }).waitFor();
  expect(await focused(page)).toBe('H1');
  await picture(page, 'bar-away-ar-360');
  expect(await pageFaults(page)).toEqual([]);
  await expectNoGap(page);
  await context.setOffline(false);
  await page.locator('main h1:not(.am-state__title)').waitFor();
  await expectNoGap(page);
  await context.close();
});
