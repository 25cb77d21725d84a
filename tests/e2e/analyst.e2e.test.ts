import type { CookieJar } from '@amanah/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { answerOf, sendReport, startOfficersHub, type OfficersHub } from './pages/officer-cases.ts';
import { pageFaults } from './pages/page-faults.ts';
import { picture } from './pages/picture.ts';
import { signInAsOfficial } from './pages/staff-sign-in.ts';

/** The procedure analyst of config/demo/people.yaml. */
const dalal = { username: 'dalal', password: 'Procedure-Analyst-1448', totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXX' };
const procedure = '/staff/procedures/pattern-complaint';
const details = 'حاوية ممتلئة منذ ثلاثة أيام أمام المسجد';
const newName = 'فرز البلاغ خلال أربع ساعات';
const seconds = (count: number) => ({ timeout: count * 1_000 });

let office: OfficersHub;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let late: string;
let alice: CookieJar;
/** What the page's policy forbade: nothing may be tried. */
const forbidden: string[] = [];

beforeAll(async () => {
  office = await startOfficersHub();
  alice = await office.hub.signIn('alice', 'alice-password');
  late = await sendReport(alice, { details });
  await Promise.all([sendReport(alice, { details }), sendReport(alice, { details, municipality: 'm-qatif' })]);
  await office.due(late, '11 hours', '-3 hours');
  await remember(late);
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ar-SA' });
  page = await context.newPage();
  page.on('console', (message) => message.text().includes('Content Security Policy') && forbidden.push(message.text()));
  await signInAsOfficial(page, office.hub.url, dalal, '/staff/procedures');
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await office?.remove();
});

/** Forty requests of the last weeks, each like the given one, that were answered after one review or two. */
async function remember(like: string): Promise<void> {
  const past = `('1448-0501-' || lpad(nth::text, 5, '0'))`;
  const times = `now() - nth * interval '1 day'`;
  const { database } = office;
  await database.query(
    `INSERT INTO plugin_requests.request SELECT (jsonb_populate_record(r, jsonb_build_object('number', ${past}, 'submit_key', 'past-' || nth, 'submitted_at', ${times},
       'ended_at', ${times} + nth * interval '2 hours', 'ending', 'completed', 'state', 'closed', 'due_at', NULL))).*
     FROM plugin_requests.request r, generate_series(1, 40) AS nth WHERE number = $1`,
    [like],
  );
  for (const [step, token, decision, hours] of [
    ['T1', 1, 'take-on', 3],
    ['T2', 2, 'answered', 30],
    ['T4', 3, 'solved', 50],
  ] as const)
    await database.query(
      `INSERT INTO plugin_requests.task SELECT (jsonb_populate_record(t, jsonb_build_object('request', ${past}, 'step', $2::text, 'token', $3::int, 'decision', $4::text,
         'opened_at', ${times}, 'closed_at', ${times} + (nth % 5 + 1) * $5::int * interval '20 minutes', 'closed_by', 'somebody'))).*
       FROM plugin_requests.task t, generate_series(1, 40) AS nth WHERE request = $1 AND t.step = 'T1'`,
      [like, step, token, decision, hours],
    );
}

async function looked(name: string, at = page): Promise<void> {
  expect(await pageFaults(at), name).toEqual([]);
  await picture(at, name);
}
const shape = (id: string) => page.locator(`.djs-shape[data-element-id="${id}"]`);
const badges = (id: string) => page.locator(`.djs-overlays[data-container-id="${id}"] .rm-badge`).allTextContents();
const field = (label: string) => page.getByLabel(label, { exact: false });
const stands = async (number: string) => {
  const { steps } = await answerOf<{ steps: { title: string; state: string }[] }>(alice, 'GET', `/own/${number}/map`);
  return steps.find(({ state }) => state === 'current')?.title;
};

describe('a procedure analyst', () => {
  test('finds the busiest procedure first, with what is late and how long it takes', async () => {
    await page.locator('tbody tr').first().waitFor(seconds(30));
    expect(await page.locator('tbody tr').first().locator('th, td').allTextContents()).toEqual(['بلاغ أو شكوى أو اقتراح7 خدمات', '3', '1', '40', '41 ساعة']);
    await looked('list');
    await page.getByRole('searchbox').last().fill('لا يوجد مثله');
    await page.getByText('لا إجراء بهذا الاسم').waitFor();
    await page.getByRole('searchbox').last().fill('بلاغ أو شكوى');
    await page.getByRole('link', { name: 'بلاغ أو شكوى أو اقتراح' }).click();
    await page.waitForURL(`**${procedure}`);
  });

  test('sees on the diagram and in the table what stands where, of all municipalities or one', async () => {
    await shape('T1').waitFor(seconds(30));
    await expect.poll(() => badges('T1'), seconds(20)).toEqual(['3', '1', '3 ساعات']);
    const row = page.locator('tbody tr', { hasText: 'فرز البلاغ وتحديد المختص' });
    expect(await row.locator('td').allTextContents()).toEqual(['3', '1', '40', '3 ساعات']);
    await expect.poll(() => page.locator('.bjs-powered-by').isVisible()).toBe(true);
    await looked('figures');
    await page.goto(`${office.hub.url}${procedure}?unit=m-qatif`);
    await expect.poll(() => badges('T1'), seconds(20)).toEqual(['1']);
  });

  test('draws a change; a step that cannot be reached any more is found, leads to its place, and is gone when it is undone', async () => {
    await page.goto(`${office.hub.url}${procedure}`);
    await page.getByRole('link', { name: 'ارسم نسخة جديدة' }).click();
    await shape('T1').waitFor(seconds(30));
    await shape('T1').click();
    await expect.poll(() => field('الاسم بالعربية').inputValue(), seconds(10)).toBe('فرز البلاغ وتحديد المختص');
    await field('الاسم بالعربية').fill(newName);
    await field('الاسم بالإنجليزية').fill('Triage within four hours');
    await field('مدة الخطوة').fill('PT4H');
    await field('مدة الخطوة').blur();
    await page.getByText(/^حُفظت المسودة/).waitFor(seconds(20));
    await page.getByText('لا ملاحظات: المسودة صالحة للنشر').waitFor(seconds(20));
    await looked('drawing');

    await page.getByRole('combobox', { name: 'العنصر' }).fill('سهم: أُجيب');
    await page.getByRole('option', { name: 'سهم: أُجيب' }).first().click();
    await page.getByRole('button', { name: 'احذف العنصر' }).click();
    const finding = page.getByRole('button', { name: 'لا يمكن الوصول إلى «إرسال الإجابة»' });
    await finding.waitFor(seconds(20));
    expect(await page.getByRole('button', { name: 'انشر', exact: true }).isDisabled()).toBe(true);
    await finding.click();
    await expect.poll(() => field('الاسم بالعربية').inputValue(), seconds(10)).toBe('إرسال الإجابة');
    await looked('finding');
    await page.getByRole('button', { name: 'تراجع' }).click();
    await page.getByText('لا ملاحظات: المسودة صالحة للنشر').waitFor(seconds(20));
  });

  test('adds a step, says what kind it is and what it does, and takes it back', async () => {
    await shape('T8').click();
    await page.locator('.djs-context-pad [data-action="append.append-task"]').click();
    await page
      .getByRole('button', { name: /^عنصر لا تنفذه/ })
      .first()
      .waitFor(seconds(20));
    await page.getByRole('button', { name: 'النوع' }).click();
    await page.getByRole('option', { name: 'عملية آلية' }).click();
    await field('الاسم بالعربية').fill('خطوة جديدة');
    await field('العملية الآلية').fill('no.such.operation');
    await field('العملية الآلية').blur();
    // What cannot be run at all is said first: the step that it follows has two ways out now.
    await expect.poll(() => page.getByRole('button', { name: /^عنصر لا تنفذه/ }).count(), seconds(20)).toBe(0);
    await page.getByRole('button', { name: /ضم البلاغ إلى بلاغ سابق/ }).waitFor(seconds(20));
    expect(await field('العملية الآلية').inputValue()).toBe('no.such.operation');
    await looked('new-step');
    const undo = page.getByRole('button', { name: 'تراجع' });
    while ((await page.getByText('خطوة جديدة').count()) > 0 || (await page.locator('.djs-shape[data-element-id^="Activity_"]').count()) > 0) await undo.click();
    await page.getByText('لا ملاحظات: المسودة صالحة للنشر').waitFor(seconds(20));
  });

  test('finds the draft again as it was left', async () => {
    await page.goto(`${office.hub.url}${procedure}`);
    await page.getByRole('link', { name: 'أكمل مسودتك' }).click();
    await shape('T1').waitFor(seconds(30));
    await shape('T1').click();
    await expect.poll(() => field('الاسم بالعربية').inputValue(), seconds(10)).toBe(newName);
    expect(await field('مدة الخطوة').inputValue()).toBe('PT4H');
  });

  test('plays it on the recorded past and compares it with the present version', async () => {
    await page.getByRole('button', { name: 'شغّل على الماضي المسجل' }).click();
    await page.getByRole('heading', { name: 'نتيجة التشغيل' }).waitFor(seconds(30));
    expect(await page.getByText('500 طلب، بأوقات').textContent()).toContain('120');
    await page.getByRole('button', { name: 'قارن بالنسخة الحالية' }).click();
    await page.getByText('خطوات تغيّرت').waitFor(seconds(30));
    expect(await page.locator('.ra-plain', { hasText: newName }).count()).toBe(1);
    await looked('played');
  });

  test('publishes it for one municipality from today: new requests there begin on it, elsewhere not', async () => {
    await page.getByRole('button', { name: 'انشر', exact: true }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'انشر' }).click();
    await dialog.getByText('اختر البلدية').waitFor();
    await dialog.getByRole('combobox', { name: 'البلدية' }).fill('الظهران');
    await page
      .getByRole('option', { name: /الظهران/ })
      .first()
      .click();
    await expect.poll(() => page.getByRole('listbox').count(), seconds(10)).toBe(0);
    await looked('publish');
    await dialog.getByRole('button', { name: 'انشر' }).click();
    await page.waitForURL(/view=versions/);
    const line = page.locator('tbody tr', { hasText: 'دلال' });
    await line.waitFor(seconds(20));
    expect(await line.textContent()).toContain('الظهران');
    await looked('versions');
    const [dhahran, qatif] = [await sendReport(alice, { details }), await sendReport(alice, { details, municipality: 'm-qatif' })];
    expect([await stands(dhahran), await stands(qatif)]).toEqual([newName, 'فرز البلاغ وتحديد المختص']);
  });

  test('tries the move of running requests, then moves them', async () => {
    await page.reload();
    await page
      .getByRole('button', { name: /^انقل طلبات النسخة/ })
      .last()
      .click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'جرّب النقل' }).click();
    await dialog.getByText('تُنقل 4 طلبات').waitFor(seconds(20));
    await looked('move');
    await office.database.query(`UPDATE plugin_requests.task SET opened_at = now() - interval '30 days' WHERE request = $1`, [late]);
    await dialog.getByRole('button', { name: 'انقل الطلبات' }).click();
    await dialog.getByText('نُقلت 4 طلبات').waitFor(seconds(20));
    const stillLate = await office.database.query(`SELECT due_at < now() AS late FROM plugin_requests.task WHERE request = $1 AND closed_at IS NULL`, [late]);
    expect(stillLate, 'a move forgives no delay').toEqual([{ late: true }]);
    await dialog.getByRole('button', { name: 'إغلاق' }).click();
  });

  test('reads the same in English and on a phone, where drawing says what it needs', async () => {
    await page.goto(`${office.hub.url}/language/en?rd=${encodeURIComponent(`${procedure}?view=compare`)}`);
    await page.getByText('Steps changed').waitFor(seconds(30));
    await looked('compare-en');
    const phone = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true, storageState: await context.storageState() });
    const small = await phone.newPage();
    for (const [name, path] of [
      ['phone-list', '/staff/procedures'],
      ['phone-figures', procedure],
      ['phone-draw', `${procedure}/draw`],
    ] as const) {
      await small.goto(`${office.hub.url}${path}`);
      await small.locator('.rs-sheet').waitFor(seconds(30));
      if (path === procedure) await small.locator('.djs-shape').first().waitFor(seconds(30));
      await looked(name, small);
    }
    expect(await small.getByText('Drawing needs a wider window').isVisible()).toBe(true);
    await phone.close();
    expect(forbidden).toEqual([]);
  });
});
