import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import iconv from 'iconv-lite';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGatewayLab, type GatewayLab } from '../security/gateway-lab.ts';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';

let lab: GatewayLab;
let server: http.Server;
let browser: Browser;

beforeAll(async () => {
  server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.9', resolve));
  lab = await openGatewayLab({ standIns: true });
  await lab.connect('old', `http://127.0.0.9:${(server.address() as AddressInfo).port}`, { access: 'signed-in', bar: true });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
  await lab?.hub.remove();
});

/** A person at a screen of this size who chose this language at the portal and signed in. */
async function visitor(language: 'ar' | 'en', width: number): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width, height: 700 }, locale: language === 'ar' ? 'ar-SA' : 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${lab.hub.url}/language/${language}?rd=/auth/sign-in/staff`);
  await page.fill('input[name=username]', 'alice');
  await page.fill('input[name=password]', 'alice-password');
  await page.click('form[method=post] button[type=submit]');
  await page.waitForURL((url) => !url.pathname.startsWith('/auth/sign-in'));
  return { context, page };
}

const enter = (page: Page, id: string, path = '/') => page.goto(`${lab.hub.url}/auth/enter/${id}?rd=${encodeURIComponent(path)}`);
const words = (page: Page) => page.locator('amanah-bar').evaluate((bar) => bar.shadowRoot?.querySelector('nav')?.innerText ?? '');

describe.each([
  ['ar', 1280],
  ['ar', 390],
  ['en', 1280],
  ['en', 390],
] as const)('in %s on a screen %i wide', (language, width) => {
  test('the bar says where one is, who one is and how to get back and out, in the language of the portal', async () => {
    const { context, page } = await visitor(language, width);
    await enter(page, 'old');
    await expect.poll(() => words(page)).toContain(language === 'ar' ? 'أليس' : 'Alice');
    const links = await page.locator('amanah-bar').evaluate((bar) => [...(bar.shadowRoot?.querySelectorAll('a') ?? [])].map((link) => link.href));
    expect(links).toEqual([
      `${lab.hub.url}/`,
      `${lab.hub.url}/systems`,
      expect.stringContaining(`/language/${language === 'ar' ? 'en' : 'ar'}?rd=`),
      expect.stringContaining('/auth/capacity'),
      `${lab.hub.url}/auth/sign-out`,
    ]);
    const found = await new AxeBuilder({ page }).include('amanah-bar').analyze();
    expect(found.violations).toEqual([]);
    await context.close();
  });

  test('nothing of the page lies under the bar: neither at its top, nor absolute, nor fixed', async () => {
    const { context, page } = await visitor(language, width);
    await enter(page, 'old', '/placed');
    await expect.poll(() => words(page)).not.toBe('');
    const bottom = await page.locator('amanah-bar').evaluate((bar) => bar.getBoundingClientRect().bottom);
    for (const id of ['flow', 'absolute', 'fixed'])
      await expect.poll(() => page.locator(`#${id}`).evaluate((one) => one.getBoundingClientRect().top), { message: id }).toBeGreaterThanOrEqual(bottom);
    expect(await page.locator('#full').evaluate((one) => one.getBoundingClientRect().bottom)).toBeLessThanOrEqual(700);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.mouse.wheel(0, 600);
    await expect.poll(() => page.locator('#fixed').evaluate((one) => one.getBoundingClientRect().top)).toBe(0);
    await context.close();
  });

  test('DokuWiki’s own tools stay in sight and can be used', async () => {
    const { context, page } = await visitor(language, width);
    await enter(page, 'wiki', '/doku.php');
    await expect.poll(() => words(page)).not.toBe('');
    const bottom = await page.locator('amanah-bar').evaluate((bar) => bar.getBoundingClientRect().bottom);
    for (const part of ['#dokuwiki__header h1', '#dokuwiki__usertools', '#dokuwiki__sitetools']) {
      const box = await page.locator(part).boundingBox();
      expect(box?.y ?? bottom, part).toBeGreaterThanOrEqual(bottom - 1);
    }
    await context.close();
  });
});

test('the other language is one click away: system, portal and bar change, and the page stays', async () => {
  const { context, page } = await visitor('ar', 1280);
  await enter(page, 'old', '/placed?keep=1');
  await page.locator('amanah-bar a[hreflang=en]').click();
  await page.waitForURL(/\/placed\?keep=1$/);
  await expect.poll(() => words(page)).toContain('Alice');
  await page.locator('amanah-bar a.back').click();
  await page.waitForURL(`${lab.hub.url}/systems`);
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await context.close();
});

describe('the bar stands in whole pages only, and in any coding of them', () => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => ({ context, page } = await visitor('ar', 1280)));
  afterAll(() => context?.close());

  test.each(['gzip', 'br', 'zstd', 'identity'])('a page sent as %s', async (coding) => {
    await enter(page, 'old', `/coded?${coding}`);
    await expect.poll(() => words(page)).not.toBe('');
    expect(await page.locator('#text').textContent()).toBe('رخص المحال');
  });

  test('a page in Windows-1256 keeps its Arabic', async () => {
    await enter(page, 'old', '/windows-1256');
    await expect.poll(() => words(page)).not.toBe('');
    expect(await page.locator('#text').textContent()).toBe('رخص المحال');
    expect(await page.locator('#link').getAttribute('href')).toBe(`http://old.localhost:${lab.hub.port}/next`);
  });

  test('frames of a frameset and inner frames have none, and the frameset works', async () => {
    await enter(page, 'old', '/frameset');
    await expect.poll(() => page.frames().length).toBe(3);
    for (const frame of page.frames()) expect(await frame.locator('amanah-bar').count()).toBe(0);
    await enter(page, 'old', '/with-frame');
    await expect.poll(() => words(page)).not.toBe('');
    expect(await page.frameLocator('iframe').locator('amanah-bar').count()).toBe(0);
  });

  test('a piece of page that a script fetches comes as it is', async () => {
    await enter(page, 'old', '/placed');
    const piece = await page.evaluate(async () => (await fetch('/piece')).text());
    expect(piece).toBe('<html><body><li>one</li></body></html>');
  });

  test.each(['strict', 'dynamic'])('a page with a %s policy of its own has the bar, and nothing is reported as refused', async (policy) => {
    const refused: string[] = [];
    page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
    await enter(page, 'old', `/policy?${policy}`);
    await expect.poll(() => words(page)).toContain('أليس');
    expect(refused).toEqual([]);
    page.removeAllListeners('console');
  });
});

test.each(['ar', 'en'] as const)(
  'a system that is down is told on a page in the look of the portal that needs nothing from elsewhere, in %s',
  async (language) => {
    await lab.connect('gone', 'http://127.0.0.9:9', { bar: true });
    const context = await browser.newContext({ viewport: { width: 390, height: 700 } });
    const page = await context.newPage();
    const asked: string[] = [];
    const refused: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('502') && refused.push(message.text()));
    await page.goto(`http://gone.localhost:${lab.hub.port}/.amanah/language?to=${language}&rd=/x`);
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(await page.locator('header').evaluate((header) => getComputedStyle(header).backgroundColor)).toBe('rgb(16, 70, 49)');
    expect(await page.locator('main').textContent()).toContain('GATEWAY_UPSTREAM_DOWN');
    expect(await page.locator('main a').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).toEqual([
      `http://gone.localhost:${lab.hub.port}/x`,
      `${lab.hub.url}/systems`,
    ]);
    expect(asked.filter((url) => !/\/(?:x|favicon\.ico|\.amanah\/language.*)$/.test(url))).toEqual([]);
    expect(refused).toEqual([]);
    expect(await pageFaults(page)).toEqual([]);
    await page.close();
  },
);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const html = (body: string, head = '') => `<!doctype html><html><head><title>old</title>${head}</head><body>${body}</body></html>`;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  const arabic = html('<p id="text">رخص المحال</p><a id="link" href="http://127.0.0.9:PORT/next">x</a>'.replace('PORT', String(request.socket.localPort)));
  if (path === '/placed') {
    const style =
      'body{margin:0;position:relative;height:100%}#absolute{position:absolute;top:0}#fixed{position:fixed;top:0;z-index:99999}#full{position:absolute;bottom:0}';
    return void response.end(
      html(
        '<div id="flow">a</div><div id="absolute">b</div><div id="fixed">c</div><div id="full">d</div><div style="height:2000px"></div>',
        `<style>${style}</style>`,
      ),
    );
  }
  if (path === '/coded') {
    const packed = { gzip: gzipSync, br: brotliCompressSync, zstd: zstdCompressSync }[query];
    // Chromium offers zstd on https only: an answer in it must still arrive readable.
    if (packed) response.setHeader('content-encoding', query);
    return void response.end(packed ? packed(arabic) : arabic);
  }
  if (path === '/windows-1256') return void response.setHeader('content-type', 'text/html; charset=windows-1256').end(iconv.encode(arabic, 'windows-1256'));
  if (path === '/frameset')
    return void response.end('<html><head><title>f</title></head><frameset cols="50%,50%"><frame src="/piece"><frame src="/"></frameset></html>');
  if (path === '/with-frame') return void response.end(html('<iframe src="/piece"></iframe>'));
  if (path === '/piece') return void response.end('<html><body><li>one</li></body></html>');
  if (path === '/policy')
    response.setHeader(
      'content-security-policy',
      query === 'strict'
        ? "default-src 'none'; img-src 'self'"
        : "script-src 'nonce-own' 'strict-dynamic'; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'",
    );
  response.end(html('<h1>old</h1>'));
}
