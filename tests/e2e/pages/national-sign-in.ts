import type { Page } from 'playwright-core';

/** The national sign-in as a person meets it: a number on the page, chosen in the phone's app. */
export class NationalSignIn {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async giveNumber(nationalId: string): Promise<void> {
    await this.#page.fill('input[name=national_number]', nationalId);
    await this.#page.click('form:has(input[name=national_number]) button');
  }

  /** The two digits on the page. */
  async shownNumber(): Promise<string> {
    return (await this.#page.getByTestId('nafath-number').textContent())?.trim() ?? '';
  }

  /** Opens the app simulator from the page, as a person with one device does. */
  async openApp(): Promise<Page> {
    const [app] = await Promise.all([this.#page.waitForEvent('popup'), this.#page.click('a[target=_blank]')]);
    await app.waitForLoadState();
    return app;
  }

  /** The whole step: number, app, the right choice. */
  async approve(nationalId: string): Promise<void> {
    await this.giveNumber(nationalId);
    const number = await this.shownNumber();
    const app = await this.openApp();
    await app.click(`.choices button[value="${number}"]`);
    await app.waitForLoadState();
    await app.close();
  }
}

/** From the sign-in page that a page of the portal led to: the national sign-in, then the capacity. */
export async function signInNationally(page: Page, nationalId: string, capacity: string, look?: (name: string) => Promise<void>): Promise<void> {
  const portal = new URL(page.url()).origin;
  await page.locator('form[action="/auth/sign-in/national"] button').click();
  await page.locator('input[name=national_number]').waitFor();
  await new NationalSignIn(page).approve(nationalId);
  await page.waitForURL(({ origin, pathname }) => origin === portal && pathname === '/auth/capacity', { timeout: 60_000 });
  await look?.('capacity');
  await page.check(`input[name=capacity][value="${capacity}"]`);
  await page.click('form[action="/auth/capacity"] button');
}
