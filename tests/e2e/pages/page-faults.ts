import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const moving = '.am-popover:is([data-entering], [data-exiting])';

/** Waits until no list or menu is on its way in or out, nor anything loading unless that is what is looked at: axe would see it half drawn. */
async function settled(page: Page, loading: boolean): Promise<void> {
  const restless = page.locator(loading ? moving : `.am-loading, ${moving}`);
  await expect.poll(() => restless.count(), { timeout: 30_000 }).toBe(0);
}

/** What a page's own scripts answer has no deadline in the browser: one that hangs is told as such, not as a test that took too long. */
async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Pixels by which the page can be scrolled sideways; 0 where it fits. */
export const sideways = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What is wrong with the page for anybody: what axe finds, with the elements, and scrolling sideways. Empty where all is well. */
export async function pageFaults(page: Page, { loading = false } = {}): Promise<string[]> {
  await settled(page, loading);
  // Only what is wrong is written out; and without frames axe needs no page of its own to put their results together: a third of the time.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(page.frames().length === 1);
  const { violations } = await within(120_000, `axe on ${page.url()}`, axe.analyze());
  const scrolls = await within(60_000, `measuring ${page.url()}`, sideways(page));
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
    ...(scrolls > 0 ? [`scrolls sideways by ${scrolls} px`] : []),
  ];
}
