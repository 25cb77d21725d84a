import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults, sideways } from './pages/page-faults.ts';

const VIEWS = [
  { name: 'Arabic on a phone', lang: 'ar', width: 390, look: 'theme=light' },
  { name: 'English on a desktop, dark', lang: 'en', width: 1280, look: 'theme=dark' },
] as const;

const PUBLIC = [
  ['/', 200],
  ['/services', 200],
  ['/services?class=procedural&audience=business', 200],
  ['/services?q=zzzzqqqq', 200],
  ['/services/SRV-001', 200],
  ['/services/SRV-999', 404],
  ['/search?q=%D8%B1%D8%AE%D8%B5%D8%A9', 200],
  ['/search?q=zzzzqqqq', 200],
  ['/pages', 200],
  ['/pages/privacy', 200],
  ['/pages/terms', 200],
  ['/pages/accessibility', 200],
  ['/pages/service-level', 200],
  ['/pages/cookies', 200],
  ['/pages/faq', 200],
  ['/pages/contact', 200],
  ['/reading-settings', 200],
  ['/auth/sign-in', 200],
  ['/auth/sign-in/staff', 200],
  ['/nowhere', 404],
  ['/errors/HTTP_RATE_LIMITED', 200],
] as const;

const accountPages = ['/account', '/account/security', '/account/sessions', '/account/delegations', '/account/consents', '/account/data'];

let hub: TestHub;
let browser: Browser;
let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
/** One for each look: what a page shares with the one before it is fetched and compiled once. */
const contexts = new Map<string, BrowserContext>();
let page: Page | undefined;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national' });
  browser = await openBrowser();
  const first = await browser.newContext();
  const page = await first.newPage();
  await page.goto(`${hub.url}/auth/sign-in/staff?rd=/systems`);
  await page.fill('input[name=username]', 'alice');
  await page.fill('input[name=password]', 'alice-password');
  await page.locator('main form button').first().click();
  await page.waitForLoadState();
  if (page.url().includes('/auth/capacity')) {
    await page.locator('input[name=capacity]').first().check();
    await page.click('form[action="/auth/capacity"] button');
    await page.waitForLoadState();
  }
  signedIn = await first.storageState();
  await first.close();
});
afterEach(() => page?.close());
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

interface Look {
  readonly lang: string;
  readonly width: number;
  readonly look?: string;
  readonly as?: 'nobody' | 'alice';
}

async function contextOf({ lang, width, look = '', as = 'nobody' }: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    reducedMotion: 'reduce',
    ...(as === 'alice' ? { storageState: signedIn } : {}),
  });
  await context.addCookies([
    { name: 'amanah_lang', value: lang, url: hub.url },
    { name: 'amanah_reading', value: look || 'text=normal', url: hub.url },
  ]);
  return context;
}

/** A page whose troubles are written down: errors of scripts and of the content security policy. */
async function visitor(looks: Look): Promise<{ page: Page; troubles: string[] }> {
  const key = JSON.stringify(looks);
  const context = contexts.get(key) ?? (await contextOf(looks));
  contexts.set(key, context);
  page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) troubles.push(message.text());
  });
  return { page, troubles };
}

async function settled(page: Page): Promise<void> {
  // The event stream of a signed-in page never ends, so that the network is never idle.
  await page.waitForFunction(() => {
    const application = document.getElementById('am-application');
    return document.readyState === 'complete' && !document.querySelector('.am-loading') && (!application || application.childElementCount > 0);
  });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

describe.each(VIEWS)('$name', (view) => {
  test.each(PUBLIC)('%s has no accessibility fault, no error and no sideways scroll', async (path, status) => {
    const { page, troubles } = await visitor(view);
    const answer = await page.goto(hub.url + path);
    expect(answer?.status()).toBe(status);
    await page.waitForLoadState('load');
    await settled(page);
    expect(await pageFaults(page)).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test('every page of a signed-in person has no accessibility fault, no error and no sideways scroll', async () => {
    const { page, troubles } = await visitor({ ...view, as: 'alice' });
    await page.goto(`${hub.url}/`);
    const links = await page.locator('.am-header a[href^="/"]').evaluateAll((found) => found.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
    const paths = [...new Set(links)].filter((path) => !path.startsWith('/language') && path !== '/');
    expect(paths).toEqual(expect.arrayContaining(['/systems', '/notifications']));
    for (const path of paths) {
      await page.goto(hub.url + path);
      await settled(page);
      expect(await pageFaults(page), path).toEqual([]);
    }
    expect(troubles).toEqual([]);
  });

  test('a page that may not be seen says so and how to go on', async () => {
    const { page } = await visitor({ ...view, as: 'alice' });
    expect((await page.goto(`${hub.url}/operations`))?.status()).toBe(403);
    expect(await page.locator('main a[href^="/auth/capacity"]').count()).toBe(1);
    expect(await pageFaults(page)).toEqual([]);
  });

  test('loading, empty, broken and offline each say what to do, without a fault', async () => {
    const { page } = await visitor({ ...view, as: 'alice' });
    let answer: { status: number; body: string } | null = null;
    let waiting = () => {};
    await page.route('**/api/systems/mine', async (route) => {
      await new Promise<void>((resolve) => (waiting = resolve));
      if (answer)
        await route.fulfill({ status: answer.status, contentType: answer.status === 200 ? 'application/json' : 'application/problem+json', body: answer.body });
      else await route.abort();
    });
    await page.goto(`${hub.url}/systems`);
    await page.waitForSelector('.am-loading');
    expect(await pageFaults(page, { loading: true })).toEqual([]);

    answer = { status: 503, body: JSON.stringify({ code: 'HTTP_UNAVAILABLE', title: 'Not now', detail: 'Later', status: 503, requestId: 'reference-1' }) };
    waiting();
    await page.locator('.am-state', { hasText: 'reference-1' }).waitFor();
    expect(await pageFaults(page)).toEqual([]);

    answer = null;
    await page.context().setOffline(true);
    await page.locator('.am-strip').waitFor();
    await page.locator('.am-state button').click();
    waiting();
    await page.locator('.am-state use[href$="#wifi-off"]').waitFor({ state: 'attached' });
    expect(await pageFaults(page)).toEqual([]);

    answer = { status: 200, body: JSON.stringify({ systems: [] }) };
    await page.context().setOffline(false);
    await expect.poll(async () => (waiting(), page.locator('.am-state a[href="/services"]').count())).toBe(1);
    expect(await page.locator('.am-strip').isVisible()).toBe(false);
    expect(await pageFaults(page)).toEqual([]);
  });
});

describe.each(['ar', 'en'])('the narrowest phone, in %s', (lang) => {
  test.each(PUBLIC)('%s does not scroll sideways at 320 px', async (path) => {
    const { page } = await visitor({ lang, width: 320, look: 'text=larger' });
    await page.goto(hub.url + path);
    await settled(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });
});

test.each(['ar', 'en'])('nor does any of them while the portal’s own letters are missing, in %s', async (lang) => {
  const { page } = await visitor({ lang, width: 320, look: 'text=larger' });
  await page.route('**/*.woff2', (route) => route.abort());
  for (const [path] of PUBLIC) {
    await page.goto(hub.url + path);
    await settled(page);
    expect({ path, sideways: await sideways(page) }).toEqual({ path, sideways: 0 });
  }
});

test.each(['ar', 'en'])('pages of a signed-in person do not scroll sideways at 320 px in large letters, in %s', async (lang) => {
  const { page } = await visitor({ lang, width: 320, look: 'text=larger', as: 'alice' });
  for (const path of ['/', '/systems', '/notifications', ...accountPages, '/auth/capacity', '/auth/sign-out']) {
    await page.goto(hub.url + path);
    await settled(page);
    expect({ path, sideways: await sideways(page) }).toEqual({ path, sideways: 0 });
  }
});

test.each(['/', '/services', '/services/SRV-001', '/auth/sign-in', '/nowhere'])('%s in high contrast has no accessibility fault', async (path) => {
  const { page } = await visitor({ lang: 'ar', width: 1280, look: 'contrast=high&digits=arabic' });
  await page.goto(hub.url + path);
  await settled(page);
  expect(await pageFaults(page)).toEqual([]);
});

test('menus of the header have no fault when open, and close by keyboard', async () => {
  const { page } = await visitor({ lang: 'ar', width: 390, as: 'alice' });
  await page.goto(`${hub.url}/`);
  await page.locator('.am-header__phone > summary').click();
  expect(await pageFaults(page)).toEqual([]);
  await page.locator('.am-header__phone > summary').click();
  const bell = page.locator('.am-header__slot button');
  await bell.click();
  await page.locator('#nt-panel a').waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await bell.getAttribute('aria-expanded')).toBe('false');
});
