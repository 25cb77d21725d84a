import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { qrIn } from '../../plugins/documents/testing/read-pdf.ts';
import { openBrowser } from './pages/browser.ts';
import { desk, Device, phone, seconds } from './pages/device.ts';
import { LicenceForm } from './pages/licence-form.ts';
import { signInNationally } from './pages/national-sign-in.ts';
import { street } from './pages/officer-cases.ts';
import { spoken } from './pages/spoken.ts';
import { LicenceDesk } from './pages/licence-desk.ts';
import { mayorOfDhahran } from './pages/staff-sign-in.ts';
import { payAtTrialBank } from './pages/trial-bank.ts';

// An instant licence in Dhahran on a phone in one sitting: nobody decides it. Then the head suspends it, and its holder objects.

const noura = '1072645193';
const khalid = '1019304755';
const ruknAlwaha = 'owner:7001234567';
const say = spoken('requests', 'ar');
const own = spoken('shop-licences', 'ar');

let hub: TestHub;
let browser: Browser;
let owner: Device;
let number = '';
let licence = '';

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true, readyMs: 220_000 });
  browser = await openBrowser({ args: ['--font-render-hinting=none'] });
  owner = await Device.of(browser, hub.url, 'ar', phone);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
});

test('is asked for on a phone with little to write: registers know place, activity and area', async () => {
  const { page } = owner;
  const form = new LicenceForm(owner);
  await owner.open('/services/SRV-002');
  await page.locator('#start-service').waitFor();
  await owner.looks('i01-card');
  await page.locator('#start-service').click();
  await signInNationally(page, noura, ruknAlwaha);
  await page.getByRole('button', { name: say('applyBegin') }).click(seconds(60));
  await form.at('municipality');
  await page.getByText('10448-220017').waitFor(seconds(60));
  await expect.poll(() => form.field('site.shortAddress').locator('input').inputValue(), seconds(30)).toBe('RDHA4417');
  await owner.looks('i02-place');
  await form.goOn();
  await form.at('instantActivity');
  expect(await form.field('instantActivity').locator('input').inputValue()).toBe('البقالات');
  await form.select('licenceYears', 0);
  await form.date('startDate', new Date(Date.now() + 24 * 3_600_000));
  await form.frontSign('٤', '١');
  await page
    .locator('.am-fees')
    .getByText(/1,440\.00/)
    .waitFor(seconds(60));
  await owner.looks('i03-activity');
  await form.goOn();
  await form.at('documentFRONT');
  const buffer = await sharp(await street())
    .jpeg()
    .toBuffer();
  for (const field of ['documentFRONT', 'documentSIGN']) await form.upload(field, { name: `${field}.jpg`, mimeType: 'image/jpeg', buffer });
  await form.goOn();
  await form.at('undertakingTruth');
  for (const undertaking of ['undertakingTruth', 'undertakingRequirements', 'undertakingInstant']) await form.accept(undertaking);
  await owner.looks('i04-review');
  await form.goOn();
  await page.getByRole('heading', { name: say('sentTitle') }).waitFor(seconds(60));
  number = new URL(page.url()).pathname.split('/').at(-1)!;
});

test('is paid as soon as its bill is there, and the page says by itself that the licence is issued', async () => {
  const { page } = owner;
  await page.getByRole('link', { name: say('payOpen') }).waitFor(seconds(90));
  await owner.looks('i05-to-pay');
  await page.getByRole('link', { name: say('payOpen') }).click();
  await payAtTrialBank(owner);
  await owner.open(`/requests/${number}`);
  await page.locator('a[href^="/licences/"]').first().waitFor(seconds(90));
  await owner.looks('i07-issued');
  const path = await page.locator('.rq-papers a[href^="/api/documents/"]').first().getAttribute('href');
  const { body } = await owner.bytesOf(path!);
  expect(qrIn(new Uint8Array(body))).toContain('/v/');
  await page.locator('a[href^="/licences/"]').first().click();
  await page.waitForURL(/\/licences\/\d{11}$/);
  licence = new URL(page.url()).pathname.split('/').at(-1)!;
});

test('is suspended by the head with a reason; its holder reads it and objects within sixty days', async () => {
  const head = await LicenceDesk.of(browser, hub.url, mayorOfDhahran);
  await head.inbox('ar');
  await head.page.goto(`${hub.url}/staff/licences`);
  await head.page.getByRole('searchbox').last().fill(licence);
  await head.page.getByRole('button', { name: own('openNamed', { number: licence }) }).click(seconds(60));
  await head.page.getByRole('button', { name: own('measure-suspend') }).click(seconds(60));
  await head.page.getByRole('alertdialog').getByRole('textbox').fill('مخالفة صحية جسيمة لم تصحح');
  await head.looks('i08-suspend');
  await head.page
    .getByRole('alertdialog')
    .getByRole('button', { name: own('measure-suspend') })
    .click();
  await head.page.getByText(own('standing-suspended')).first().waitFor(seconds(60));
  await head.looks('i09-suspended');
  await head.close();

  const { page } = owner;
  await owner.open(`/licences/${licence}`);
  await page.getByText('مخالفة صحية جسيمة لم تصحح').first().waitFor(seconds(60));
  await owner.looks('i10-suspended');
  await page.getByRole('link', { name: own('act-objection') }).click();
  await page.getByRole('button', { name: say('applyBegin') }).waitFor(seconds(60));
  await owner.looks('i11-objection-start');
  await page.getByRole('button', { name: say('applyBegin') }).click();
  await page.locator('.rq-form').waitFor(seconds(60));
  await owner.looks('i12-objection');
});

test('a transfer waits for the other party, who finds it among the consents, reads what it is about and agrees', async () => {
  const english = spoken('requests', 'en');
  const seller = await Device.of(browser, hub.url, 'en', desk);
  const form = new LicenceForm(seller);
  await seller.open('/services/SRV-005');
  await seller.page.locator('#start-service').click();
  await signInNationally(seller.page, khalid, 'owner:7009876543');
  await seller.page.getByRole('button', { name: english('applyBegin') }).click(seconds(60));
  await form.at('licenceNumber');
  await form.type('licenceNumber', '52142010297');
  await form.type('otherPartyId', noura);
  await form.type('otherPartyMobile', '0501000002');
  await form.type('establishmentNumber', '7001234567');
  await seller.page.locator('.am-gov, .rq-form').getByText('52142010297').last().waitFor(seconds(60));
  await seller.looks('i14-transfer');
  await form.goOn();
  await form.at('undertakingTruth');
  await form.accept('undertakingTruth');
  await form.goOn();
  await seller.page.getByRole('heading', { name: english('sentTitle') }).waitFor(seconds(60));
  await seller.looks('i15-transfer-sent');
  await seller.close();

  const { page } = owner;
  await owner.open('/requests/consents');
  await expect
    .poll(async () => {
      await page.reload();
      await page.locator('.am-loading').waitFor({ state: 'detached' });
      return page.getByText('52142010297').count();
    }, seconds(90))
    .toBeGreaterThan(0);
  await owner.looks('i16-consents');
  await page.getByRole('button', { name: say('consentGive') }).click();
  await page.getByText(say('consentsNone')).waitFor(seconds(60));
  await owner.looks('i17-consented');
});
