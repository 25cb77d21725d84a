import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { pageFaults } from './page-faults.ts';
import { picture } from './picture.ts';

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
