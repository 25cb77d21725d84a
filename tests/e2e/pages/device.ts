import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { pageFaults } from './page-faults.ts';
import { picture } from './picture.ts';

export type Language = 'ar' | 'en';
export const seconds = (count: number) => ({ timeout: count * 1_000 });

export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };

/** One device of a person: a browser of its own in a language, at a width. Whatever fails in a page's scripts fails the test. */
export class Device {
  readonly page: Page;
  readonly language: Language;
  readonly base: string;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, page: Page, language: Language, base: string) {
    this.#context = context;
    this.page = page;
    this.language = language;
    this.base = base;
  }

  static async of(browser: Browser, base: string, language: Language, viewport: { readonly width: number; readonly height: number }): Promise<Device> {
    const context = await browser.newContext({
      viewport,
      locale: language === 'ar' ? 'ar-SA' : 'en-GB',
      timezoneId: 'Asia/Riyadh',
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await context.addCookies([{ name: 'amanah_lang', value: language, url: base }]);
    const page = await context.newPage();
    page.on('pageerror', (error) => expect.soft(error).toBeUndefined());
    return new Device(context, page, language, base);
  }

  open(path: string): Promise<unknown> {
    return this.page.goto(this.base + path);
  }

  /** Goes on in the session of a client that is signed in; `cookie` as its header has it. */
  async takesSession(cookie: string): Promise<void> {
    const pairs = cookie.split('; ').map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: this.base }));
    await this.#context.addCookies(pairs);
  }

  /** A picture for people, and the page without a fault that axe finds or scrolling sideways. */
  async looks(name: string, page = this.page): Promise<void> {
    const named = `${name}-${this.language}-${page.viewportSize()?.width}`;
    const faults = await pageFaults(page);
    await picture(page, named);
    expect.soft(faults, named).toEqual([]);
  }

  /** What opens in a tab of its own when something is pressed. */
  async tabOf(pressed: Locator): Promise<Page> {
    const [tab] = await Promise.all([this.#context.waitForEvent('page'), pressed.click()]);
    await tab.waitForLoadState();
    return tab;
  }

  /** The browser's own fetch, with its cookies: for what its viewer shows and a script cannot read. */
  async bytesOf(path: string): Promise<{ readonly status: number; readonly body: Buffer }> {
    const answer = await this.#context.request.get(new URL(path, this.base).href);
    return { status: answer.status(), body: await answer.body() };
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
