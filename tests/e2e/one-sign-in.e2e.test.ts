import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApacheOidc } from '../legacy/apache-oidc/start.ts';
import { wikiUsers } from '../legacy/dokuwiki/start.ts';
import type { Launched } from '../legacy/process/launch.ts';
import { municipalities } from '../legacy/shop-licences/municipalities.ts';
import { openBrowser } from './pages/browser.ts';

interface StandIn {
  readonly url: string;
  readonly faults: string;
}

const wikiUser = wikiUsers[0];
const shopUser = municipalities.khobar.users[0];

describe('one sign-in for every system, and one sign-out', () => {
  let hub: TestHub;
  let folder: string;
  let apache: Launched;
  let parks: StandIn;
  let shops: StandIn;
  let browser: Browser;
  let context: BrowserContext;

  /** What a person sees of each system when they are in, and where its address is. */
  const systems = () => ({
    wiki: { url: hub.url.replace('localhost', 'wiki.localhost'), inside: (page: Page) => page.locator('#dokuwiki__usertools .user', { hasText: 'alice' }) },
    'staff-wiki': {
      url: hub.url.replace('localhost', 'staff-wiki.localhost'),
      inside: (page: Page) => page.locator('#dokuwiki__usertools .user', { hasText: wikiUser.username }),
    },
    'shop-licences-khobar': {
      url: hub.url.replace('localhost', 'shop-licences-khobar.localhost'),
      inside: (page: Page) => page.getByText(shopUser!.name).first(),
    },
    apache: { url: `${apache.url}/protected/`, inside: (page: Page) => page.getByTestId('user') },
    'parks-booking': { url: `${parks.url}/sign-in`, inside: (page: Page) => page.getByTestId('person') },
  });

  beforeAll(async () => {
    hub = await createTestHub({ standIns: true });
    folder = mkdtempSync(join(tmpdir(), 'amanah-one-sign-in-'));
    const standIns = JSON.parse(readFileSync(join(hub.dataDir, 'run', 'stand-ins.json'), 'utf8')) as Record<string, StandIn>;
    [parks, shops] = [standIns['parks-booking']!, standIns['shop-licences-khobar']!];
    apache = await startApacheOidc({ dataDir: folder, register: (addresses) => register('apache', 'نظام المراسلات', addresses) });
    const client = await register('parks-booking', 'حجز مرافق الحدائق', {
      redirectUri: `${parks.url}/callback`,
      backchannelLogoutUri: `${parks.url}/backchannel-logout`,
      postLogoutRedirectUri: `${parks.url}/`,
    });
    await fetch(`${parks.faults}portal?issuer=${client.issuer}&client_id=${client.clientId}&client_secret=${client.clientSecret}`, { method: 'POST' });
    await keepCredentials();
    browser = await openBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'ar-SA' });
  });

  afterAll(async () => {
    await browser?.close();
    await apache?.stop();
    await hub?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function register(id: string, titleAr: string, addresses: { redirectUri: string; backchannelLogoutUri: string; postLogoutRedirectUri: string }) {
    const flags = ['--redirect-uri', addresses.redirectUri, '--backchannel-logout-uri', addresses.backchannelLogoutUri];
    const said = await hub.cli(
      'client',
      'add',
      '--id',
      id,
      '--title-ar',
      titleAr,
      ...flags,
      '--post-logout-redirect-uri',
      addresses.postLogoutRedirectUri,
      '--json',
    );
    const { client_id: clientId, client_secret: clientSecret } = JSON.parse(said.stdout) as { client_id: string; client_secret: string };
    return { issuer: `${hub.url}/oidc`, clientId, clientSecret };
  }

  /** Once in a lifetime: the person gives the portal their accounts at the two systems that have their own. */
  async function keepCredentials(): Promise<void> {
    const jar = await hub.signIn('alice', 'alice-password');
    for (const [system, user] of [
      ['staff-wiki', wikiUser],
      ['shop-licences-khobar', shopUser!],
    ] as const) {
      const body = new URLSearchParams({ username: user.username, password: user.password, rd: '/' });
      const kept = await jar.fetch(`/systems/${system}/credentials`, { method: 'POST', body });
      expect(kept.status).toBe(303);
    }
    await jar.fetch('/auth/sign-out', { method: 'POST' });
  }

  async function signInOnce(): Promise<void> {
    const page = await context.newPage();
    await page.goto(`${hub.url}/auth/sign-in/staff?rd=/systems`);
    await page.fill('input[name=username]', 'alice');
    await page.fill('input[name=password]', 'alice-password');
    await page.click('form[action="/auth/sign-in/staff"] button');
    await page.waitForURL(`${hub.url}/systems`);
    await page.close();
  }

  /** Opens a system in a tab of its own; no page that asks for a password may come between. */
  async function enter({ url, inside }: { url: string; inside: (page: Page) => ReturnType<Page['locator']> }): Promise<void> {
    const page = await context.newPage();
    await page.goto(url);
    await inside(page).waitFor({ timeout: 20_000 });
    expect(await page.locator('input[type=password]').count()).toBe(0);
    await page.close();
  }

  /** Whether an address leads to the portal's sign-in again. */
  async function closed(url: string): Promise<boolean> {
    const page = await context.newPage();
    await page.goto(url);
    const asks = page.url().startsWith(`${hub.url}/auth/sign-in`);
    await page.close();
    return asks;
  }

  async function signOutEverywhere(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${hub.url}/auth/sign-out`);
    await page.click('form[action="/auth/sign-out-everywhere"] button');
    await page.waitForSelector('h1:has-text("تم تسجيل الخروج")');
    return page;
  }

  const signedInAt = async (standIn: StandIn): Promise<number> => {
    const told = (await (await fetch(`${standIn.faults}signed-in`, { method: 'POST' })).json()) as Record<string, unknown>;
    return Number(Object.values(told).find((value) => typeof value === 'number'));
  };

  test('after one sign-in the portal and five systems of five kinds open without another', async () => {
    await signInOnce();
    for (const system of Object.values(systems())) await enter(system);
    expect([await signedInAt(shops), await signedInAt(parks)]).toEqual([1, 1]);
  });

  test('the account lists under the session, by their names, what it was carried into', async () => {
    const page = await context.newPage();
    await page.goto(`${hub.url}/account/sessions`);
    for (const name of ['موسوعة الإجراءات', 'موسوعة الموظفين', 'نظام المراسلات', 'حجز مرافق الحدائق']) await page.getByText(name).first().waitFor();
    await page.close();
  });

  test('sign out everywhere closes the portal and all of them within five seconds', async () => {
    const startedAt = Date.now();
    const page = await signOutEverywhere();
    const left = () => Math.max(100, 5_000 - (Date.now() - startedAt));
    expect(await page.locator('.am-notice--warn li').allTextContents()).toEqual([]);
    await expect.poll(async () => [await signedInAt(shops), await signedInAt(parks)], { timeout: left() }).toEqual([0, 0]);
    expect(await closed(`${hub.url}/account`)).toBe(true);
    for (const { url } of Object.values(systems())) expect([url, await closed(url)]).toEqual([url, true]);
  });

  test('a system that cannot be reached, and one that does not answer, are named; everything else is closed', async () => {
    await signInOnce();
    const all = systems();
    for (const system of Object.values(all)) await enter(system);
    await apache.stop();
    await fetch(`${parks.faults}?mode=slow&ms=30000`, { method: 'POST' });
    const page = await signOutEverywhere();
    expect((await page.locator('.am-notice--warn li').allTextContents()).map((text) => text.trim()).toSorted()).toEqual([
      'حجز مرافق الحدائق',
      'نظام المراسلات',
    ]);
    await fetch(`${parks.faults}?mode=none`, { method: 'POST' });
    expect(await signedInAt(shops)).toBe(0);
    for (const id of ['wiki', 'staff-wiki', 'shop-licences-khobar'] as const) expect([id, await closed(all[id].url)]).toEqual([id, true]);
    expect(await closed(`${hub.url}/account`)).toBe(true);
  });
});
