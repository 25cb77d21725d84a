import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { pageFaults } from './page-faults.ts';
import { picture } from './picture.ts';
import { playerOf } from './watch-lab.ts';

const soon = { timeout: 90_000, interval: 300 };

/** In which language and at which width a page is left. */
export interface Shown {
  readonly language: string;
  readonly width: number;
}

/** A page of a browser of its own, and what its console says is wrong. */
export async function openPage(
  browser: Browser,
  base: string,
  width: number,
  language: string,
): Promise<{ context: BrowserContext; page: Page; said: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: base }]);
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  return { context, page, said };
}

/** Looks at a page in both languages, on a desk and on a telephone. */
export async function looksRightAt(base: string, page: Page, name: string, ready: () => Promise<unknown>, back: Shown): Promise<void> {
  const show = async (language: string, width: number) => {
    await page.context().addCookies([{ name: 'amanah_lang', value: language, url: base }]);
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await ready();
  };
  for (const [language, width] of [
    ['ar', 1_440],
    ['ar', 360],
    ['en', 360],
    ['en', 1_440],
  ] as const) {
    await show(language, width);
    expect(await pageFaults(page), `${name} ${language} ${width}`).toEqual([]);
    await picture(page, `channels-${name}-${language}-${width}`);
  }
  await show(back.language, back.width);
}

/** First and last day of the week after this one, as Riyadh has them. */
export function weekAfter(): { from: string; to: string } {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh' }).format(new Date());
  const noon = new Date(`${today}T12:00:00Z`);
  const at = (days: number) => new Date(noon.getTime() + (7 - noon.getUTCDay() + days) * 86_400_000).toISOString().slice(0, 10);
  return { from: at(0), to: at(6) };
}

/** Plays the first programme of a playlist's page, looks at the small picture over its time line, and lets it end: the next one, `talk`, follows by itself. */
export async function playsOn(page: Page, talk: string): Promise<void> {
  await page
    .locator('amanah-player')
    .getByRole('button', { name: /^Play: / })
    .click();
  await expect.poll(async () => (await playerOf(page)).at, soon).toBeGreaterThan(0.2);
  await page.locator('amanah-player input.seek').hover({ position: { x: 300, y: 10 } });
  const shown = page.locator('amanah-player .preview-picture');
  await shown.waitFor();
  expect(await shown.evaluate((one) => getComputedStyle(one).backgroundImage)).toMatch(/sprites\.jpg/);
  await picture(page, 'channels-preview-en-1440');
  await page.locator('amanah-player').evaluate((host) => {
    const video = host.shadowRoot!.querySelector('video')!;
    video.currentTime = video.duration - 0.5;
  });
  await expect.poll(() => page.locator('amanah-player').getAttribute('programme'), soon).toBe(talk);
  await expect.poll(async () => (await playerOf(page)).at, soon).toBeGreaterThan(0.2);
  expect(await page.locator('.me-queue a[aria-current]').innerText()).toContain('Municipality talk');
}

export const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name, exact: typeof name === 'string' });
export const dialog = (page: Page) => page.locator('[role=dialog], [role=alertdialog]');

/** Chooses what an entry of the schedule plays, by words of its title. */
export async function choose(page: Page, words: string): Promise<void> {
  const field = dialog(page).getByRole('combobox');
  await field.click();
  await field.fill(words);
  await page.getByRole('option', { name: new RegExp(words) }).click();
}
