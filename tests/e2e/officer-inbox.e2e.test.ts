import type { CookieJar } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import {
  addPhoto,
  answerOf,
  halfFilledVisit,
  looked,
  sampleReports,
  sendReport,
  startOfficersHub,
  street,
  taskOf,
  visitScoreOf,
  workplaceOf,
  type OfficersHub,
  ask,
  type Inbox,
} from './pages/officer-cases.ts';
import { caseOfficer, inspector, operator, sectionHead, type StaffAccount } from './pages/staff-sign-in.ts';

const seconds = (count: number) => ({ timeout: count * 1_000 });

let office: OfficersHub;
let browser: Browser;
let alice: CookieJar;
let dhahran: CookieJar;
/** By what they are for. */
const numbers: Record<string, string> = {};

beforeAll(async () => {
  office = await startOfficersHub();
  const { hub } = office;
  await hub.addPerson('dhahran', 'dhahran-password-1', { role: 'service-officer@m-dhahran', name: { ar: 'نوف القحطاني', en: 'Nouf Alqahtani' } });
  dhahran = await hub.signIn('dhahran', 'dhahran-password-1');
  alice = await hub.signIn('alice', 'alice-password');
  Object.assign(numbers, await sampleReports(office, alice));
  browser = await openBrowser();
}, 240_000);
const staff = (account: StaffAccount, path: string) => workplaceOf(browser, office.hub.url, account, path);

afterAll(async () => {
  await browser?.close();
  await office?.remove();
});

describe('a case officer', () => {
  let officer: Awaited<ReturnType<typeof staff>>;
  beforeAll(async () => void (officer = await staff(caseOfficer, '/staff/inbox')), 120_000);
  afterAll(() => officer?.context.close());
  const row = (number: string) => officer.page.locator('.rs-task', { hasText: number });

  test('has one inbox over all units, what is late first, told in words; the filter stays in the address', async () => {
    const { page, open } = officer;
    await open('/staff/inbox');
    const shown = await page.locator('.rs-task').allTextContents();
    expect(shown[0]).toContain(numbers['late']);
    expect(shown[0]).toContain('متأخرة 3 ساعات');
    expect(shown[1]).toContain('باقي ساعة');
    await looked(page, 'inbox-ar-1440');
    await page.locator('.rs-figures button', { hasText: 'متأخرة' }).click();
    await expect.poll(() => page.locator('.rs-task').count()).toBe(1);
    expect(new URL(page.url()).search).toBe('?due=late');
    await page.reload();
    await page.locator('.rs-task').first().waitFor(seconds(20));
    expect(await page.locator('.rs-task').count()).toBe(1);
    await page.getByRole('button', { name: 'احفظ هذا العرض' }).click();
    await page.getByLabel('اسم العرض').fill('المتأخر من البلاغات');
    await page.getByRole('dialog').getByRole('button', { name: 'احفظ' }).click();
    await page.getByRole('button', { name: 'المتأخر من البلاغات', exact: true }).waitFor();
    await page.getByRole('button', { name: 'المتأخر من البلاغات', exact: true }).click();
    await expect.poll(() => page.locator('.rs-task').count()).toBeGreaterThan(3);
  });

  test('walks it by the keyboard, and learns of a new task without loading the page again', async () => {
    const { page, open } = officer;
    await open('/staff/inbox');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(`/staff/cases/${numbers['late']}`);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'مفاتيح الاختصار' }).waitFor();
    await page.keyboard.press('Escape');
    const before = await page.locator('.rs-task').count();
    numbers['new'] = await sendReport(alice, { details: 'إطارات تالفة ملقاة قرب الحديقة' });
    await expect.poll(() => page.locator('.rs-task').count(), seconds(30)).toBe(before + 1);
  });

  test('takes several at once, and is told which one a colleague had taken before', async () => {
    const { page, open } = officer;
    await open('/staff/inbox');
    await answerOf(dhahran, 'POST', '/tasks/claims', { tasks: [await taskOf(dhahran, numbers['raced']!)] });
    await page.locator('.rs-task', { hasText: numbers['raced'] }).getByText('مع نوف القحطاني').waitFor(seconds(20));
    await row(numbers['soon']!).locator('label.am-check').click();
    await row(numbers['raced']!).locator('label.am-check').click();
    await looked(page, 'inbox-selected-ar-1440');
    await page.getByRole('region', { name: 'مهمتان محددتان' }).getByRole('button', { name: 'خذها' }).click();
    const said = page.locator('.am-notice--warn');
    await said.waitFor();
    expect(await said.textContent()).toMatch(new RegExp(`تمت مهمة واحدة.*لم تتم مهمة واحدة.*${numbers['raced']}`));
    await row(numbers['soon']!).getByText('معك').waitFor();
  });

  test('sees the case on one page, the photo beside the data, and decides with reasons and a note', async () => {
    const { page, open } = officer;
    await open(`/staff/cases/${numbers['late']}`);
    await page
      .getByRole('button', { name: /container\.png/ })
      .first()
      .click();
    await expect.poll(() => page.locator('.rs-preview img').evaluate((image: HTMLImageElement) => image.naturalWidth), seconds(15)).toBeGreaterThan(0);
    await looked(page, 'case-ar-1440');
    await page.getByRole('tab', { name: /المستندات/ }).click();
    await looked(page, 'case-documents-ar-1440');
    await page.getByRole('tab', { name: 'خريطة الإجراء' }).click();
    await page.locator('.rs-parts svg g.djs-element').first().waitFor(seconds(20));
    await looked(page, 'case-map-ar-1440');
    await page.getByRole('button', { name: 'سجّل القرار' }).click();
    await page.getByText('اختر القرار أولاً').waitFor();
    await page.getByText('إحالة إلى جهة أخرى').click();
    await page.locator('.rs-decide').getByRole('button', { name: 'إحالة إلى جهة أخرى' }).click();
    await page.getByText('اكتب ملاحظة').waitFor();
    await page.getByText('من اختصاصنا').click();
    await page.locator('.rs-decide').getByRole('button', { name: 'من اختصاصنا' }).click();
    await page.getByText('سُجّل القرار').waitFor(seconds(60));
    await looked(page, 'case-decided-ar-1440');
  });

  test('is told when the case changed meanwhile, sees it as it is now, and keeps what was written', async () => {
    const { page, open } = officer;
    await open(`/staff/cases/${numbers['new']}`);
    await page.getByText('إحالة إلى جهة أخرى').click();
    await page.locator('.rs-decide textarea').fill('من اختصاص شركة المياه الوطنية');
    await office.database.query('UPDATE plugin_requests.request SET revision = revision + 1 WHERE number = $1', [numbers['new']]);
    const again = page.waitForResponse((answer) => answer.url().endsWith(`/cases/${numbers['new']}`));
    await page.locator('.rs-decide').getByRole('button', { name: 'إحالة إلى جهة أخرى' }).click();
    await page.getByText('تغيّر الطلب منذ فتحته').waitFor(seconds(20));
    await again;
    expect(await page.locator('.rs-decide textarea').inputValue()).toBe('من اختصاص شركة المياه الوطنية');
    await page.locator('.rs-decide').getByRole('button', { name: 'إحالة إلى جهة أخرى' }).click();
    await page.getByText('سُجّل القرار').waitFor(seconds(60));
  });

  test('finds cases by what is known of them; every page is whole on desktop and phone, in both languages, without a fault that axe finds', async () => {
    const { page, open } = officer;
    await open('/staff/cases');
    await page.getByRole('searchbox', { name: 'ابحث' }).fill(numbers['khobar']!);
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    for (const [width, language] of [
      [1440, 'en'],
      [390, 'ar'],
    ] as const) {
      await page.setViewportSize({ width, height: 844 });
      for (const [name, path] of [
        ['inbox', '/staff/inbox'],
        ['case', `/staff/cases/${numbers['signed']}`],
        ['cases', '/staff/cases'],
        ['deputies', '/staff/deputies'],
      ] as const) {
        await open(path, language);
        await looked(page, `${name}-${language}-${width}`);
      }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});

test('whoever may read a case but has no task in it sees identifiers in part, and is told so', async () => {
  expect(await answerOf<object>(dhahran, 'GET', `/cases/${numbers['visit']}`)).toMatchObject({ applicant: { nationalId: '•••••••637' }, tasks: [] });
});

test('an inspector fills in the checklist; the server reckons the score, which a failed critical item caps', async () => {
  const { page, context, open } = await staff(inspector, '/staff/inbox');
  await open(`/staff/cases/${numbers['visit']}`);
  await page.getByLabel('تاريخ الزيارة').first().waitFor(seconds(20));
  await halfFilledVisit(page, office, numbers['visit']!);
  await page.reload();
  await page.getByText('59 من 100').waitFor(seconds(20));
  await looked(page, 'checklist-ar-1440');
  await page.setViewportSize({ width: 390, height: 844 });
  await looked(page, 'checklist-ar-390');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page
    .getByRole('button', { name: /متابعة|تابع|الصور والملاحظات/ })
    .last()
    .click();
  await addPhoto(page, 'front.png', await street());
  await page.getByRole('button', { name: 'النموذج مكتمل' }).click();
  await page.getByText('أقل عدد من الملفات المختلفة: 2').first().waitFor(seconds(20));
  await looked(page, 'visit-photos-ar-1440');
  await addPhoto(
    page,
    'exit.png',
    await sharp(await street())
      .grayscale()
      .png()
      .toBuffer(),
  );
  await page.getByRole('button', { name: 'النموذج مكتمل' }).click();
  await page.getByText('من اختصاصنا').click();
  await page.locator('.rs-decide').getByRole('button', { name: 'من اختصاصنا' }).click();
  await page.getByText('سُجّل القرار').waitFor(seconds(60));
  expect(await visitScoreOf(office, numbers['visit']!)).toMatchObject({ points: 59, failed: ['item17'], critical: ['item17'] });
  await context.close();
});

test('a head sees the load and gives a late task to somebody', async () => {
  const { page, context, open } = await staff(sectionHead, '/staff/load');
  await open('/staff/load');
  await page.getByRole('heading', { name: 'متأخرة أو قريبة الموعد' }).waitFor();
  await looked(page, 'load-ar-1440');
  await page.getByRole('button', { name: `أسند مهمة الطلب ${numbers['soon']}` }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /الزميل/ })
    .click();
  await page.getByRole('option', { name: /نوف القحطاني/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'سلّمها إلى زميل' }).click();
  await expect
    .poll(async () => (await answerOf<Inbox>(dhahran, 'GET', '/inbox?who=mine')).tasks.map(({ request }) => request), seconds(20))
    .toContain(numbers['soon']);
  await page.setViewportSize({ width: 390, height: 844 });
  await open('/staff/load', 'en');
  await looked(page, 'load-en-390');
  await context.close();
});

test('an operator sees what stands still and tries it again', async () => {
  const { page, context, open } = await staff(operator, '/staff/stuck');
  await office.database.query(`UPDATE plugin_requests.request SET stuck = 'no way on at G4' WHERE number = $1`, [numbers['khobar']]);
  await open('/staff/stuck');
  await page.getByText('no way on at G4').waitFor();
  await looked(page, 'stuck-ar-1440');
  await page.getByRole('button', { name: `أعد محاولة الطلب ${numbers['khobar']}` }).click();
  await page.getByText('أُعيدت المحاولة').waitFor();
  await context.close();
});

test('a deputy has the tasks of the official on leave once each, told in whose place, and takes them over', async () => {
  await office.hub.addPerson('cover', 'cover-password-1', { role: 'service-officer@m-dhahran', name: { ar: 'بديل', en: 'Cover' } });
  const cover = await office.hub.signIn('cover', 'cover-password-1');
  const held = async () => (await answerOf<Inbox>(cover, 'GET', '/inbox')).tasks.filter(({ request }) => request === numbers['raced']);
  const day = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
  const { colleagues } = await answerOf<{ colleagues: { id: string; name: string }[] }>(dhahran, 'GET', '/deputies');
  const deputy = colleagues.find(({ name }) => name === 'بديل')!.id;
  await answerOf(dhahran, 'PUT', '/deputies', { deputy, from: day, until: day });
  expect(await held()).toEqual([expect.objectContaining({ inPlaceOf: 'نوف القحطاني' })]);
  const task = await taskOf(cover, numbers['raced']!);
  expect(await answerOf(cover, 'POST', '/tasks/claims', { tasks: [task] })).toMatchObject({ done: [task] });
  await office.hub.addPerson('qatif', 'qatif-password-1', { role: 'service-officer@m-qatif' });
  const elsewhere = await office.hub.signIn('qatif', 'qatif-password-1');
  expect((await ask(elsewhere, 'PUT', '/deputies', { deputy, from: day, until: day })).status).toBe(403);
});
