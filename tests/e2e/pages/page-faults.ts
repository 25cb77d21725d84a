import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Waits until nothing on the page is loading, and no list or menu is on its way in or out: axe would see it half drawn. */
async function settled(page: Page): Promise<void> {
  const restless = page.locator('.am-loading, .am-popover:is([data-entering], [data-exiting])');
  await expect.poll(() => restless.count(), { timeout: 30_000 }).toBe(0);
}

/** What is wrong with the page for anybody: what axe finds, with the elements, and scrolling sideways. Empty where all is well. */
export async function pageFaults(page: Page): Promise<string[]> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`),
    ...(sideways > 0 ? [`scrolls sideways by ${sideways} px`] : []),
  ];
}
