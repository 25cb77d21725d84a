import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';

// Anyone checks a licence by its number: Dhahran's is in our own register, Khobar's behind SOAP, Central Dammam's in an older database.

let hub: TestHub;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', standIns: true });
  browser = await openBrowser();
});
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await browser?.close();
  await hub?.remove();
});

async function visitor(locale: 'ar' | 'en', width = 390): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height: 844 }, reducedMotion: 'reduce' });
  contexts.push(context);
  const page = await context.newPage();
  await context.addCookies([{ name: 'amanah_lang', value: locale, url: hub.url }]);
  return page;
}

const khobar = (path: string) => {
  const running = JSON.parse(readFileSync(join(hub.dataDir, 'run/stand-ins.json'), 'utf8')) as Record<string, { faults: string }>;
  return fetch(`${running['shop-register-khobar']?.faults}${path}`, { method: 'POST' });
};

test('in Arabic on a phone: the number in Arabic digits, the answer of our own register, no word of the owner', async () => {
  const page = await visitor('ar');
  await page.goto(`${hub.url}/verify-licence`);
  await page.getByText('تُجيب السجلات نفسها').waitFor();
  await picture(page, 'verify-start-ar-390');
  await page.getByLabel('رقم الرخصة').fill('٥٢١٤٢٠١٠٠٠١');
  await page.getByRole('button', { name: 'تحقّق' }).click();
  await page.getByText('الرخصة سارية').waitFor();
  expect(page.url()).toBe(`${hub.url}/verify-licence?number=52142010001`);
  const main = await page.locator('main').innerText();
  expect(main).toContain('بلدية الظهران');
  expect(main).toMatch(/هـ/);
  expect(main).not.toContain('نورة');
  expect(main).not.toContain('1072645193');
  expect(await pageFaults(page)).toEqual([]);
  await picture(page, 'verify-valid-ar-390');
});

test.each([
  ['51142010000', 'The licence is valid', 'Khobar Governorate Municipality'],
  ['50142310111', 'The licence is cancelled', 'Central Dammam Municipality'],
  ['52142010149', 'The licence has expired', 'Dhahran Municipality'],
  ['52142010260', 'The licence is suspended', 'Dhahran Municipality'],
])('in English at a desk, from the address of a QR code: %s %s, whichever register keeps it', async (number, state, municipality) => {
  const page = await visitor('en', 1280);
  await page.goto(`${hub.url}/verify-licence?number=${number}`);
  await page.getByText(state).waitFor();
  expect(await page.locator('main').innerText()).toContain(municipality);
  await picture(page, `verify-${number}-en-1280`);
});

test('a number that no register has, and one that is too short, are told apart', async () => {
  const page = await visitor('ar');
  await page.goto(`${hub.url}/verify-licence?number=52149999999`);
  await page.getByText('لا توجد رخصة بهذا الرقم').waitFor();
  await picture(page, 'verify-absent-ar-390');
  await page.getByLabel('رقم الرخصة').fill('5214');
  await page.getByRole('button', { name: 'تحقّق' }).click();
  await page.getByText('رقم الرخصة أحد عشر رقماً. راجع الرقم').waitFor();
});

test('while a register is down a licence that is elsewhere is still found; one that is not found is not said to be absent', async () => {
  await khobar('?mode=down');
  const page = await visitor('ar');
  await page.goto(`${hub.url}/verify-licence?number=52142010001`);
  await page.getByText('الرخصة سارية').waitFor();
  await page.goto(`${hub.url}/verify-licence?number=51142010000`);
  await page.getByText('لم نستطع التأكد الآن').waitFor();
  expect(await page.locator('main').innerText()).toContain('بلدية محافظة الخبر');
  await picture(page, 'verify-uncertain-ar-390');
  await khobar('?mode=none');
  await expect
    .poll(
      async () => {
        await page
          .getByRole('button', { name: 'أعد المحاولة' })
          .click({ timeout: 2_000 })
          .catch(() => {});
        return page.locator('main').innerText();
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toContain('الرخصة سارية');
});

test('without a connection the page says so, and goes on by itself when it is back', async () => {
  const page = await visitor('en');
  await page.goto(`${hub.url}/verify-licence`);
  await page.getByLabel('Licence number').fill('52142010001');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByRole('heading', { name: /offline|connection/i }).waitFor();
  await page.context().setOffline(false);
  await page.getByText('The licence is valid').waitFor();
});

test('the API refuses what is no number, and tells nothing of the owner', async () => {
  const client = hub.client();
  expect((await client.fetch('/api/shop-licences/verifications/52')).status).toBe(422);
  const text = await (await client.fetch('/api/shop-licences/verifications/52142010001')).text();
  expect(JSON.parse(text)).toMatchObject({ licence: { number: '52142010001', state: 'valid' }, unasked: [] });
  expect(text).not.toMatch(/owner|nationalId|1072645193/);
});
