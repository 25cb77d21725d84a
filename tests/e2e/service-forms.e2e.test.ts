import { brotliCompressSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { configForms } from '../../plugins/requests/testing/config-forms.ts';
import type { Form } from '../../plugins/requests/shared/forms/form-types.ts';
import { shownForm } from './forms-page/sample.ts';
import { startGallery, type GalleryServer } from './gallery-server.ts';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';

/** The portal's own policy, as far as this page needs it: no code from text, nothing from elsewhere. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";
/** What a form page may bring, without the shell and single-spa that this page has not (design, 7). */
const BUDGET_KB = 240 - 12;
/** A pause of the person comes before a draft is saved. */
const AUTOSAVE = { timeout: 10_000 };
const { forms } = configForms();

let browser: Browser;
let gallery: GalleryServer;
let context: BrowserContext;

beforeAll(async () => {
  const json = Object.fromEntries([...forms.values()].map((form) => [`/forms/${form.service}.json`, shownForm(form)]));
  gallery = await startGallery({ page: 'forms-page', json, headers: { 'content-security-policy': POLICY } });
  browser = await openBrowser({ args: ['--font-render-hinting=none'] });
});
afterEach(() => context.close());
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
});

async function open(query: string, width = 1280): Promise<Page> {
  context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: 'reduce', timezoneId: 'Asia/Riyadh' });
  const page = await context.newPage();
  page.on('pageerror', (error) => expect.soft(error).toBeUndefined());
  await page.goto(`${gallery.address}/?${query}`);
  await page.waitForSelector('html[data-ready] .rq-form h2');
  return page;
}

/** Puts another form in the same page. */
async function show(page: Page, code: string, step?: string): Promise<void> {
  await page.evaluate(([form, at]) => (globalThis as unknown as { show(form: string, at?: string): Promise<void> }).show(form ?? '', at), [
    code,
    step,
  ] as const);
  await page.waitForSelector('.rq-form h2');
}

const goOn = (page: Page) => page.locator('button[type="submit"]').click();
const said = (page: Page, what: 'saved' | 'sent') =>
  page.evaluate((name) => (globalThis as unknown as { said: Record<string, Record<string, unknown>[]> }).said[name]?.at(-1), what);

describe.each([
  ['ar', 1280],
  ['en', 390],
])('a studied shop licence, %s at %i', (language, width) => {
  test.each((forms.get('SRV-001') as Form).steps.map(({ id }) => id))(
    'step %s, also when refused, has no accessibility fault and never scrolls sideways',
    async (step) => {
      const page = await open(`form=SRV-001&lang=${language}&step=${step}`, width);
      expect(await pageFaults(page)).toEqual([]);
      await goOn(page);
      await page.waitForTimeout(200);
      const folder = process.env['AMANAH_PICTURES'];
      if (folder) await page.screenshot({ path: `${folder}/form-${step}-${language}-${width}.png`, fullPage: true });
      expect(await pageFaults(page)).toEqual([]);
    },
  );
});

test.each(['theme=dark', 'contrast=high'])('map, fetched data and faults are told apart with %s', async (look) => {
  const page = await open(`form=SRV-001&lang=ar&${look}&step=place`);
  await goOn(page);
  await page.waitForSelector('.am-notice--danger');
  const folder = process.env['AMANAH_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/form-${look}.png`, fullPage: true });
  expect(await pageFaults(page)).toEqual([]);
});

describe.each([
  ['SRV-008', 'enquiry'],
  ['SRV-019', 'certificate'],
  ['SRV-013', 'permit with visit'],
  ['SRV-092', 'booking'],
  ['SRV-071', 'complaint'],
  ['SRV-063', 'objection'],
  ['SRV-021', 'building permit'],
  ['SRV-118', 'service office'],
  ['visit-report', 'visit report'],
])('%s, %s', (code) => {
  test('each step is drawn without an accessibility fault, on a phone in Arabic', async () => {
    const page = await open(`form=${code}&lang=ar`, 390);
    for (const { id } of (forms.get(code) as Form).steps) {
      await show(page, code, id);
      expect(await pageFaults(page), id).toEqual([]);
    }
  });
});

test.each(['ar', 'en'])('the first step of every form is drawn with each of its fields, %s', async (language) => {
  const page = await open(`form=SRV-001&lang=${language}`);
  for (const form of forms.values()) {
    await show(page, form.service);
    const fields = form.steps[0]?.fields.filter((name) => !form.ui[name]?.when) ?? [];
    const drawn = await page.evaluate((names) => names.filter((name) => document.querySelectorAll(`#form-${name}`).length === 1), fields);
    expect(drawn, form.service).toEqual(fields);
  }
});

test('a person fills the form by keyboard, Arabic digits and all, and what is sent is what the server will store', async () => {
  const page = await open('form=SRV-010&lang=ar');
  await page.locator('#form-municipality input').focus();
  await page.keyboard.type('الظهران');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('#form-activity input').focus();
  await page.keyboard.type('البقالات');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('#form-shopArea input').focus();
  await page.keyboard.type('٨٠');
  await page.keyboard.press('Tab');
  await page.locator('#form-licenceYears button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('#form-signs').getByRole('button', { name: 'أضف لوحة' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('#form-signs-0-kind button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  for (const [part, typed] of [
    ['width', '٤'],
    ['height', '١'],
  ]) {
    await page.locator(`#form-signs-0-${part} input`).focus();
    await page.keyboard.type(typed!);
    await page.keyboard.press('Tab');
  }
  await page.locator('#form-signs-0-faces input').first().focus();
  await page.keyboard.press('Space');
  await page.locator('button[type="submit"]').focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => said(page, 'sent'), AUTOSAVE)
    .toEqual({ municipality: 'm-dhahran', activity: '471101', shopArea: 80, licenceYears: '1', signs: [{ kind: 'front', width: 4, height: 1, faces: '1' }] });
});

test('a refused step names each fault, leads to its field, and a fault goes as it is mended', async () => {
  const page = await open('form=SRV-010&lang=en', 390);
  await goOn(page);
  const summary = page.locator('.am-notice--danger[role="alert"]');
  await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await summary.locator('li').count()).toBe(5);
  await summary.getByText('Shop area').click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('#form-shopArea') !== null)).toBe(true);
  await page.keyboard.type('2');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.locator('#form-shopArea .am-field__error').textContent()).toBe('The least area of a shop is 4 m²');
  await page.locator('#form-shopArea input').fill('80');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.locator('#form-shopArea .am-field__error').count()).toBe(0);
});

test('while a source is away its document is uploaded instead; when it answers, nothing is asked', async () => {
  const page = await open('form=SRV-001&lang=en&step=documents');
  const lease = page.locator('#form-documentLEASE');
  await lease.locator('input[type="file"]').setInputFiles({ name: 'lease.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
  await expect.poll(() => lease.locator('.am-file--done').count()).toBe(1);
  await lease.locator('input[type="file"]').setInputFiles({ name: 'lease.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ') });
  await expect.poll(() => lease.locator('.am-file--failed').textContent()).toContain('PDF');
  await expect.poll(() => said(page, 'saved'), AUTOSAVE).toMatchObject({ documentLEASE: [{ name: 'lease.pdf' }] });
  await page.getByRole('button', { name: 'Back' }).click();
  for (let step = 0; step < 2; step++) await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => page.getByText('From Ejar').count()).toBe(1);
});

test('a number that is written fetches what it finds, and the place is set on the map by keyboard', async () => {
  const page = await open('form=SRV-001&lang=en&step=place');
  await page.locator('#form-buildingPermitNumber input').fill('١٢٣٤/١٤٤٧');
  await expect.poll(() => page.getByText('From Records of the Amanah').count(), AUTOSAVE).toBe(1);
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => said(page, 'saved'), AUTOSAVE).toMatchObject({ site: { latitude: 26.301, longitude: 50.12 } });
});

test('what the server refuses is shown at its field, on its step', async () => {
  const page = await open('form=SRV-008&lang=ar&refuse=licenceNumber');
  await page.locator('#form-licenceNumber input').fill('44031234567');
  await goOn(page);
  await expect.poll(() => page.locator('#form-licenceNumber .am-field__error').count()).toBe(1);
  await page.locator('#form-licenceNumber input').fill('44031234568');
  await expect.poll(() => page.locator('#form-licenceNumber .am-field__error').count()).toBe(0);
});

test.each(['place', 'activity'])('the scripts of the step %s keep the budget of a form page', async (step) => {
  context = await browser.newContext();
  const page = await context.newPage();
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.body());
  });
  await page.goto(`${gallery.address}/?form=SRV-001&step=${step}`, { waitUntil: 'networkidle' });
  const bytes = (await Promise.all(scripts)).map((script) => brotliCompressSync(script).length);
  const kilobytes = bytes.reduce((sum, one) => sum + one, 0) / 1_024;
  console.log(`form page, step ${step}: ${kilobytes.toFixed(1)} KB of scripts in ${bytes.length} files, brotli; budget ${BUDGET_KB} KB`);
  expect(kilobytes).toBeLessThanOrEqual(BUDGET_KB);
});
