import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';
import { desk, Device, phone, seconds } from './pages/device.ts';
import { LicenceRenewal } from './pages/licence-renewal.ts';
import { signInNationally } from './pages/national-sign-in.ts';
import { picture } from './pages/picture.ts';
import { central, openRolloutLab, register, told, type RolloutLab } from './pages/roll-out-lab.ts';
import { RolloutTeam } from './pages/roll-out-team.ts';
import { spoken } from './pages/spoken.ts';

// Central Dammam in the browser: a licence is renewed in its old database; the team moves the register over on the board; the holder sees that it is now renewable online,
// renews it in ours and has the paper; the team takes the step back, and the holder notices nothing; then forward again, and the old register is archived.

const noura = '1072645193';
const ruknAlwaha = 'owner:7001234567';
/** The licence of a demo person among the rows of the old register. */
const number = '50143110001';
const why = 'تعميم وسط الدمام';

let lab: RolloutLab;
let browser: Browser;
let onDesk: Device;
let onPhone: Device;
let board: Device;
let team: RolloutTeam;

beforeAll(async () => {
  lab = await openRolloutLab(120);
  browser = await openBrowser({ args: ['--font-render-hinting=none'] });
  onDesk = await Device.of(browser, lab.hub.url, 'en', desk);
  onPhone = await Device.of(browser, lab.hub.url, 'ar', phone);
  board = await Device.of(browser, lab.hub.url, 'ar', { width: 1440, height: 900 });
  await board.takesSession(lab.lead.cookie);
  team = new RolloutTeam(board, lab, central);
}, 300_000);
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const { page, language } of [onDesk, onPhone, board]) await picture(page, `failed-central-${language}-${page.viewportSize()?.width}`);
});
afterAll(async () => {
  await browser?.close();
  await lab?.close();
});

interface Row {
  readonly ROKHSA_NO: string;
  readonly TAREEKH_INTIHA: string;
}
/** The last day of the licence as the old register has it, in Hijri. */
const oldLastDay = async () =>
  (await register<{ rows: readonly Row[] }>(lab.hub, 'table?columns=ROKHSA_NO,TAREEKH_INTIHA')).rows.find((row) => row.ROKHSA_NO === number)?.TAREEKH_INTIHA;
/** Renewals of the licence that the old register has carried out. */
const oldRenewals = async () =>
  (await register<{ writes: readonly { licence: string }[] }>(lab.hub, 'writes')).writes.filter(({ licence }) => licence === number);
/** What the holder's page of the licence says of its last day. */
async function shownLastDay(holder: Device): Promise<string> {
  const own = await holder.page.evaluate(async (at) => (await (await fetch(at)).json()) as { validUntil: string }, `/api/shop-licences/own/${number}`);
  return own.validUntil;
}
function hijri(day: string): string {
  const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' });
  const part = Object.fromEntries(format.formatToParts(new Date(day)).map(({ type, value }) => [type, value]));
  return `${part['year']}/${part['month']}/${part['day']}`;
}

/** The licence in the holder's list, all of which is shown. */
async function rowOf({ page }: Device): Promise<Locator> {
  await page.locator('.rq-licences a[href^="/licences/"]').first().waitFor(seconds(60));
  await page.getByRole('button', { name: /^اعرض الرخص/ }).click();
  return page.locator('.rq-licences li', { has: page.locator(`a[href="/licences/${number}"]`) });
}

/** Renews the licence from its own page, and reads the paper. */
async function renewed(holder: Device, name: string, years: 1 | 2): Promise<string> {
  const renewal = new LicenceRenewal(holder, name);
  await holder.open(`/licences/${number}`);
  await holder.page.locator('.sl-acts a[href*="SRV-003"]').click();
  await renewal.begin();
  const sent = await renewal.send(years);
  await renewal.pay(sent.total);
  return renewal.paper(sent.number);
}

test('a licence is renewed by procedure in the old database: once, for the bill, and has a paper of ours', async () => {
  await onDesk.open(`/licences/${number}`);
  await signInNationally(onDesk.page, noura, ruknAlwaha);
  await onDesk.page.locator('.sl-acts a[href*="SRV-003"]').waitFor(seconds(60));
  await onDesk.looks('central-legacy-licence');
  expect(await onDesk.page.getByText(spoken('shop-licences', 'en')('justMoved'), { exact: true }).count()).toBe(0);
  const before = hijri(await shownLastDay(onDesk));
  const paper = await renewed(onDesk, 'central-legacy', 1);
  expect(paper).toContain(number);
  expect(await oldRenewals()).toHaveLength(1);
  const after = await oldLastDay();
  expect(after).toBe(before.replace(/^\d+/, (year) => String(Number(year) + 1)));
  expect(hijri(await shownLastDay(onDesk))).toBe(after);
}, 300_000);

test('the team moves the register on the board: dry run, import, parallel, freeze, import again, sample, new', async () => {
  await team.open();
  await board.looks('roll-out-legacy');
  expect(await team.imports('dry')).toMatchObject({ bad: lab.bad.length, fresh: 120 - lab.bad.length });
  expect(await team.imports('real')).toMatchObject({ bad: lab.bad.length, whole: true });
  await board.looks('roll-out-imported');
  await team.movesTo('parallel', why);
  await team.freezes(why);
  await board.looks('roll-out-frozen');
  const again = await team.imports('real');
  expect(again).toMatchObject({ fresh: 0, whole: true });
  await team.looksAtSample(again);
  await team.movesTo('new', why);
  await board.looks('roll-out-new');
}, 300_000);

test('the holder sees the same licence, now renewable online, and renews it in ours to the paper; the old register is not written', async () => {
  const { page } = onPhone;
  const say = spoken('requests', 'ar');
  await onPhone.open('/requests');
  await signInNationally(page, noura, ruknAlwaha);
  const row = await rowOf(onPhone);
  await row.getByText(say('licenceNowOnline')).waitFor(seconds(60));
  await onPhone.looks('central-new-list');
  await onPhone.open(`/licences/${number}`);
  await page.getByText(spoken('shop-licences', 'ar')('justMoved'), { exact: true }).waitFor(seconds(60));
  // All that a licence of ours can be asked for.
  expect(await page.locator('.sl-acts a[href*="/services/"]').count()).toBe(5);
  await onPhone.looks('central-new-licence');
  const before = await shownLastDay(onPhone);
  const old = await oldLastDay();
  expect(hijri(before)).toBe(old);
  const paper = await renewed(onPhone, 'central-new', 2);
  expect(paper).toContain(number);
  const after = await shownLastDay(onPhone);
  expect(Number(after.slice(0, 4))).toBe(Number(before.slice(0, 4)) + 2);
  expect(await oldRenewals()).toHaveLength(1);
  expect(await oldLastDay()).toBe(old);
}, 300_000);

test('the team takes the step back: what was renewed in ours is written to the old register once, and the holder notices nothing', async () => {
  const { page } = onPhone;
  const before = await shownLastDay(onPhone);
  await team.open();
  await team.takesBackTo('parallel', why);
  await board.looks('roll-out-taken-back');
  expect(await oldRenewals()).toHaveLength(2);
  await onPhone.open(`/licences/${number}`);
  await page.locator('.sl-acts a[href*="SRV-003"]').waitFor(seconds(60));
  await onPhone.looks('central-taken-back-licence');
  const after = await shownLastDay(onPhone);
  expect(hijri(after)).toBe(await oldLastDay());
  // Two years of the Hijri calendar are some days less than two of the Gregorian one.
  expect(Math.abs(Date.parse(after) - Date.parse(before)) / 86_400_000).toBeLessThanOrEqual(24);
  await onPhone.open('/requests');
  const row = await rowOf(onPhone);
  await row.waitFor(seconds(60));
  expect(await row.getByText(spoken('requests', 'ar')('licenceNowOnline')).count()).toBe(0);
}, 300_000);

test('forward again and past the days for taking back, the old register is archived: it may go away, and licences are there', async () => {
  await team.open();
  await team.freezes(why);
  await team.looksAtSample(await team.imports('real'));
  await team.movesTo('new', why);
  await lab.database.query(`UPDATE plugin_shop_licences.rollout_stage SET since = now() - interval '8 days' WHERE unit = $1`, [central]);
  await team.open();
  await team.movesTo('archived', why);
  await board.looks('roll-out-archived');
  const day = await shownLastDay(onPhone);
  await register(lab.hub, 'kill');
  await onPhone.open(`/licences/${number}`);
  await onPhone.page.locator('.sl-acts a[href*="SRV-003"]').waitFor(seconds(60));
  await onPhone.looks('central-archived-licence');
  expect(await shownLastDay(onPhone)).toBe(day);
  expect(await told<{ municipalities: readonly object[] }>(lab.lead, '')).toMatchObject({
    municipalities: expect.arrayContaining([expect.objectContaining({ unit: central, stage: 'archived', next: null })]) as unknown,
  });
}, 300_000);
