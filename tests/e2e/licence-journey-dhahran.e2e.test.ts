import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pdfOf } from '../../plugins/requests/testing/attachment-files.ts';
import { qrIn, textOf } from '../../plugins/documents/testing/read-pdf.ts';
import { openBrowser } from './pages/browser.ts';
import { Device, phone, seconds } from './pages/device.ts';
import { LicenceForm } from './pages/licence-form.ts';
import { journeys } from './pages/licence-journeys.ts';
import { LicenceOfficials, type Picture } from './pages/licence-officials.ts';
import { signInNationally } from './pages/national-sign-in.ts';
import { street } from './pages/officer-cases.ts';
import { keepFile, picture } from './pages/picture.ts';
import { spoken } from './pages/spoken.ts';
import { payAtTrialBank } from './pages/trial-bank.ts';

// A studied licence in Dhahran from its card to the paper, every step in the browser: the owner on desk and phone, officer, inspector, mayor, bank, anybody who checks.

const noura = '1072645193';
const ruknAlwaha = 'owner:7001234567';

let hub: TestHub;
let browser: Browser;
let officials: LicenceOfficials;
let photo: Picture;
let otherPhoto: Picture;

beforeAll(async () => {
  browser = await openBrowser({ whole: true, args: ['--font-render-hinting=none'] });
  const front = await street();
  photo = { mimeType: 'image/jpeg', buffer: await sharp(front).toFormat('jpeg').toBuffer() };
  otherPhoto = { ...photo, buffer: await sharp(front).rotate(90).toFormat('jpeg').toBuffer() };
}, 300_000);
afterAll(() => browser?.close());

describe.each(journeys)('a studied licence in Dhahran, $language, begun at $first.width and gone on with at $next.width', { timeout: 400_000 }, (journey) => {
  const { language, first, next, words, place } = journey;
  const say = spoken('requests', language);
  let begun: Device;
  let goesOn: Device;
  let number = '';
  let address = '';
  const at = (device: Device) => new LicenceForm(device);

  let broken = false;

  // Each language has a hub of its own: the place of the shop is taken once a licence is issued for it.
  beforeAll(async () => {
    hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true, readyMs: 220_000 });
    officials = await LicenceOfficials.of(browser, hub.url);
    begun = await Device.of(browser, hub.url, language, first);
    goesOn = await Device.of(browser, hub.url, language, next);
  }, 300_000);
  beforeEach(() => {
    if (broken) throw new Error('an earlier step of this journey failed');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail' || broken) return;
    broken = true;
    for (const { page } of [begun, goesOn, officials.officer, officials.inspector, officials.mayor])
      await picture(page, `failed-${language}-${page.viewportSize()?.width}`);
  });
  afterAll(async () => {
    await begun?.close();
    await goesOn?.close();
    await hub?.remove();
  });

  test('is found from the first page; its card says fee, time and documents; the national sign-in and the capacity lead to its form', async () => {
    const { page } = begun;
    await begun.open('/');
    await page.locator('main a[href="/services"]').first().click();
    await page.locator('.sv-sort').waitFor();
    await page.getByRole('searchbox').first().fill(words.search);
    await page.getByRole('link', { name: words.service, exact: true }).first().click();
    await page.waitForURL(/\/services\/SRV-001$/);
    await page.locator('#start-service').waitFor();
    await begun.looks('01-card');
    await page.locator('#start-service').click();
    await signInNationally(page, noura, ruknAlwaha, (name) => begun.looks(`02-${name}`));
    await page.waitForURL(/\/services\/SRV-001\/apply$/);
    await page.getByRole('button', { name: say('applyBegin') }).waitFor(seconds(60));
    await begun.looks('03-start');
  });

  test('asks for nothing that registers know, says where it comes from, and keeps what is written', async () => {
    const { page } = begun;
    const form = at(begun);
    await page.getByRole('button', { name: say('applyBegin') }).click();
    await form.at('siteHeldBy');
    address = new URL(page.url()).pathname + new URL(page.url()).search;
    await page.getByText('7001234567').first().waitFor(seconds(60));
    await page.getByText('10448-220017').waitFor(seconds(60));
    await begun.looks('04-establishment');
    await form.choose('siteHeldBy', 0);
    await form.goOn();
    await form.at('municipality');
    expect(await form.field('municipality').locator('input').inputValue()).toContain(words.municipality);
    expect(await form.field('site.shortAddress').locator('input').inputValue()).toBe('RDHA4417');
    await begun.looks('05-place');
    await form.saved();
  });

  test('is left there and gone on with on the other device, at the step it was left at', async () => {
    await begun.open('/requests');
    await begun.page.locator('#rq-licences').waitFor();
    await begun.page.locator('a[href^="/services/SRV-001/apply?draft="]').first().waitFor();
    await begun.looks('06-list-draft');
    const { page } = goesOn;
    await goesOn.open('/services/SRV-001/apply');
    await signInNationally(page, noura, ruknAlwaha);
    const goOn = page.getByRole('button', { name: say('applyGoOn'), exact: true }).first();
    await goOn.waitFor(seconds(60));
    await goesOn.looks('07-start-draft');
    await goOn.click();
    const form = at(goesOn);
    await form.at('municipality');
    expect(new URL(page.url()).search).toBe(new URL(address, hub.url).search);
    expect(await form.field('municipality').locator('input').inputValue()).toContain(words.municipality);
    for (const [part, text] of place) await form.type(part, text);
    await form.select('buildingFloor', 0);
    await form.type('shopNumber', language === 'ar' ? '٤' : '5');
    await form.type('buildingPermitNumber', '1234/1447');
    await goesOn.looks('08-place');
    await form.goOn();
  });

  test('reads the fee line by line as activity, area and sign are given', async () => {
    const { page } = goesOn;
    const form = at(goesOn);
    await form.at('activity');
    await form.goOn();
    await page.locator('.am-notice--danger[role="alert"]').waitFor();
    await goesOn.looks('09-activity-refused');
    expect(await form.field('activity').locator('input').inputValue()).toBe(words.activity);
    expect(await form.field('shopArea').locator('input').inputValue()).toBe('80');
    await form.select('licenceYears', 0);
    await form.date('startDate', new Date(Date.now() + 24 * 3_600_000));
    await form.type('healthWorkers', '2');
    await form.frontSign('4', '1');
    await form.no('cleaningContract');
    await page
      .locator('.am-fees')
      .getByText(/1,440\.00/)
      .waitFor(seconds(60));
    await goesOn.looks('10-activity');
    await form.goOn();
  });

  test('uploads photos, reads it all again and sends it: a number, what comes next, the way so far', async () => {
    const { page } = goesOn;
    const form = at(goesOn);
    await form.at('documentFRONT');
    await goesOn.looks('11-documents-empty');
    await form.upload('documentFRONT', { ...photo, name: words.file });
    await form.upload('documentSIGN', { ...photo, name: 'sign.jpg' });
    await form.upload('documentBP', { name: 'permit.pdf', mimeType: 'application/pdf', buffer: pdfOf() });
    await goesOn.looks('12-documents');
    await form.goOn();
    await form.at('undertakingTruth');
    for (const undertaking of ['undertakingTruth', 'undertakingRequirements', 'undertakingVisit']) await form.accept(undertaking);
    await goesOn.looks('13-review');
    await form.goOn();
    await page.getByRole('heading', { name: say('sentTitle') }).waitFor(seconds(60));
    number = new URL(page.url()).pathname.split('/').at(-1)!;
    expect(number).toMatch(/^\d{4}-\d{4}-\d{5}$/);
    await goesOn.looks('14-sent');
  });

  test('is followed with its number: the way so far, the map of the procedure, the papers', async () => {
    const { page } = goesOn;
    await goesOn.open(`/requests/${number}`);
    await page.getByRole('heading', { name: say('requestProgress') }).waitFor(seconds(60));
    await page.getByRole('button', { name: say('mapOpen') }).click();
    await page.locator('.djs-container svg .rm-current').first().waitFor(seconds(60));
    await goesOn.looks('15-request-map');
  });

  test('is returned by the officer with a reason and a note: the clock of the municipality stands still', async () => {
    await officials.returns(number, journey);
  });

  test('is corrected by the owner, told why it came back, and sent again', async () => {
    const { page } = begun;
    await begun.open('/requests');
    await page.locator('.rq-waiting').getByRole('link', { name: words.service }).first().waitFor(seconds(60));
    await begun.looks('19-list-waiting');
    await page.locator(`.rq-waiting a[href="/requests/${number}"]`).click();
    await page.getByText(words.note).first().waitFor(seconds(60));
    await begun.looks('20-returned');
    await page.getByRole('button', { name: say('taskCorrect') }).click();
    const form = at(begun);
    await form.at('siteHeldBy');
    await begun.looks('21-correct');
    for (const field of ['municipality', 'activity', 'documentFRONT']) {
      await form.goOn();
      await form.at(field);
    }
    await form.removeFiles('documentFRONT');
    await form.upload('documentFRONT', { ...photo, name: words.file });
    await begun.looks('22-correct-documents');
    await form.goOn();
    await form.at('undertakingTruth');
    await begun.looks('23-correct-review');
    await form.goOn();
    await page.getByRole('heading', { name: say('requestProgress') }).waitFor(seconds(60));
    await page.getByLabel(say('lettersLabel', { unit: '' }).trim()).fill(words.letter);
    await page.getByRole('button', { name: say('lettersSend') }).click();
    await page.locator('.rq-letter').getByText(words.letter).waitFor(seconds(60));
    await begun.looks('24-sent-again');
  });

  test('is complete for the officer, who sees the earlier return and the letter', async () => {
    await officials.findsComplete(number, journey);
  });

  test('is to be visited: the owner reads when', async () => {
    const { page } = goesOn;
    await goesOn.open(`/requests/${number}`);
    await page.getByText(say('factVisit'), { exact: true }).waitFor(seconds(60));
    await goesOn.looks('25-visit-planned');
  });

  test('is visited: the inspector fills in the checklist on the way through the shop', async () => {
    await officials.visits(number, journey, [photo, otherPhoto]);
  });

  test('is recommended, and approved by the mayor', async () => {
    await officials.approve(number, journey);
  });

  test('is paid by the number of its bill at the bank', async () => {
    const { page } = goesOn;
    await goesOn.open(`/requests/${number}`);
    await page.getByRole('link', { name: say('payOpen') }).waitFor(seconds(90));
    await goesOn.looks('32-to-pay');
    await page.getByRole('link', { name: say('payOpen') }).click();
    await payAtTrialBank(goesOn);
  });

  test('is signed by the mayor with a second factor', async () => {
    await officials.sign(number, journey);
  });

  test('is issued: the paper in both languages, its code, and anybody who checks it', async () => {
    const { page } = goesOn;
    await goesOn.open(`/requests/${number}`);
    const paper = page.locator('.rq-papers a[href^="/api/documents/"]').first();
    await paper.waitFor(seconds(90));
    await goesOn.looks('39-issued');
    const path = (await paper.getAttribute('href'))!;
    const { status, body } = await goesOn.bytesOf(path);
    expect(status).toBe(200);
    const text = textOf(new Uint8Array(body));
    expect(text).toContain('مؤسسة ركن الواحة للتموينات');
    for (const english of ['Commercial licence', 'Dhahran Municipality', 'Groceries']) expect(text).toContain(english);
    keepFile(`39-licence-${language}.pdf`, body);
    const code = qrIn(new Uint8Array(body))!;
    expect(code).toContain('/v/');
    const anybody = await Device.of(browser, hub.url, language, phone);
    await anybody.open(new URL(code).pathname);
    await anybody.page.getByText(words.valid).waitFor(seconds(60));
    await anybody.looks('40-verified');
    await anybody.close();
  });

  test('has a page of its own, from which it is renewed with what is known', async () => {
    const { page } = goesOn;
    await goesOn.open('/requests');
    await page.locator('#rq-licences').waitFor();
    await goesOn.looks('41-list');
    await goesOn.open(`/requests/${number}`);
    await page.locator('a[href^="/licences/"]').first().click();
    await page.waitForURL(/\/licences\/\d{11}$/);
    const licence = new URL(page.url()).pathname.split('/').at(-1)!;
    const own = spoken('shop-licences', language);
    await page.getByText(own('historyTitle')).waitFor(seconds(60));
    await goesOn.looks('42-licence');
    await page.getByRole('link', { name: own('act-renew'), exact: true }).click();
    await page.getByRole('button', { name: say('applyBegin') }).waitFor(seconds(60));
    await goesOn.looks('43-renew-start');
    await page.getByRole('button', { name: say('applyBegin') }).click();
    const form = at(goesOn);
    await form.at('licenceNumber');
    expect(await form.field('licenceNumber').locator('input').inputValue()).toContain(licence);
    // The register keeps the name of the licence in Arabic.
    await page.locator('.rq-form').getByText('مؤسسة ركن الواحة للتموينات').first().waitFor(seconds(60));
    await goesOn.looks('44-renew');
  });
});
