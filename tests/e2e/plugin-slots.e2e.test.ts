import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { slotPlugin } from './pages/slot-plugin.ts';
import { copyCheckout, type Workplace } from './pages/workplace.ts';

let place: Workplace;
let hub: TestHub;
let browser: Browser;
beforeAll(async () => {
  place = copyCheckout();
  for (const [name, text] of Object.entries(slotPlugin)) {
    const file = join(place.folder, 'plugins/shelf', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  await place.build();
  hub = await place.startHub({ readyMs: 120_000 });
  browser = await openBrowser();
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  place?.remove();
});

/** Opens a page as a new visitor; `asked` fills with the addresses of all scripts. */
async function opened(path: string, look: (page: Page, asked: string[]) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'ar' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const asked: string[] = [];
  const failed: string[] = [];
  page.on('request', (request) => request.resourceType() === 'script' && asked.push(new URL(request.url()).pathname));
  page.on('pageerror', (error) => failed.push(String(error)));
  try {
    await page.goto(hub.url + path);
    await look(page, asked);
    expect(failed).toEqual([]);
  } finally {
    await context.close();
  }
}

test('an extension at the foot loads nothing until its event, stays in sight, and is there at once on the next page while its mark stands', async () => {
  await opened('/pages/faq', async (page, asked) => {
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/slots')));
    expect(asked.filter((path) => path.includes('shelf'))).toEqual([]);
    expect(await page.locator('.am-foot').count()).toBe(0);
    await page.evaluate(() => {
      sessionStorage.setItem('shelf.playing', 'a talk');
      document.querySelector('main')!.dispatchEvent(new CustomEvent('shelf:play', { bubbles: true, detail: { title: 'a talk' } }));
    });
    const bar = page.locator('.am-foot .shelf-bar');
    await bar.waitFor();
    expect(await bar.textContent()).toBe('plays a talk');
    const inSight = async () => {
      const box = (await page.locator('.am-foot').boundingBox())!;
      return { bottom: Math.round(box.y + box.height), left: Math.round(box.x), width: Math.round(box.width) };
    };
    expect(await inSight()).toEqual({ bottom: 740, left: 0, width: 360 });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect((await inSight()).bottom).toBe(740);
    // The page's own end is not covered by it.
    const footer = (await page.locator('#am-footer').boundingBox())!;
    const foot = (await page.locator('.am-foot').boundingBox())!;
    expect(Math.round(footer.y + footer.height)).toBeLessThanOrEqual(Math.round(foot.y));

    await page.goto(`${hub.url}/services`);
    await bar.waitFor();
    expect(await bar.textContent()).toBe('goes on with a talk');
    await page.evaluate(() => sessionStorage.removeItem('shelf.playing'));
    await page.goto(`${hub.url}/pages/faq`);
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/assets/slots')));
    expect(await page.locator('.am-foot').count()).toBe(0);
  });
});

test('a service card tells its extension which service it is, also after the micro-frontend has taken its place', async () => {
  await opened('/services/SRV-071', async (page) => {
    await page.locator('[data-slot="service.aside"][data-drawn] .shelf-guide').waitFor();
    await expect.poll(() => page.locator('.shelf-guide').allTextContents(), { timeout: 30_000 }).toEqual(['guide of SRV-071']);
  });
});

test('the home page has a place for what is live, which takes no room while it is empty', async () => {
  await opened('/', async (page) => {
    await page.locator('[data-slot="home.live"] .shelf-live').waitFor();
    await page.locator('.shelf-live').evaluate((shown) => shown.remove());
    expect(await page.locator('[data-slot="home.live"]').isVisible()).toBe(false);
  });
});
