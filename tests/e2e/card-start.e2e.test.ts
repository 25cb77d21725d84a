import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';

let hub: TestHub;
let browser: Browser;

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national' });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

test.each(['#fees', '#faq'])('the start of a service comes first, and is in sight on the narrowest phone, also after a jump to %s', async (part) => {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 }, locale: 'ar-SA' });
  await page.goto(`${hub.url}/services/SRV-001`);
  const card = page.locator('#am-application');
  await expect.poll(() => card.locator('a, button, input').first().textContent()).toContain('ابدأ الخدمة');
  const starts = card.getByRole('link', { name: 'ابدأ الخدمة' });
  const inSight = () =>
    starts.evaluateAll(
      (links) =>
        links.filter((link) => {
          const { top, bottom, width } = link.getBoundingClientRect();
          return width > 0 && top >= 0 && bottom <= innerHeight;
        }).length,
    );
  await expect.poll(inSight).toBe(1);
  await page.evaluate((to) => (location.hash = to), part);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(1_000);
  await expect.poll(inSight).toBe(1);
  await page.close();
});
