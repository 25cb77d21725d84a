import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { seconds, type Language } from './device.ts';
import { pageFaults } from './page-faults.ts';
import { picture } from './picture.ts';
import { spoken } from './spoken.ts';
import { signInAsOfficial, type StaffAccount } from './staff-sign-in.ts';

/** An official's desk: one browser, signed in once, over as many cases as come. */
export class LicenceDesk {
  readonly page: Page;
  readonly #base: string;
  readonly #context: BrowserContext;
  /** As the page is now. */
  language: Language = 'ar';

  private constructor(context: BrowserContext, page: Page, base: string) {
    this.#context = context;
    this.page = page;
    this.#base = base;
  }

  static async of(browser: Browser, base: string, account: StaffAccount, width = 1440): Promise<LicenceDesk> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'ar-SA', timezoneId: 'Asia/Riyadh', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.on('pageerror', (error) => expect.soft(error).toBeUndefined());
    await signInAsOfficial(page, base, account, '/staff/inbox');
    return new LicenceDesk(context, page, base);
  }

  get say(): ReturnType<typeof spoken> {
    return spoken('requests', this.language);
  }

  async looks(name: string): Promise<void> {
    const named = `${name}-${this.language}-${this.page.viewportSize()?.width}`;
    const faults = await pageFaults(this.page);
    await picture(this.page, named);
    expect.soft(faults, named).toEqual([]);
  }

  async inbox(language: Language): Promise<void> {
    this.language = language;
    await this.page.goto(`${this.#base}/language/${language}?rd=/staff/inbox`);
    await this.page.locator('.rs-sheet').waitFor(seconds(60));
  }

  /** Opens a case from the inbox, once it is there, and takes it. */
  async takes(number: string, name?: string): Promise<void> {
    const row = this.page.locator('.rs-task', { hasText: number });
    await row.waitFor(seconds(90));
    if (name) await this.looks(`inbox-${name}`);
    await row.locator(`a[href="/staff/cases/${number}"]`).first().click();
    await this.page.locator('.rs-decide').waitFor(seconds(60));
    const take = this.page.locator('.rs-summary').getByRole('button', { name: this.say('staffTake'), exact: true });
    if ((await take.count()) > 0) await take.click();
    await this.page
      .locator('.rs-summary')
      .getByRole('button', { name: this.say('staffRelease'), exact: true })
      .waitFor(seconds(60));
  }

  async chooses(decision: string): Promise<void> {
    await this.page
      .locator('.rs-decision')
      .filter({ has: this.page.getByText(decision, { exact: true }) })
      .click();
  }

  async reason(words: string): Promise<void> {
    await this.page.locator('.rs-decide label', { hasText: words }).click();
  }

  async note(words: string): Promise<void> {
    await this.page.locator('.rs-decide textarea').fill(words);
  }

  /** Presses the button at the end of the decision and waits until it is recorded. */
  async records(): Promise<void> {
    await this.page.locator('.rs-decide > button.am-button--block, .rs-decide .am-button--block').last().click();
    await this.page.getByText(this.say('staffDecided')).waitFor(seconds(90));
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
