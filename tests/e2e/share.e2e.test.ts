import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync } from 'node:zlib';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import jsQR from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';

const wait = 60_000;
let hub: TestHub;
let browser: Browser;
let outside: Server;
let site: string;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', readyMs: 120_000 });
  browser = await openBrowser();
  // Another site: one line, under a strict policy of its own.
  outside = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', `default-src 'none'; script-src ${hub.url}`);
    response.end(
      `<!doctype html><html lang="en"><head><title>Other site</title><script type="module" src="${hub.url}/embed/share.js"></script></head>
       <body><main><h1>Other site</h1><amanah-share url="/services/SRV-001" title="A licence & more" at="90" language="en"></amanah-share></main></body></html>`,
    );
  });
  await new Promise<void>((done) => outside.listen(0, '127.0.0.1', done));
  site = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
}, 240_000);
afterAll(async () => {
  await browser?.close();
  outside?.close();
  await hub?.remove();
});

async function opened(address: string, { language = 'ar', width = 1_280 } = {}): Promise<{ page: Page; said: string[]; asked: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  const said: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(address);
  return { page, said, asked };
}

/** Its types say `default` where Node gives the function itself. */
const readCode = jsQR as unknown as typeof jsQR.default;

/** What the QR code in the share menu says. */
async function codeOf(page: Page): Promise<string | undefined> {
  const { data, width, height } = PNG.sync.read(await page.locator('amanah-share').getByRole('img').screenshot());
  return readCode(new Uint8ClampedArray(data), width, height)?.data;
}

test('the button weighs at most 5 KB, its QR code comes only when it is asked for, and nothing of a network is ever loaded', async () => {
  const script = await fetch(`${hub.url}/embed/share.js`, { headers: { 'accept-encoding': 'identity' } });
  const packed = await fetch(`${hub.url}/embed/share.js`, { headers: { 'accept-encoding': 'br' } });
  expect(packed.headers.get('content-encoding')).toBe('br');
  const sent = Number(packed.headers.get('content-length'));
  expect(sent).toBeLessThanOrEqual(5_120);
  expect(brotliDecompressSync(await raw(`${hub.url}/embed/share.js`)).toString()).toBe(await script.text());
  const { page, said, asked } = await opened(`${hub.url}/services/SRV-001`);
  const share = page.locator('amanah-share');
  await share.getByRole('button', { name: 'مشاركة' }).click();
  await share.getByRole('link', { name: /إكس/ }).waitFor();
  expect(asked.filter((address) => address.includes('share-code'))).toEqual([]);
  await share.getByRole('button', { name: 'رمز QR' }).click();
  await share.getByRole('img', { name: 'رمز QR لهذا الرابط' }).waitFor();
  expect(await codeOf(page)).toBe(`${hub.url}/services/SRV-001`);
  expect(asked.filter((address) => !address.startsWith(hub.url) && !address.startsWith('data:') && !address.startsWith('blob:'))).toEqual([]);
  expect(said).toEqual([]);
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'share-card-ar-1280');
  await page.context().close();
});

/** A body as it was sent. */
async function raw(address: string): Promise<Buffer> {
  const { get } = await import('node:http');
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'br' } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
    }).on('error', reject);
  });
}

test('with the keyboard alone: opened, walked, closed again with the focus back; each way carries address and title', async () => {
  const { page } = await opened(`${hub.url}/services/SRV-001`, { language: 'en', width: 390 });
  const share = page.locator('amanah-share');
  const button = share.getByRole('button', { name: 'Share', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  const hrefs = await share.getByRole('link').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  expect(hrefs.map((href) => new URL(href).host || new URL(href).protocol)).toEqual([
    'wa.me',
    'x.com',
    't.me',
    'www.facebook.com',
    'www.linkedin.com',
    'mailto:',
  ]);
  for (const href of hrefs) expect(decodeURIComponent(href)).toContain(`${hub.url}/services/SRV-001`);
  expect(decodeURIComponent(hrefs.at(-1)!)).toContain('Issue a commercial licence');
  for (let step = 0; step < 7; step++) await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.querySelector('amanah-share')?.shadowRoot?.activeElement?.textContent)).toBe('QR code');
  await page.keyboard.press('Enter');
  await share.getByRole('img').waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => share.getByRole('link').count()).toBe(0);
  expect(await page.evaluate(() => document.querySelector('amanah-share')?.shadowRoot?.activeElement?.textContent)).toBe('Share');
  expect(await pageFaults(page)).toEqual([]);
  await page.context().close();
});

test('on another site with one line and a strict policy: it shares the page of the portal at its second', async () => {
  const { page, said } = await opened(site);
  const share = page.locator('amanah-share');
  await share.getByRole('button', { name: 'Share', exact: true }).click();
  expect(await share.getByRole('link', { name: /Telegram/ }).getAttribute('href')).toBe(
    `https://t.me/share/url?${new URLSearchParams({ url: `${hub.url}/services/SRV-001?t=90`, text: 'A licence & more' })}`,
  );
  await share.getByRole('button', { name: 'QR code' }).click();
  await share.getByRole('img').waitFor();
  expect(await codeOf(page)).toBe(`${hub.url}/services/SRV-001?t=90`);
  expect(said.filter((words) => !words.includes('favicon'))).toEqual([]);
  await picture(page, 'share-outside-en-1280');
  await page.context().close();
});

test('on a phone the sheet of the system is asked first, and the ways of the page when there is none', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'share', { configurable: true, value: async (data: object) => void Object.assign(window, { shared: data }) });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  await page.goto(`${hub.url}/services/SRV-001`);
  await page.locator('amanah-share').getByRole('button', { name: 'مشاركة' }).tap();
  await expect.poll(() => page.evaluate(() => (window as unknown as { shared?: { url: string } }).shared?.url)).toBe(`${hub.url}/services/SRV-001`);
  expect(await page.locator('amanah-share').getByRole('link').count()).toBe(0);
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { value: () => Promise.reject(new TypeError('no')) }));
  await page.locator('amanah-share').getByRole('button', { name: 'مشاركة' }).tap();
  await page.locator('amanah-share').getByRole('link').first().waitFor();
  await context.close();
});

test('content of an allowed site in an item loads after the click only; its page alone lets the frame in', async () => {
  const path = await itemWithFrame();
  const { page, asked } = await opened(hub.url + path, { language: 'en' });
  await page.route('https://www.youtube-nocookie.com/**', (route) => route.fulfill({ contentType: 'text/html', body: '<title>played</title>' }));
  const show = page.getByRole('button', { name: 'Show content from YouTube' });
  await show.waitFor();
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'news-frame-en-1280');
  expect(asked.filter((address) => address.includes('youtube'))).toEqual([]);
  await show.focus();
  await page.keyboard.press('Enter');
  await page.frameLocator('amanah-frame iframe').locator('html').waitFor({ state: 'attached' });
  expect(asked.filter((address) => address.includes('youtube'))).toEqual(['https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ']);
  const policyOf = async (at: string) => (await fetch(hub.url + at)).headers.get('content-security-policy');
  expect(await policyOf(path)).toContain("frame-src 'self' https://www.youtube-nocookie.com");
  expect(await policyOf('/news')).not.toContain('youtube');
  await page.context().close();
});

/** An item that is out, with a frame in it. @returns its path */
async function itemWithFrame(): Promise<string> {
  await hub.addPerson('frame-writer', 'Frame-Writer-1448', { role: 'news-writer@eamana' });
  await hub.addPerson('frame-head', 'Frame-Head-1448', { role: 'communication-head@eamana' });
  const writer = await hub.signIn('frame-writer', 'Frame-Writer-1448');
  const head = await hub.signIn('frame-head', 'Frame-Head-1448');
  const send = async (jar: CookieJar, path: string, body: object, method = 'POST') => {
    const answer = await jar.fetch(`/api/social/office${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { id: string; code?: string } };
  };
  const { id } = (await send(writer, '/news', { unit: 'pr-media' })).body;
  const body = (address: string) => ({
    type: 'doc',
    content: [
      { type: 'paragraph', content: [{ type: 'text', text: 'Watch the film.' }] },
      { type: 'frame', attrs: { address, title: 'A film about the square' } },
    ],
  });
  const content = (address: string) => ({
    title: { ar: 'فيلم', en: 'A film' },
    summary: { ar: 'فيلم عن الساحة', en: 'A film about the square' },
    body: { ar: body(address), en: body(address) },
    picture: null,
    unit: 'pr-media',
    units: [],
    audience: 'everyone',
    services: [],
    programmes: [],
  });
  const refused = await send(writer, `/news/${id}`, { version: 1, content: content('https://evil.example/watch?v=dQw4w9WgXcQ') }, 'PUT');
  expect(refused.body.code).toBe('SOCIAL_SITE_REFUSED');
  await send(writer, `/news/${id}`, { version: 1, content: content('https://www.youtube.com/watch?v=dQw4w9WgXcQ') }, 'PUT');
  await send(writer, `/news/${id}/send`, { version: 2 });
  expect((await send(head, `/news/${id}/approve`, { version: 3, publishAt: null })).status).toBe(200);
  return `/news/${id}`;
}
