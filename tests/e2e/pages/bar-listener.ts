import type { CookieJar, TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { heardSince, listen } from './heard.ts';

const wait = 90_000;

export interface Listener {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the console, also what the policy refused. */
  readonly said: string[];
  /** Documents that the browser has loaded. */
  readonly documents: string[];
}

export interface Wishes {
  readonly language?: string;
  readonly width?: number;
  readonly person?: CookieJar;
  /** Where the talk is begun, when not on its own page. */
  readonly on?: string;
}

interface Place {
  readonly hub: TestHub;
  readonly browser: Browser;
  /** Id of the programme that is listened to. */
  readonly talk: string;
}

/** Somebody who listens to the talk in the bar. */
export async function listenInBar({ hub, browser, talk }: Place, { language = 'ar', width = 1_440, person, on }: Wishes = {}): Promise<Listener> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const cookies = (person?.cookie.split('; ') ?? []).map((cookie) => ({
    name: cookie.split('=')[0]!,
    value: cookie.slice(cookie.indexOf('=') + 1),
    url: hub.url,
  }));
  await context.addCookies([...cookies, { name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(wait);
  const [said, documents]: [string[], string[]] = [[], []];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => request.resourceType() === 'document' && documents.push(new URL(request.url()).pathname));
  await page.goto(`${hub.url}${on ?? `/watch/${talk}`}`);
  if (on) {
    // Extensions are awake by the time that the bell is there.
    await page.locator('#am-header [data-slot="header.end"] [data-mfe]').first().waitFor();
    await page.locator('main h1').click();
    const detail = { programme: talk, title: 'Municipality talk: parks', to: `/watch/${talk}`, at: 0, playing: true };
    await page.evaluate((moment) => dispatchEvent(new CustomEvent('amanah:listen', { detail: moment })), detail);
  } else await page.locator('[data-listen-on]').click();
  await page.locator('.am-foot [data-lives-on]').waitFor();
  await listen(page);
  documents.length = 0;
  return { page, context, said, documents };
}

/** The sound went on through what was done since the last look, in the same element. */
export async function expectNoGap(page: Page): Promise<void> {
  const heard = await heardSince(page);
  expect(heard.breaks).toEqual([]);
  expect(heard.same).toBe(true);
  expect(heard.to).toBeGreaterThan(heard.from);
  expect(heard.quietest).toBeGreaterThan(0.01);
}

export const path = (page: Page) => new URL(page.url()).pathname;
export const focused = (page: Page) => page.evaluate(() => document.activeElement?.tagName);
export const mounted = (page: Page) => page.evaluate(() => document.querySelector('#am-application')?.getAttribute('data-mfe') ?? null);

/** The page is there, in the same document, and the focus stands at its heading. */
export async function arrived(page: Page, address: string, heading: string | RegExp = /./): Promise<void> {
  await page.waitForFunction((to) => location.pathname === to && navigation.transition === null, address);
  await page.locator('main h1', { hasText: heading }).waitFor();
  expect(await focused(page)).toBe('H1');
}

export async function follow(page: Page, address: string): Promise<void> {
  await page.locator(`main a[href="${address}"]`).first().click();
  await arrived(page, address);
}
