import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchStandIn, type Launched } from '../legacy/process/launch.ts';
import { municipalities } from '../legacy/shop-licences/municipalities.ts';
import { openGatewayLab, type GatewayLab } from '../security/gateway-lab.ts';
import { openBrowser } from './pages/browser.ts';

const user = municipalities.khobar.users[0]!;

describe('an older shop-licence system behind the portal, in Chromium', () => {
  let lab: GatewayLab;
  let old: Launched;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** Every address that the browser asked for. */
  const asked: string[] = [];
  const system = () => `http://${lab.host('rokhas')}`;

  beforeAll(async () => {
    old = await launchStandIn(new URL('../legacy/shop-licences/server.ts', import.meta.url));
    lab = await openGatewayLab();
    // As config/demo/systems has it for the stand-in.
    await lab.connect('rokhas', `${old.url}/rokhas/default.asp`, {
      access: 'signed-in',
      connection: { preserveHost: false },
      signIn: {
        bridge: 'form',
        page: '/rokhas/login.asp',
        usernameField: 'txtUser',
        passwordField: 'txtPass',
        fields: { cmdLogin: 'دخول' },
        signedOut: { redirectTo: '/rokhas/login.asp' },
        success: { redirectTo: '/rokhas/default.asp' },
        signOut: '/rokhas/logout.asp',
        charset: 'windows-1256',
      },
      bar: true,
      rewrite: ['html', 'json', 'css'],
    });
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ar-SA' });
    context.on('request', (request) => asked.push(request.url()));
    page = await context.newPage();
    await page.goto(`${lab.hub.url}/auth/sign-in/staff?rd=/`);
    await page.fill('input[name=username]', 'alice');
    await page.fill('input[name=password]', 'alice-password');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.waitForURL(`${lab.hub.url}/`);
  });

  afterAll(async () => {
    await browser?.close();
    await lab?.hub.remove();
    await old?.stop();
  });

  test('asks once for the account there, and goes on to the page that was wanted', async () => {
    await page.goto(`${system()}/rokhas/search.asp`);
    await page.waitForURL(/\/systems\/rokhas\/credentials/);
    await page.fill('#username', user.username);
    await page.fill('#password', user.password);
    await page.click('main form button');
    await page.waitForURL(`${system()}/rokhas/search.asp`);
    await page.getByText(`المستخدم: ${user.name}`).waitFor();
    await expect.poll(() => page.locator('amanah-bar').evaluate((bar) => bar.shadowRoot?.textContent ?? '')).toContain('العودة إلى البوابة');
  });

  test('is searched in Arabic, in its own Windows-1256, and the browser’s back button leads back to what was found', async () => {
    await page.fill('#q', 'بقالة');
    await page.click('input[type=submit]');
    await page.waitForURL(/search\.asp\?q=%/);
    expect(await page.evaluate(() => document.characterSet)).toBe('windows-1256');
    expect(await page.locator('#count').textContent()).toBe('8');
    await page.locator('a[href*="licence.asp"]').first().click();
    await page.waitForURL(/licence\.asp\?no=/);
    await page.goBack();
    await page.waitForURL(/search\.asp\?q=%/);
    expect(await page.locator('#count').textContent()).toBe('8');
  });

  test('opens its pop-up, the same one again for the next licence', async () => {
    const print = async (at: number) => {
      await page.locator('a[href*="licence.asp"]').nth(at).click();
      await page.waitForURL(/licence\.asp\?no=/);
      const number = new URL(page.url()).searchParams.get('no');
      await page.getByRole('link', { name: 'طباعة الرخصة' }).click();
      await expect
        .poll(() =>
          context
            .pages()
            .find((one) => one.url() === `${system()}/rokhas/print.asp?no=${number}`)
            ?.title(),
        )
        .toBe(`طباعة ${number}`);
      await page.goBack();
    };
    await print(0);
    await print(1);
    expect(context.pages()).toHaveLength(2);
    await context.pages()[1]!.close();
  });

  test('shows what it fetches by script and event stream, and its inner frame without a second bar', async () => {
    await page.goto(`${system()}/rokhas/default.asp`);
    await expect.poll(() => page.locator('#online').textContent()).toBe('1');
    await expect.poll(() => page.locator('#clock').textContent()).toMatch(/^\d\d:\d\d:\d\d$/);
    const news = page.frameLocator('iframe[title="الأخبار"]');
    await news.getByText('تجديد الرخص المنتهية').waitFor();
    expect(await news.locator('amanah-bar').count()).toBe(0);
  });

  test('speaks WebSocket to the page', async () => {
    const hello = await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket(`ws://${location.host}/rokhas/live`);
          socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)));
          socket.onerror = () => reject(new Error('no socket'));
        }),
    );
    expect(hello).toEqual({ hello: user.username });
  });

  test('takes a file by its form with its own token, and gives it back byte for byte', async () => {
    const content = randomBytes(3_000_000);
    await page.goto(`${system()}/rokhas/attach.asp`);
    await page.setInputFiles('#f', { name: 'عقد الإيجار.pdf', mimeType: 'application/pdf', buffer: content });
    await page.click('input[type=submit]');
    await page.locator('#bytes').waitFor();
    expect(await page.locator('#bytes').textContent()).toBe('3000000');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a[href*="download.asp?file="]').click()]);
    expect(download.url()).toMatch(new RegExp(`^${system()}/rokhas/download\\.asp`));
    expect(readFileSync(await download.path()).equals(content)).toBe(true);
  });

  test('its own sign-out leads back to the portal, signed out there and still in here', async () => {
    await page.getByRole('link', { name: 'خروج', exact: true }).click();
    await page.waitForURL(`${lab.hub.url}/systems`);
    const { signedIn } = (await (await fetch(`${old.faults}signed-in`, { method: 'POST' })).json()) as { signedIn: number };
    expect(signedIn).toBe(0);
  });

  test('in all of this the browser asked the portal and the system’s public host alone', () => {
    const hosts = new Set(
      asked
        .map((address) => new URL(address))
        .filter(({ protocol }) => /^(http|ws)/.test(protocol))
        .map(({ host }) => host),
    );
    expect([...hosts].toSorted()).toEqual([new URL(lab.hub.url).host, lab.host('rokhas')].toSorted());
  });
});
