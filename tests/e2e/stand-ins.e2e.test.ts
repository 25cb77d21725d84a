import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { launchStandIn, type Launched } from '../legacy/process/launch.ts';
import { openBrowser } from './pages/browser.ts';
import { NationalSignIn } from './pages/national-sign-in.ts';
import { pageFaults } from './pages/page-faults.ts';

let browser: Browser;
let portal: Server;
let nafath: Launched;
let parks: Launched;
/** A page of another origin with a strict policy, in the portal's place. */
let portalUrl: string;
let portalPage = '';
let portalPolicy = "default-src 'none'";

beforeAll(async () => {
  [browser, nafath, parks] = await Promise.all([
    openBrowser(),
    launchStandIn(new URL('../legacy/nafath/server.ts', import.meta.url)),
    launchStandIn(new URL('../legacy/new-system/server.ts', import.meta.url)),
  ]);
  portal = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': portalPolicy }).end(portalPage),
  ).listen(0, '127.0.0.1');
  await once(portal, 'listening');
  portalUrl = `http://localhost:${(portal.address() as { port: number }).port}`;
});
afterAll(async () => {
  portal.close();
  await Promise.all([browser.close(), nafath.stop(), parks.stop()]);
});

describe.each(['ar', 'en'])('national sign-in in %s', (language) => {
  it('shows a number, takes it from the app, and goes back to the portal; no page state has an accessibility fault', async () => {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    const signIn = new NationalSignIn(page);
    const start = new URLSearchParams({
      client_id: 'amanah-hub',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${portalUrl}/back`,
      ui_locales: language,
    });
    await page.goto(`${nafath.url}/auth?${start}`);
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    expect(await pageFaults(page)).toEqual([]);
    await signIn.giveNumber('1234567890');
    await page.waitForSelector('[role=alert]');
    expect(await pageFaults(page)).toEqual([]);
    await signIn.giveNumber('1048172637');
    const number = await signIn.shownNumber();
    expect(await page.textContent('[role=status][aria-live=polite]')).toContain(number);
    expect(await pageFaults(page)).toEqual([]);
    const app = await signIn.openApp();
    expect(await pageFaults(app)).toEqual([]);
    await app.click('button[value=reject]');
    await page.waitForSelector('form[action$="/retry"]');
    expect(await pageFaults(page)).toEqual([]);
    await page.click('form[action$="/retry"] button');
    await signIn.approve('1048172637');
    await page.waitForURL(/\/back\?code=/);
    await page.context().close();
  });
});

describe('micro-frontend of the new system', () => {
  /** Mounts it as a portal does: import map with the manifest's hashes, only its origin allowed. */
  async function open(language: string): Promise<Page> {
    const origin = String(parks.more['microFrontend']);
    const manifest = parse(await (await fetch(`${origin}/manifest.yaml`)).text()) as { entry: string; files: Record<string, string> };
    const integrity = Object.fromEntries(Object.entries(manifest.files).map(([path, hash]) => [`${origin}${path}`, hash]));
    portalPolicy = `default-src 'none'; script-src 'nonce-t' ${origin}; style-src ${origin}; connect-src ${origin}`;
    portalPage = `<!DOCTYPE html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><title>portal</title></head><body><main><h1>portal</h1><div id="mount"></div></main>
<script nonce="t" type="importmap">${JSON.stringify({ imports: {}, integrity })}</script>
<script nonce="t" type="module">
const properties = { domElement: document.getElementById('mount'), language: '${language}' };
import('${origin}${manifest.entry}').then(async (module) => { await module.bootstrap(properties); await module.mount(properties); window.leave = () => module.unmount(properties); }, () => (document.body.dataset.failed = 'yes'));
</script></body></html>`;
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    await page.goto(portalUrl);
    return page;
  }

  it.each(['ar', 'en'])('mounts under a strict policy in %s without accessibility faults, and leaves nothing behind', async (language) => {
    const page = await open(language);
    await page.click('#mount li button');
    expect(await page.getAttribute('#mount li button', 'aria-pressed')).toBe('true');
    expect(await pageFaults(page)).toEqual([]);
    await page.evaluate(() => (window as unknown as { leave: () => Promise<void> }).leave());
    expect(await page.innerHTML('#mount')).toBe('');
    expect(await page.locator('link[rel=stylesheet]').count()).toBe(0);
    await page.context().close();
  });

  it.each(['404', 'altered', 'throws'])('does not load when its file is made to fail: %s', async (fault) => {
    await fetch(`${parks.faults}micro-frontend?fault=${fault}`, { method: 'POST' });
    const page = await open('ar');
    await page.waitForSelector('body[data-failed]');
    await fetch(`${parks.faults}micro-frontend`, { method: 'POST' });
    await page.context().close();
  });
});
