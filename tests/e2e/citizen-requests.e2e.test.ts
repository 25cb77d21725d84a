import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { NationalSignIn } from './pages/national-sign-in.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';

// A complaint from its card to its withdrawal: begun on a phone, gone on with at a desk, followed while officials and the person write.

const noura = '1072645193';
const khalid = '1019304755';
const AUTOSAVE = { timeout: 15_000 };

const words = {
  ar: {
    start: 'ابدأ الخدمة',
    begin: 'ابدأ الطلب',
    goOn: 'أكمل المسودة',
    saved: /حُفظت المسودة/,
    kind: 'نظافة',
    details: 'حاوية ممتلئة أمام المدرسة منذ ثلاثة أيام.',
    municipality: 'الظهران',
    districtName: 'الدوحة',
    no: 'لا',
    send: 'أرسل الطلب',
    sent: 'وصلنا طلبك',
    letter: /^رسالتك إلى/,
    letterSend: 'أرسل الرسالة',
    letterText: 'أضيف: الرائحة شديدة مساءً.',
    mapOpen: 'اعرض الخريطة',
    here: 'هنا الطلب الآن',
    withdraw: 'اسحب الطلب',
    withdrawn: 'انتهى الطلب',
    takeOther: 'أكمل من النسخة الأخرى',
  },
  en: {
    start: 'Start the service',
    begin: 'Begin the request',
    goOn: 'Go on with the draft',
    saved: /Draft saved/,
    kind: 'Cleaning',
    details: 'A full container before the school for three days.',
    municipality: 'Dhahran',
    districtName: 'Ad Dawhah',
    no: 'No',
    send: 'Send the request',
    sent: 'We have your request',
    letter: /^Your letter to/,
    letterSend: 'Send the letter',
    letterText: 'I add: the smell is strong in the evening.',
    mapOpen: 'Show the map',
    here: 'The request is here now',
    withdraw: 'Withdraw the request',
    withdrawn: 'The request has ended',
    takeOther: 'Go on with the other one',
  },
} as const;

let hub: TestHub;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  hub = await createTestHub({ profile: 'demo', signIn: 'national', standIns: true, readyMs: 220_000 });
  browser = await openBrowser({ args: ['--font-render-hinting=none'] });
}, 240_000);
afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await browser?.close();
  await hub?.remove();
});

async function device(language: 'ar' | 'en', width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce', timezoneId: 'Asia/Riyadh' });
  contexts.push(context);
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => expect.soft(error).toBeUndefined());
  return page;
}

/** Through the national sign-in, and as oneself where there is a choice. */
async function signIn(page: Page, nationalId: string): Promise<void> {
  await page.locator('main form button').first().click();
  await page.locator('input[name=national_number]').waitFor();
  await new NationalSignIn(page).approve(nationalId);
  await page.waitForURL((address) => !address.pathname.startsWith('/auth/sign-in') && address.origin === hub.url, { timeout: 30_000 });
  if (!new URL(page.url()).pathname.startsWith('/auth/capacity')) return;
  await page.locator('main input[type=radio]').first().check({ force: true });
  await page.locator('main form button[type=submit], main form button').last().click();
}

const sound = async (page: Page) => expect(await pageFaults(page)).toEqual([]);

describe.each([
  ['ar', noura, 360],
  ['en', khalid, 390],
] as const)('a complaint in %s', (language, person, phoneWidth) => {
  const w = words[language];
  let phone: Page;
  let desk: Page;
  let number = '';
  const shot = async (page: Page, name: string) => {
    await picture(page, `${name}-${language}-${page.viewportSize()?.width}`);
    await sound(page);
  };

  test('is begun from its card on a phone, by way of sign-in, and left', async () => {
    phone = await device(language, phoneWidth);
    await phone.goto(`${hub.url}/services/SRV-071`);
    await phone.locator('#start-service').click();
    await signIn(phone, person);
    await phone.waitForURL(`${hub.url}/services/SRV-071/apply`);
    await phone.getByRole('button', { name: w.begin }).waitFor();
    await shot(phone, 'start');
    await phone.getByRole('button', { name: w.begin }).click();
    await phone.waitForURL(/draft=/);
    await phone.locator('#form-reportKind button').click();
    await phone.getByRole('option', { name: w.kind }).click();
    await phone.locator('#form-details textarea').fill(w.details);
    await shot(phone, 'form');
    await phone.locator('.rq-form button[type=submit]').click();
    await phone.locator('#form-municipality input').waitFor();
    await phone.getByText(w.saved).waitFor(AUTOSAVE);
    await phone.goto(`${hub.url}/requests`);
    await phone.locator('a[href^="/services/SRV-071/apply?draft="]').first().waitFor();
    await phone.locator('#rq-licences').waitFor();
    await shot(phone, 'list-draft');
  });

  test('is found on a desk at the step it was left at; two windows do not overwrite each other; it is sent', async () => {
    desk = await device(language, 1280);
    await desk.goto(`${hub.url}/services/SRV-071/apply`);
    await signIn(desk, person);
    await desk.getByRole('button', { name: w.goOn, exact: true }).first().waitFor();
    await shot(desk, 'start-draft');
    await desk.getByRole('button', { name: w.goOn, exact: true }).first().click();
    await desk.locator('#form-municipality input').waitFor();

    const other = await desk.context().newPage();
    await other.goto(desk.url());
    await other.locator('#form-municipality input').fill(w.municipality);
    await other.getByRole('option').first().click();
    await other.getByText(w.saved).waitFor(AUTOSAVE);
    await desk.locator('#form-site-district input').fill('x1');
    await desk.getByRole('button', { name: w.takeOther }).waitFor(AUTOSAVE);
    await shot(desk, 'conflict');
    await desk.getByRole('button', { name: w.takeOther }).click();
    await expect.poll(() => desk.locator('#form-municipality input').inputValue(), AUTOSAVE).toContain(w.municipality);
    await other.close();

    await desk.locator('#form-site-district input').fill(w.districtName);
    await shot(desk, 'form');
    await desk.locator('.rq-form button[type=submit]').click();
    await desk.locator('#form-documentPHOTOS input[type=file]').setInputFiles({ name: 'حاوية.png', mimeType: 'image/png', buffer: await desk.screenshot() });
    await expect.poll(() => desk.locator('#form-documentPHOTOS .am-file--done').count(), AUTOSAVE).toBe(1);
    await desk.locator('#form-wantsCall').getByText(w.no, { exact: true }).click();
    await desk.locator('.rq-form button[type=submit]').click();
    await desk.locator('#form-undertakingTruth label').click();
    await shot(desk, 'review');
    await desk.getByRole('button', { name: w.send }).click();
    await desk.getByRole('heading', { name: w.sent }).waitFor(AUTOSAVE);
    number = new URL(desk.url()).pathname.split('/').at(-1)!;
    expect(number).toMatch(/^\d{4}-\d{4}-\d{5}$/);
    await shot(desk, 'sent');
  });

  test('is followed on the phone: letters, papers, its place on the map', async () => {
    await phone.goto(`${hub.url}/requests/${number}`);
    const letter = phone.getByLabel(w.letter);
    await letter.fill(w.letterText);
    await phone.getByRole('button', { name: w.letterSend }).click();
    await phone.locator('.rq-letter').getByText(w.letterText).waitFor();
    await phone.locator('.rq-papers').getByText('حاوية.png').waitFor();
    await shot(phone, 'request');
    await desk.goto(`${hub.url}/requests/${number}`);
    await desk.getByRole('button', { name: w.mapOpen }).click();
    await desk.locator('.djs-container svg .rm-current').first().waitFor();
    expect(await desk.locator('.rq-way__step--current').getByText(w.here).count()).toBe(1);
    await desk.getByRole('link', { name: /bpmn\.io/i }).waitFor();
    await shot(desk, 'map');
  });

  test('is withdrawn on one device, and the other one says so by itself', async () => {
    await phone.getByRole('heading', { name: w.withdrawn }).waitFor({ state: 'detached' });
    await desk.getByRole('button', { name: w.withdraw }).click();
    const question = desk.getByRole('alertdialog');
    await question.waitFor();
    await shot(desk, 'withdraw');
    await question.getByRole('button', { name: w.withdraw }).click();
    await desk.getByRole('heading', { name: w.withdrawn }).waitFor(AUTOSAVE);
    await phone.getByRole('heading', { name: w.withdrawn }).waitFor({ timeout: 30_000 });
    await shot(desk, 'withdrawn');
    await desk.goto(`${hub.url}/requests?show=ended`);
    await desk.locator(`a[href="/requests/${number}"]`).waitFor();
    await desk.locator('#rq-licences').waitFor();
    await desk.waitForLoadState('networkidle');
    await shot(desk, 'list');
    await desk.setViewportSize({ width: 1024, height: 844 });
    await shot(desk, 'list');
  });
});

test('what is not there, not allowed or not reached says so and leads on', async () => {
  const page = await device('ar', 360);
  await page.goto(`${hub.url}/requests/1448-0606-99999`);
  await signIn(page, khalid);
  await page.getByText('لا يوجد طلب بهذا الرقم').first().waitFor();
  await sound(page);
  await page.goto(`${hub.url}/services/SRV-071/apply?draft=00000000-0000-4000-8000-000000000000`);
  await page.getByText('لم تعد هذه المسودة موجودة').waitFor();
  await sound(page);
  await page.route('**/api/requests/own*', (route) => route.fulfill({ status: 503, body: '' }));
  await page.goto(`${hub.url}/requests`);
  await page.getByRole('button', { name: 'أعد المحاولة' }).first().waitFor();
  await sound(page);
  await page.unroute('**/api/requests/own*');
  await page.getByRole('button', { name: 'أعد المحاولة' }).first().click();
  await page.getByRole('group', { name: 'عرض' }).waitFor();
});
