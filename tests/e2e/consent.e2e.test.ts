import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';

const market = 'http://127.0.0.1:9/callback';

describe('a system that is not one of the own asks who the person is', () => {
  let hub: TestHub;
  let browser: Browser;

  beforeAll(async () => {
    hub = await createTestHub();
    const scopes = ['--scope', 'profile', 'email', 'phone', 'roles', 'national_id'];
    const titles = ['--title-ar', 'سوق الأحياء', '--title-en', 'Quarter Market'];
    await hub.cli('client', 'add', '--id', 'market', '--redirect-uri', market, '--consent', ...scopes, ...titles);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
  });

  /** Signs in for the market up to the page that asks. */
  async function asked(language: string, width: number, javaScriptEnabled = true): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled });
    const page = await context.newPage();
    const query = new URLSearchParams({
      client_id: 'market',
      response_type: 'code',
      redirect_uri: market,
      scope: 'openid profile email phone roles national_id',
      ui_locales: language,
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
      state: 'kept',
    });
    await page.goto(`${hub.url}/oidc/auth?${query}`);
    await page.fill('input[name=username]', 'alice');
    await page.fill('input[name=password]', 'alice-password');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.waitForURL(/\/oidc\/interaction\//);
    return page;
  }

  /** The address that the browser is sent to; nobody listens there. */
  async function sentTo(page: Page, button: string): Promise<URL> {
    const [request] = await Promise.all([page.waitForRequest((one) => one.url().startsWith(market)), page.click(button)]);
    await page.context().close();
    return new URL(request.url());
  }

  test.each([
    ['ar', 390],
    ['ar', 320],
    ['en', 1280],
  ])('in %s at %i pixels: names it, fits, and has no accessibility fault', async (language, width) => {
    const page = await asked(language, width);
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    expect(await page.locator('h1').textContent()).toContain(language === 'ar' ? 'سوق الأحياء' : 'Quarter Market');
    expect(await page.locator('main li').count()).toBe(6);
    const first = await page.locator('main .am-prose li').first().boundingBox();
    const main = await page.locator('main').boundingBox();
    expect(first!.x >= main!.x && first!.x + first!.width <= main!.x + main!.width).toBe(true);
    expect(await pageFaults(page)).toEqual([]);
    await page.context().close();
  });

  test('without scripts the form works: refusing leads back with the refusal, agreeing with a code', async () => {
    const refused = await sentTo(await asked('ar', 390, false), 'button[value=refuse]');
    expect([refused.searchParams.get('error'), refused.searchParams.get('state')]).toEqual(['access_denied', 'kept']);
    const agreed = await sentTo(await asked('ar', 390, false), 'button[value=allow]');
    expect(agreed.searchParams.get('code')).toBeTruthy();
  });
});
