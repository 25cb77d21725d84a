import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';

let hub: TestHub;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national' });
  browser = await openBrowser();
});
afterEach(() => context?.close());
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

async function open(path: string, options: { readonly scripts?: boolean; readonly lang?: string } = {}): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: options.scripts ?? true });
  await context.addCookies([{ name: 'amanah_lang', value: options.lang ?? 'ar', url: hub.url }]);
  const page = await context.newPage();
  await page.goto(hub.url + path);
  return page;
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=/reading-settings`);
  await page.fill('input[name=username]', 'alice');
  await page.fill('input[name=password]', 'alice-password');
  await page.locator('main form button').first().click();
  await page.waitForLoadState();
  if (!page.url().includes('/auth/capacity')) return;
  await page.locator('input[name=capacity]').first().check();
  await page.click('form[action="/auth/capacity"] button');
  await page.waitForLoadState();
}

test.each([
  ['ar', 'موقع حكومي رسمي تابع لحكومة المملكة العربية السعودية', 'كيف تتحقق'],
  ['en', 'An official website of the Government of the Kingdom of Saudi Arabia', 'How to verify'],
])('the bar of government sites says what site this is and how to verify it, without scripts, in %s', async (lang, sentence, verify) => {
  for (const path of ['/', '/services/SRV-001', '/auth/sign-in', '/nowhere']) {
    const page = await open(path, { scripts: false, lang });
    const bar = page.locator('.am-government');
    expect(await bar.textContent()).toContain(sentence);
    await bar.locator('summary', { hasText: verify }).click();
    expect((await bar.locator('.am-government__verify p:visible').allTextContents()).join(' ')).toMatch(/\.gov\.sa.*HTTPS/s);
    await context.close();
  }
});

describe('the notice of the demo', () => {
  test('stands on portal, sign-in and error pages, can be closed, and is back in the next browser session', async () => {
    for (const path of ['/', '/services', '/auth/sign-in', '/auth/sign-in/staff', '/nowhere']) {
      const page = await open(path, { scripts: false });
      expect(await page.locator('.am-demo').count()).toBe(1);
      await context.close();
    }
    const page = await open('/pages/privacy', { scripts: false });
    await page.click('.am-demo button');
    expect(page.url()).toBe(`${hub.url}/pages/privacy`);
    expect(await page.locator('.am-demo').count()).toBe(0);
    const cookie = (await context.cookies()).find(({ name }) => name === 'amanah_demo');
    expect(cookie?.expires).toBe(-1);
  });
});

describe('"was this page useful"', () => {
  test('is answered without signing in and without scripts, and its counts stand on the page', async () => {
    const page = await open('/pages/terms', { scripts: false, lang: 'en' });
    await page.locator('.am-feedback__note summary').click();
    await page.fill('#am-feedback-note', 'clear enough');
    await page.click('.am-feedback button[value=yes]');
    expect(await page.locator('h1').textContent()).toBe('Received');
    await page.locator('main a').first().click();
    expect(page.url()).toBe(`${hub.url}/pages/terms`);
    expect(await page.locator('.am-feedback').textContent()).toContain('1 of one visitor said yes');
  });

  test('stands beside the day on which the page last changed, where that is known', async () => {
    for (const [path, shown] of [
      ['/pages/privacy', true],
      ['/services', true],
      ['/', false],
    ] as const) {
      const page = await open(path, { scripts: false });
      const words = await page.locator('.am-feedback').textContent();
      expect(/آخر تحديث: \d+ \S+( \S+)? 14\d\dهـ – \d+ \S+ 20\d\dم/.test(words ?? ''), path).toBe(shown);
      expect(await page.locator('main').textContent()).not.toContain('Updated:');
      await context.close();
    }
  });

  test('is sent in place where scripts run, and what was said reaches staff who may read it', async () => {
    const page = await open('/pages/faq');
    await page.waitForLoadState('networkidle');
    await page.click('.am-feedback button[value=no]');
    await page.locator('.am-feedback__thanks').waitFor();
    expect(page.url()).toBe(`${hub.url}/pages/faq`);
    expect((await hub.client().fetch('/api/portal/feedback')).status).toBe(401);
    await hub.addPerson('op', 'op-password-1', { name: { ar: 'مشغل', en: 'Op' }, role: 'operator@eamana' });
    const operator = await hub.signIn('op', 'op-password-1');
    const { answers, pages } = await (await operator.fetch('/api/portal/feedback')).json();
    expect(answers).toEqual(expect.arrayContaining([expect.objectContaining({ path: '/pages/terms', useful: true, note: 'clear enough', language: 'en' })]));
    expect(pages[0]).toEqual({ path: '/pages/faq', useful: 0, total: 1 });
  });

  test('takes no flood and no made-up address', async () => {
    const post = (body: object) =>
      hub.client().fetch('/api/portal/feedback', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    expect((await post({ page: '//evil.example', useful: 'yes' })).status).toBe(422);
    const statuses = await Promise.all(Array.from({ length: 80 }, async () => (await post({ page: '/', useful: 'yes' })).status));
    expect(statuses).toContain(429);
  });
});

describe('reading settings', () => {
  test('are in the page before any script, and follow a signed-in person to another device', async () => {
    const page = await open('/reading-settings', { scripts: false });
    await signIn(page);
    for (const [name, value] of [
      ['text', 'large'],
      ['theme', 'dark'],
      ['motion', 'reduced'],
      ['digits', 'arabic'],
    ] as const) {
      await page.check(`main input[name=${name}][value=${value}]`);
    }
    await page.click('main form[action="/reading-settings"] button');
    const wanted = { text: 'large', theme: 'dark', contrast: 'normal', motion: 'reduced', digits: 'arabic' };
    const chosen = (of: Page) =>
      of.locator('html').evaluate(({ dataset: { text, theme, contrast, motion, digits } }) => ({ text, theme, contrast, motion, digits }));
    expect(await chosen(page)).toEqual(wanted);
    await context.close();

    const elsewhere = await open('/', { scripts: false });
    expect((await chosen(elsewhere)).theme).toBe('light');
    await signIn(elsewhere);
    expect(await chosen(elsewhere)).toEqual(wanted);
  });

  test('are not changed by a link, nor by a form of a connected system', async () => {
    const alice = await hub.signIn('alice', 'alice-password');
    const attributes = async () => /data-text="[^"]*" data-theme="[^"]*"/.exec(await (await alice.fetch('/')).text())?.[0];
    const before = await attributes();
    expect((await alice.fetch('/reading-settings/apply?theme=dark&rd=/')).status).toBe(404);
    const body = new URLSearchParams({ theme: 'dark', text: 'larger', rd: '/' });
    const elsewhere = await alice.fetch('/reading-settings', { method: 'POST', headers: { Origin: hub.url.replace('localhost', 'wiki.localhost') }, body });
    expect(elsewhere.status).toBe(403);
    expect(await elsewhere.text()).toContain('HTTP_ORIGIN_REFUSED');
    expect(await attributes()).toBe(before);
    const here = await alice.fetch('/reading-settings', { method: 'POST', headers: { Origin: hub.url }, body });
    expect(here.status).toBe(303);
    expect(await attributes()).toBe('data-text="larger" data-theme="dark"');
  });

  test('Arabic digits are a matter of looks: what is read aloud and copied stays the number', async () => {
    const page = await open('/reading-settings?rd=/');
    await page.check('main input[name=digits][value=arabic]');
    await page.click('main form[action="/reading-settings"] button');
    await page.waitForURL(`${hub.url}/`);
    await page.waitForLoadState('networkidle');
    expect(await page.locator('.portal-classes b').first().textContent()).toMatch(/[0-9]/);
    expect(await page.evaluate(() => [...document.fonts].some((font) => font.family.includes('Amanah Arabic Digits') && font.status === 'loaded'))).toBe(true);
  });
});

test('a page is painted before its own scripts are fetched, each of them once', async () => {
  const page = await open('/services');
  await page.locator('.sv-sort').waitFor();
  const { paintedAt, scripts } = await page.evaluate(() => ({
    paintedAt: performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
    scripts: performance
      .getEntriesByType('resource')
      .filter(({ name }) => /\/(?:plugin-services|react|ui|chunk)[^/]*\.js$/.test(name))
      .map(({ name, startTime }) => ({ name, startTime })),
  }));
  expect(scripts.length).toBeGreaterThan(2);
  expect(scripts.filter(({ startTime }) => startTime < paintedAt)).toEqual([]);
  expect(new Set(scripts.map(({ name }) => name)).size).toBe(scripts.length);
});

describe('search over services and pages', () => {
  test.each([
    ['رخصه محل', '/services/SRV-001'],
    ['سياسه الخصوصيه', '/pages/privacy'],
    ['accessability', '/pages/accessibility'],
    ['شَهادة صحيّة', '/services/'],
  ])('«%s» finds %s on a page without scripts', async (query, address) => {
    const page = await open(`/search?q=${encodeURIComponent(query)}`, { scripts: false });
    expect(await page.locator('.am-results a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual(
      expect.arrayContaining([expect.stringContaining(address)]),
    );
  });

  test('what nobody has heard of is answered with ways to go on', async () => {
    const page = await open('/search?q=zzzzqqqq', { scripts: false });
    expect(await page.locator('main .am-state a').count()).toBe(2);
  });

  test('answers while one types, and opens by keyboard', async () => {
    const page = await open('/');
    await page.waitForLoadState('networkidle');
    const answered = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get('q') === 'رخصة');
    await page.locator('#portal-q').pressSequentially('رخصة');
    await (await answered).finished();
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/services\/SRV-\d{3}$/);
  });
});

describe('the catalogue', () => {
  test('filters, counts and turns pages without scripts', async () => {
    const page = await open('/services', { scripts: false });
    await page.check('.sv-filters input[name=class][value=procedural]');
    await page.check('.sv-filters input[name=audience][value=business]');
    await page.click('.sv-apply-filters button');
    const total = Number(/\d+/.exec((await page.locator('.sv-bar__count').textContent()) ?? '')?.[0]);
    const of = async (name: string) => Number(await page.locator(`.sv-filters label:has(input[name=class][value=${name}]) .am-number`).textContent());
    expect(await of('procedural')).toBe(total);
    await page.locator('.am-pagination a').last().click();
    expect(await page.locator('.sv-line').count()).toBe(total % 10 || 10);
  });

  test('keeps its state in the address: the back button undoes a filter', async () => {
    const page = await open('/services');
    await page.locator('.sv-filters-open button').click();
    await page.locator('dialog input[type=checkbox]').nth(2).check();
    await expect.poll(() => page.url()).toContain('class=procedural');
    await expect.poll(() => page.locator('.sv-bar__count').textContent()).toContain('43');
    await page.goBack();
    await expect.poll(() => page.locator('.sv-bar__count').textContent()).toContain('120');
    expect(page.url()).toBe(`${hub.url}/services`);
  });

  test('a card tells search engines and whoever gets its link what it is; the map of the site leads to all of them', async () => {
    for (const [lang, title] of [
      ['ar', 'إصدار رخصة تجارية'],
      ['en', 'Issue a commercial licence'],
    ] as const) {
      const page = await open('/services/SRV-001', { scripts: false, lang });
      const meta = (name: string) => page.locator(`meta[property="og:${name}"]`).getAttribute('content');
      expect([await meta('title'), await meta('type'), await meta('url')]).toEqual([title, 'article', `${hub.url}/services/SRV-001`]);
      expect(await meta('description')).toBe(await page.locator('.am-lead').first().textContent());
      const described = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '');
      expect(described).toMatchObject({ '@type': 'GovernmentService', name: title, inLanguage: lang });
      await context.close();
    }
    const map = await (await hub.client().fetch('/sitemap.xml')).text();
    const cards = [...map.matchAll(/<loc>([^<]*)<\/loc>/g)]
      .map(([, address]) => new URL(address!))
      .filter(({ pathname }) => /^\/services\/SRV-\d{3}$/.test(pathname));
    expect(new Set(cards.map(({ href }) => href)).size).toBe(120);
    expect(new Set(cards.map(({ origin }) => origin))).toEqual(new Set([hub.url]));
  });

  test('a card is read without scripts: what it takes, what it costs, where it is asked for', async () => {
    const page = await open('/services/SRV-001', { scripts: false });
    for (const part of ['#documents', '#steps', '#fees', '#conditions', '#faq', '#apply']) expect(await page.locator(part).isVisible()).toBe(true);
    expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(`${hub.url}/services/SRV-001`);
    expect(JSON.parse((await page.locator('script[type="application/ld+json"]').textContent()) ?? '')).toMatchObject({
      '@type': 'GovernmentService',
      identifier: 'SRV-001',
    });
  });
});

test('without the catalogue the home page stands and says so', async () => {
  const config = mkdtempSync(join(tmpdir(), 'amanah-config-'));
  cpSync(fileURLToPath(new URL('../../config', import.meta.url)), config, { recursive: true });
  writeFileSync(join(config, 'services/extra.yaml'), 'updated: never\n');
  const broken = await createTestHub({ profile: 'demo', env: { AMANAH_CONFIG_DIR: config } });
  try {
    const home = await broken.client().fetch('/?lang=en', { headers: { Accept: 'text/html' } });
    expect(home.status).toBe(200);
    expect(await home.text()).toContain('The service catalogue is not available now');
    expect((await broken.client().fetch('/services', { headers: { Accept: 'text/html' } })).status).toBe(503);
  } finally {
    await broken.remove();
    rmSync(config, { recursive: true });
  }
});
