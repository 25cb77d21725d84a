import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import pixelmatch from 'pixelmatch';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startGallery, type GalleryServer } from './gallery-server.ts';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';

const VIEWS = [
  { name: 'ar-1280', query: 'lang=ar', width: 1280 },
  { name: 'en-1280', query: 'lang=en', width: 1280 },
  { name: 'ar-390', query: 'lang=ar', width: 390 },
  { name: 'en-390', query: 'lang=en', width: 390 },
  { name: 'ar-dark-1280', query: 'lang=ar&theme=dark', width: 1280 },
  { name: 'ar-contrast-1280', query: 'lang=ar&contrast=high', width: 1280 },
  { name: 'ar-staff-1280', query: 'lang=ar&density=staff', width: 1280 },
] as const;

const TOLERATED = 0.01;
const baselines = new URL('./baselines/', import.meta.url);
const update = process.env['UPDATE_BASELINES'] === '1';

let browser: Browser;
let gallery: GalleryServer;
let context: BrowserContext;

beforeAll(async () => {
  gallery = await startGallery();
  browser = await openBrowser({ args: ['--font-render-hinting=none'] });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  await gallery.close();
});

async function open(query: string, width: number, height = 900): Promise<Page> {
  context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', timezoneId: 'Asia/Riyadh' });
  const page = await context.newPage();
  await page.clock.setFixedTime(new Date('2026-11-24T09:00:00Z'));
  // The sentence that comes after ten seconds of loading must not depend on how fast this machine is.
  await page.addInitScript(() => {
    const real = window.setTimeout.bind(window);
    window.setTimeout = ((work: () => void, delay?: number) => (delay === 10_000 ? 0 : real(work, delay))) as typeof window.setTimeout;
  });
  await page.goto(`${gallery.address}/?${query}`);
  await page.waitForSelector('html[data-ready]');
  await page.waitForSelector('.am-loading:not(.am-loading--waiting)');
  return page;
}

/** Share of pixels that differ; 1 when the size differs. */
function difference(now: PNG, before: PNG): number {
  if (now.width !== before.width || now.height !== before.height) return 1;
  return pixelmatch(now.data, before.data, undefined, now.width, now.height, { threshold: 0.15 }) / (now.width * now.height);
}

/** Skeletons are among what the gallery shows. */
const faults = (page: Page) => pageFaults(page, { loading: true });

describe.each(VIEWS)('the gallery, $name', ({ name, query, width }) => {
  test('looks as before, has no accessibility fault and never scrolls sideways', async () => {
    const page = await open(query, width);
    expect(await faults(page)).toEqual([]);

    const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
    const major = browser.version().split('.')[0] ?? '';
    const folder = new URL(`${major}/`, baselines);
    const file = new URL(`${name}.png`, folder);
    if (update) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, picture);
    }
    if (existsSync(file)) {
      expect(difference(PNG.sync.read(picture), PNG.sync.read(readFileSync(file)))).toBeLessThanOrEqual(TOLERATED);
      return;
    }
    // Another Chromium draws letters a little differently: said, not failed.
    for (const other of readdirSync(baselines)) {
      const before = new URL(`${other}/${name}.png`, baselines);
      if (existsSync(before))
        console.log(
          `${name}: Chromium ${major} differs from ${other} in ${(100 * difference(PNG.sync.read(picture), PNG.sync.read(readFileSync(before)))).toFixed(2)} % of pixels`,
        );
    }
  });
});

describe.each([
  ['ar', 'ArrowLeft'],
  ['en', 'ArrowRight'],
])('overlays in %s', (language, forward) => {
  test('the calendar opens by keyboard, walks in reading direction, and gives the day', async () => {
    const page = await open(`lang=${language}`, 1280);
    const field = page.locator('.am-control--date').first();
    await field.locator('button').focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.am-calendar .am-day[data-selected]');
    expect(await faults(page)).toEqual([]);
    await page.locator('.am-calendar .am-day[data-selected]').focus();
    await page.keyboard.press(forward);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.am-calendar', { state: 'detached' });
    expect(await field.locator('.am-date__other').textContent()).toContain('24');
  });

  test('a destructive question starts on the safe answer and gives the focus back', async () => {
    const page = await open(`lang=${language}`, 390);
    const opener = page.locator('[data-gallery="overlays"] .am-button--danger-second');
    await opener.click();
    await page.waitForSelector('[role="alertdialog"]');
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('am-button--quiet');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role="alertdialog"]', { state: 'detached' });
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('the summary of a refused form takes the focus and leads to the field', async () => {
    const page = await open(`lang=${language}`, 390);
    await page.locator('[data-gallery="fields"] .am-button--second').first().click();
    const summary = page.locator('[data-gallery="fields"] .am-notice--danger');
    await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await faults(page)).toEqual([]);
    await summary.locator('a').click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('#national-id') !== null)).toBe(true);
  });

  test.each(['html', 'main'])('the list of a field at the edge of a small window stays open and beside its field while %s scrolls', async (scroller) => {
    const page = await open(`lang=${language}`, 390, 480);
    if (scroller === 'main') await page.addStyleTag({ content: 'body { overflow: hidden } main { block-size: 100vh; overflow: auto }' });
    const field = page.locator('.am-field:has(.am-control--combo)');
    const [input, list] = [field.getByRole('combobox'), page.getByRole('listbox')];
    const scrolled = () => page.locator(scroller).evaluate(({ scrollTop }) => scrollTop);
    /** The list lies above or below its field, 8 px apart. */
    const beside = () =>
      page.evaluate(() => {
        const [box, options] = ['.am-control--combo', '.am-popover:has(> .am-listbox)'].map((name) => document.querySelector(name)?.getBoundingClientRect());
        return !!box && !!options && Math.abs(Math.max(options.top - box.bottom, box.top - options.bottom) - 8) < 2;
      });
    // Only the field's upper edge is in the window: the browser scrolls to it as it takes the focus.
    const top = await input.evaluate((element) => element.getBoundingClientRect().top);
    await page.locator(scroller).evaluate((element, by) => element.scrollBy({ top: by, behavior: 'instant' }), top - 476);
    const before = await scrolled();
    await input.focus();
    await expect.poll(scrolled).toBeGreaterThan(before);
    await expect.poll(beside).toBe(true);
    const focused = await scrolled();
    await page.mouse.move(200, 60);
    await page.mouse.wheel(0, -60);
    await expect.poll(scrolled).toBeLessThan(focused);
    await expect.poll(beside).toBe(true);
    const option = list.getByRole('option').nth(1);
    const chosen = (await option.textContent()) ?? '';
    await option.click();
    await list.waitFor({ state: 'detached' });
    expect(await input.inputValue()).toBe(chosen);
  });

  test('the search announces its results and opens one by keyboard; Arabic digits become Latin', async () => {
    const page = await open(`lang=${language}`, 1280);
    const search = page.locator('[role="combobox"][type="text"][inputmode="search"]');
    await search.fill('a');
    await page.waitForSelector('[role="listbox"] [role="option"]');
    await page.keyboard.press('ArrowDown');
    expect(await search.getAttribute('aria-activedescendant')).toMatch(/-0$/);
    await page.keyboard.press('Enter');
    expect(await search.getAttribute('aria-expanded')).toBe('false');

    const digits = page.locator('input#typed-id, #typed-id input');
    await digits.pressSequentially('١٠٠-٨');
    expect(await digits.inputValue()).toBe('1008');
  });

  test('a list is put in order by dragging, by the keyboard alone and by steps, and each step is said', async () => {
    const page = await open(`lang=${language}`, 1280);
    const list = page.locator('.am-order');
    const row = (at: number) => list.getByRole('row').nth(at);
    const names = () => list.locator('.am-order__words').allTextContents();
    const [first, second, third] = await names();
    // A step with the buttons.
    await row(0).locator('.am-order__acts button').nth(1).click();
    expect(await names()).toEqual([second, first, third]);
    expect(await page.locator('[data-gallery=order] [role=status]').textContent()).toMatch(/2.*3/);
    // Taken, moved and put down with the keyboard alone.
    await row(2).locator('.am-order__handle').focus();
    await page.keyboard.press('Enter');
    const place = list.locator('[data-drop-target]');
    await place.waitFor({ state: 'attached' });
    await page.keyboard.press('Home');
    await expect.poll(() => place.first().evaluate((shown) => shown.closest('[role=row]')?.previousElementSibling === null)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(names).toEqual([third, second, first]);
    // Dragged with the pointer.
    await row(2)
      .locator('.am-order__words')
      .dragTo(row(0), { targetPosition: { x: 200, y: 4 } });
    await expect.poll(names).toEqual([first, third, second]);
    expect(await faults(page)).toEqual([]);
    await row(2).locator('.am-order__acts button').nth(2).click();
    expect(await names()).toEqual([first, third]);
  });
});
