import { CalendarDate, GregorianCalendar, IslamicUmalquraCalendar, toCalendar } from '@internationalized/date';
import type { CookieJar } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportAnswer, UnitAnswer } from '../../plugins/shop-licences/shared/rollout-answers.ts';
import { openBrowser } from './pages/browser.ts';
import { pageFaults } from './pages/page-faults.ts';
import {
  actingAs,
  boardOf,
  central,
  ended,
  importNow,
  killAndStartAgain,
  licenceInDraft,
  openRolloutLab,
  refused,
  register,
  renew,
  told,
  type RolloutLab,
} from './pages/roll-out-lab.ts';
import { picture } from './pages/picture.ts';

// Central Dammam's register moves over: 1,000 rows of a real MariaDB, of which 20 are bad, one for each reason; imported, killed, repeated; both in parallel; ours; back.

const why = 'تعميم وسط الدمام';
const step = { why };
/** A licence of one of the demo's people. */
const nouras = '50143110001';
let lab: RolloutLab;
let noura: CookieJar;

beforeAll(async () => {
  lab = await openRolloutLab(1_000);
}, 240_000);
afterAll(() => lab?.close());

const licences = () =>
  lab.database.query<{ number: string; issued: string; until: string; hash: string }>(
    `SELECT number, issued_on::text AS issued, valid_until::text AS until, md5(l::text) AS hash FROM plugin_shop_licences.licence l WHERE unit = $1 ORDER BY number`,
    [central],
  );
const notices = () => lab.database.query('SELECT * FROM plugin_notifications.notification');
const lastDay = async (number: string) =>
  ((await (await lab.hub.client().fetch(`/api/shop-licences/verifications/${number}`)).json()) as { licence: { validUntil: string } }).licence.validUntil;
const legacyDay = async (number: string) =>
  gregorian(
    (await register<{ rows: { ROKHSA_NO: string; TAREEKH_INTIHA: string }[] }>(lab.hub, 'table?columns=ROKHSA_NO,TAREEKH_INTIHA')).rows.find(
      (row) => row.ROKHSA_NO === number,
    )!.TAREEKH_INTIHA,
  );
function gregorian(hijri: string): string {
  const [year = 0, month = 0, day = 0] = hijri.split('/').map(Number);
  return toCalendar(new CalendarDate(new IslamicUmalquraCalendar(), year, month, day), new GregorianCalendar()).toString();
}

test('a dry run reports each row: 980 sound, 20 bad with the reason of each, and writes nothing', async () => {
  const run = await importNow(lab, 'dry');
  expect(run).toMatchObject({ fresh: 980, changed: 0, same: 0, bad: 20, whole: null, error: null });
  const { rows } = await told<{ rows: { number: string; reasons: string[] }[] }>(lab.lead, `/imports/${run.id}/rows?result=bad`);
  const byNumber = (list: readonly { number: string; reason: string }[]) => list.map(({ number, reason }) => `${number} ${reason}`).toSorted();
  expect(byNumber(rows.map(({ number, reasons }) => ({ number, reason: reasons.join('+') })))).toEqual(byNumber(lab.bad));
  expect(await licences()).toEqual([]);
  const report = await (await lab.lead.fetch(`/api/shop-licences/rollout/imports/${run.id}/report`)).text();
  expect(report.split('\r\n').filter(Boolean)).toHaveLength(1_001);
  expect(report).toContain('رقم هوية المالك غير صحيح');
  expect(await refused(lab.lead, `/${central}/stage`, { to: 'parallel', ...step })).toEqual({ code: 'ROLLOUT_STEP_BLOCKED', blocks: ['import-missing'] });
});

test('killed in the middle it goes on by itself where it stopped: 980 in, dates identical, sums agree, nobody is told', async () => {
  const before = (await notices()).length;
  const { id } = await told<ImportAnswer>(lab.lead, `/${central}/imports`, { kind: 'real' });
  await expect.poll(async () => (await told<ImportAnswer>(lab.lead, `/imports/${id}`)).fresh, { timeout: 30_000, interval: 10 }).toBeGreaterThan(150);
  await lab.hub.kill();
  const [{ taken } = { taken: 0 }] = await lab.database.query<{ taken: number }>('SELECT fresh AS taken FROM plugin_shop_licences.import_run WHERE id = $1', [
    id,
  ]);
  expect(taken).toBeLessThan(980);
  expect(await licences()).toHaveLength(taken);
  await killAndStartAgain(lab);
  expect(await ended(lab, id)).toMatchObject({ fresh: 980, changed: 0, same: 0, bad: 20, whole: true, legacySums: { count: 980 }, ownSums: { count: 980 } });

  const bad = new Set(lab.bad.map(({ number }) => number));
  const { rows } = await register<{ rows: { ROKHSA_NO: string; TAREEKH_ISDAR: string; TAREEKH_INTIHA: string }[] }>(
    lab.hub,
    'table?columns=ROKHSA_NO,TAREEKH_ISDAR,TAREEKH_INTIHA',
  );
  const theirs = rows
    .filter((row) => !bad.has(row.ROKHSA_NO))
    .map((row) => [row.ROKHSA_NO, gregorian(row.TAREEKH_ISDAR), gregorian(row.TAREEKH_INTIHA)].join(' '));
  expect((await licences()).map(({ number, issued, until }) => [number, issued, until].join(' '))).toEqual(theirs.toSorted());
  expect(await notices()).toHaveLength(before);
  const history = await lab.database.query('SELECT kind, at::date::text AS at FROM plugin_shop_licences.licence_history WHERE number = $1 ORDER BY nth', [
    '50143010000',
  ]);
  expect(history).toEqual([
    { kind: 'renewed', at: '2024-03-11' },
    { kind: 'imported', at: expect.any(String) as string },
  ]);
  const events = await lab.database.query<{ data: { import: boolean } }>(`SELECT data FROM hub.outbox WHERE type = 'shop-licences.register.imported'`);
  expect(events.every(({ data }) => data.import)).toBe(true);
}, 240_000);

test('run again it changes nothing; paused it waits, and goes on', async () => {
  const before = await licences();
  const again = await importNow(lab, 'real');
  expect(again).toMatchObject({ fresh: 0, changed: 0, same: 980, bad: 20, whole: true });
  expect(await licences()).toEqual(before);
  const { id } = await told<ImportAnswer>(lab.lead, `/${central}/imports`, { kind: 'dry' });
  expect(await refused(lab.lead, `/${central}/imports`, { kind: 'real' })).toMatchObject({ code: 'ROLLOUT_IMPORT_RUNNING' });
  await told(lab.lead, `/imports/${id}/turn`, { to: 'paused' });
  expect(await told<ImportAnswer>(lab.lead, `/imports/${id}`)).toMatchObject({ state: 'paused' });
  await told(lab.lead, `/imports/${id}/turn`, { to: 'running' });
  expect(await ended(lab, id)).toMatchObject({ same: 980, bad: 20 });
});

test('in parallel the old register answers, ours follows with the same key; what differs is listed and not shown to the citizen', async () => {
  await told(lab.lead, `/${central}/stage`, { to: 'parallel', ...step });
  noura = await actingAs(await lab.hub.signIn('noura', 'noura-password-1448'), 'owner:7001234567');
  const before = await legacyDay(nouras);
  await renew(lab, noura, nouras);
  const after = await legacyDay(nouras);
  expect(after > before).toBe(true);
  expect(await lastDay(nouras)).toBe(after);
  expect((await licences()).find(({ number }) => number === nouras)).toMatchObject({ until: after });
  await register(lab.hub, `say?number=${nouras}&column=MAHAL&value=${encodeURIComponent('Another name')}`);
  await lastDay(nouras);
  await expect.poll(async () => (await boardOf(lab)).openDifferences).toBe(1);
  const { differences } = await told<UnitAnswer>(lab.lead, `/${central}`);
  expect(differences.map(({ kind, field, settled }) => [kind, field, settled?.how ?? null])).toEqual([
    ['field', 'shop', null],
    ['calendar', 'validUntil', 'explained'],
  ]);
  await told(lab.lead, `/differences/${differences[0]?.id}/settlement`, { unit: central, how: 'took-legacy', why });
  expect(await boardOf(lab)).toMatchObject({ openDifferences: 0, blocks: ['sample-unseen', 'not-frozen'] });
}, 240_000);

test('frozen, nothing is renewed and the form says when it is back; imported again it is ours, and the old register is not written any more', async () => {
  await told(lab.lead, `/${central}/freeze`, { on: true, ...step });
  expect(await licenceInDraft(noura, nouras)).toMatchObject({
    state: 'none',
    why: expect.stringMatching(/قيد النقل.*تعود خدماته في \d\d\/\d\d\/\d{4}, \d\d:\d\d/) as string,
  });
  expect((await boardOf(lab)).blocks).toEqual(['sample-unseen', 'import-before-freeze']);
  const run = await importNow(lab, 'real');
  expect(run).toMatchObject({ bad: 20, whole: true });
  const { licences: sample } = await told<{ licences: { differ: string[] }[] }>(lab.lead, `/imports/${run.id}/sample`);
  expect(sample).toHaveLength(10);
  expect(sample.every(({ differ }) => differ.length === 0)).toBe(true);
  await told(lab.lead, `/imports/${run.id}/sample`, {});
  await told(lab.lead, `/${central}/stage`, { to: 'new', ...step });
  const legacy = await legacyDay(nouras);
  await renew(lab, noura, nouras);
  expect(await legacyDay(nouras)).toBe(legacy);
  expect((await lastDay(nouras)) > legacy).toBe(true);
  // What was not taken is still found: nobody's licence is gone.
  const left = lab.bad.find(({ reason }) => reason === 'establishment-missing')!;
  expect(await lastDay(left.number)).toBe(await legacyDay(left.number));
}, 240_000);

test('taken back within its days: the renewal is written to the old register, once, and what it cannot take is listed', async () => {
  const before = await legacyDay(nouras);
  await told(lab.lead, `/${central}/roll-back`, step);
  const { row, entries, steps } = await told<UnitAnswer>(lab.lead, `/${central}`);
  expect(row).toMatchObject({ stage: 'parallel', frozenUntil: null });
  expect(entries).toMatchObject([{ number: nouras, kind: 'renewed', outcome: 'written' }]);
  expect(steps.map(({ kind }) => kind)).toEqual(['rolled-back', 'frozen', 'advanced', 'frozen', 'advanced']);
  expect((await legacyDay(nouras)) > before).toBe(true);
  expect(await lastDay(nouras)).toBe(await legacyDay(nouras));
}, 120_000);

describe('the board in a browser', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser()));
  afterAll(() => browser?.close());

  /** The board with the session of the lead. */
  const opened = async (locale: 'ar' | 'en', width: number): Promise<Page> => {
    const context = await browser.newContext({ locale, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    const session = lab.lead.cookie
      .split('; ')
      .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: lab.hub.url }));
    await context.addCookies([...session, { name: 'amanah_lang', value: locale, url: lab.hub.url }]);
    const page = await context.newPage();
    await page.goto(`${lab.hub.url}/staff/rollout`);
    return page;
  };
  const sound = async (page: Page, name: string) => {
    expect(await pageFaults(page), name).toEqual([]);
    await picture(page, `rollout/${name}`);
  };

  test.each([
    ['ar', 360],
    ['ar', 1280],
    ['en', 360],
    ['en', 1280],
  ] as const)(
    'in %s at %i: where each municipality stands, an import with its bad rows, the sample, a move that is asked for with a reason',
    async (locale, width) => {
      const page = await opened(locale, width);
      const arabic = locale === 'ar';
      await page
        .getByText(arabic ? 'تشغيل متوازٍ' : 'Both in parallel')
        .first()
        .waitFor();
      await sound(page, `board-${locale}-${width}`);
      await page.goto(`${lab.hub.url}/staff/rollout/${central}`);
      await page.getByRole('heading', { name: arabic ? 'سجل الخطوات' : 'Steps taken' }).waitFor();
      await sound(page, `unit-${locale}-${width}`);
      await page.getByRole('button', { name: arabic ? 'تجميد السجل' : 'Freeze the register' }).click();
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: arabic ? 'تجميد السجل' : 'Freeze the register' })
        .click();
      await page.getByText(arabic ? 'اكتب السبب في ثلاثة أحرف' : 'Give the reason in at least').waitFor();
      await sound(page, `freeze-${locale}-${width}`);
      await page.keyboard.press('Escape');
      const { imports } = await told<UnitAnswer>(lab.lead, `/${central}`);
      await page.goto(`${lab.hub.url}/staff/rollout/imports/${imports.find(({ whole }) => whole)?.id}`);
      await page.getByText(arabic ? 'رقم هوية المالك غير صحيح' : 'The owner’s identity number is wrong').waitFor();
      await sound(page, `import-${locale}-${width}`);
      await page.getByRole('button', { name: arabic ? 'عرض العينة' : 'Show the sample' }).click();
      await page.getByRole('heading', { name: /50143/ }).first().waitFor();
      await sound(page, `sample-${locale}-${width}`);
    },
  );

  test('a failed question is said, and asked again by a button; without a connection the page says so', async () => {
    const page = await opened('en', 1280);
    await page.route('**/api/shop-licences/rollout', (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{}' }));
    await page.reload();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await picture(page, 'rollout/board-error');
    await page.unroute('**/api/shop-licences/rollout');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Both in parallel').first().waitFor();
    await page.context().setOffline(true);
    await page.evaluate(() => window.dispatchEvent(new CustomEvent('amanah:stream', { detail: { type: 'resync' } })));
    await page.getByRole('heading', { name: /offline|connection/i }).waitFor();
  });
});

test('nobody else moves a register, and nobody without a second factor', async () => {
  await lab.hub.addPerson('officer', 'officer-password-1', { role: `licence-officer@${central}` });
  const officer = await lab.hub.signIn('officer', 'officer-password-1');
  expect(await refused(officer, `/${central}/stage`, { to: 'new', ...step })).toMatchObject({ code: 'HTTP_PERMISSION_DENIED' });
  await lab.hub.addPerson('careless', 'careless-password-1', { role: 'rollout-lead@eamana' });
  const careless = await lab.hub.signIn('careless', 'careless-password-1');
  expect(await refused(careless, `/${central}/stage`, { to: 'new', ...step })).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED' });
});
