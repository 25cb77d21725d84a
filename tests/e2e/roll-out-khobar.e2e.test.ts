import type { CookieJar } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UnitAnswer } from '../../plugins/shop-licences/shared/rollout-answers.ts';
import { licencesOf } from '../legacy/shop-licences/licences.ts';
import { municipalities } from '../legacy/shop-licences/municipalities.ts';
import { hijriToday } from '../legacy/shop-register/register.ts';
import { actingAs, boardOf, importNow, licenceInDraft, openRolloutLab, refused, register, renew, told, type RolloutLab } from './pages/roll-out-lab.ts';

// Khobar's register moves over through its SOAP adapter: all rows come in with their Hijri days, their states and what happened to them; again it is the same.

const khobar = 'm-khobar';
const soap = 'shop-register-khobar';
/** Licences of a demo person: one that is renewed before the import, one while both registers run. */
const [renewedBefore, renewedInParallel] = ['51142411480', '51142510185'];
const old = licencesOf(municipalities.khobar);
const step = { why: 'تعميم الخبر' };
let lab: RolloutLab;
let noura: CookieJar;

beforeAll(async () => {
  lab = await openRolloutLab(60);
  noura = await actingAs(await lab.hub.signIn('noura', 'noura-password-1448'), 'owner:7001234567');
}, 300_000);
afterAll(() => lab?.close());

const licences = () =>
  lab.database.query<{ number: string; shop: string; issued: string; until: string; state: string; area: string }>(
    `SELECT number, shop, issued_on::text AS issued, valid_until::text AS until, state, area_m2::text AS area FROM plugin_shop_licences.licence WHERE unit = $1 ORDER BY number`,
    [khobar],
  );
const notices = async () => (await lab.database.query('SELECT 1 FROM plugin_notifications.notification')).length;
const renewals = async () =>
  (await register<{ writes: readonly { operation: string }[] }>(lab.hub, 'writes', soap)).writes.filter(({ operation }) => operation === 'RenewRokhsa').length;
function hijri(day: string): string {
  const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' });
  const part = Object.fromEntries(format.formatToParts(new Date(day)).map(({ type, value }) => [type, value]));
  return `${part['year']}/${part['month']}/${part['day']}`;
}
const words: Readonly<Record<string, string>> = { سارية: 'valid', منتهية: 'valid', موقوفة: 'suspended', ملغاة: 'cancelled' };

test('a licence is renewed by procedure in the old register, once; a dry run then finds every row sound and writes nothing', async () => {
  await renew(lab, noura, renewedBefore);
  expect(await renewals()).toBe(1);
  const run = await importNow(lab, 'dry', khobar);
  const { rows } = await told<{ rows: { number: string; reasons: string[] }[] }>(lab.lead, `/imports/${run.id}/rows?result=bad`);
  expect(rows).toEqual([]);
  expect(run).toMatchObject({ fresh: old.length, changed: 0, same: 0, bad: 0, whole: null, error: null });
  expect(await licences()).toEqual([]);
  expect(await refused(lab.lead, `/${khobar}/stage`, { to: 'parallel', ...step })).toEqual({ code: 'ROLLOUT_STEP_BLOCKED', blocks: ['import-missing'] });
}, 240_000);

test('while the old register keeps a licence nothing but its renewal is asked for here, and the form says where else', async () => {
  expect(await licenceInDraft(noura, renewedInParallel)).toMatchObject({ state: 'fetched' });
  for (const service of ['SRV-004', 'SRV-005', 'SRV-006'])
    expect(await licenceInDraft(noura, renewedInParallel, service)).toMatchObject({ state: 'none', why: expect.stringContaining('الخبر') as unknown });
});

test('imported, number, shop, area, state and both days are those of the old register, counts and sums agree, and nobody is told', async () => {
  const before = await notices();
  const run = await importNow(lab, 'real', khobar);
  expect(run).toMatchObject({ fresh: old.length, bad: 0, whole: true, legacySums: { count: old.length }, ownSums: { count: old.length } });
  expect(run.legacySums).toEqual(run.ownSums);
  const later = (expires: string, number: string) => (number === renewedBefore ? expires.replace(/^\d+/, (year) => String(Number(year) + 1)) : expires);
  const theirs = old.map(({ number, shop, issued, expires, state, area }) =>
    [number, shop, issued, later(expires, number), words[state], area.toFixed(2)].join(' '),
  );
  const ours = (await licences()).map(({ number, shop, issued, until, state, area }) => [number, shop, hijri(issued), hijri(until), state, area].join(' '));
  expect(ours).toEqual(theirs.toSorted());
  expect(await notices()).toBe(before);
  const written = await lab.database.query<{ number: string; issued_text: string; expires_text: string }>(
    'SELECT number, issued_text, expires_text FROM plugin_shop_licences.licence_import WHERE number = ANY ($1)',
    [[old[0]?.number]],
  );
  expect(written).toEqual([{ number: old[0]?.number, issued_text: old[0]?.issued, expires_text: old[0]?.expires }]);
}, 240_000);

test('what the old register noted of a licence comes with it, on its Hijri day', async () => {
  const history = await lab.database.query<{ kind: string; at: string; by: { ar: string } | null }>(
    `SELECT kind, (at AT TIME ZONE 'Asia/Riyadh')::date::text AS at, person_name AS by FROM plugin_shop_licences.licence_history WHERE number = $1 ORDER BY nth`,
    [renewedBefore],
  );
  expect(history.map(({ kind }) => kind)).toEqual(['renewed', 'imported']);
  expect(hijri(history[0]?.at ?? '')).toBe(hijriToday());
  expect(history[0]?.by?.ar).toContain('الخبر');
});

test('imported again it is the same', async () => {
  const before = await licences();
  const history = () =>
    lab.database.query('SELECT number, nth, kind FROM plugin_shop_licences.licence_history WHERE legacy_reference IS NOT NULL ORDER BY number, nth');
  const noted = await history();
  expect(await importNow(lab, 'real', khobar)).toMatchObject({ fresh: 0, changed: 0, same: old.length, bad: 0, whole: true });
  expect(await licences()).toEqual(before);
  expect(await history()).toEqual(noted);
}, 240_000);

test('in parallel a renewal goes to the old register first, ours follows with its Hijri day, and nothing is left to settle', async () => {
  await told(lab.lead, `/${khobar}/stage`, { to: 'parallel', ...step });
  await renew(lab, noura, renewedInParallel);
  expect(await renewals()).toBe(2);
  const expires = old.find(({ number }) => number === renewedInParallel)?.expires ?? '';
  const [ours] = (await licences()).filter(({ number }) => number === renewedInParallel);
  expect(hijri(ours?.until ?? '')).toBe(expires.replace(/^\d+/, (year) => String(Number(year) + 1)));
  expect(await boardOf(lab, khobar)).toMatchObject({ stage: 'parallel', openDifferences: 0 });
  const { differences } = await told<UnitAnswer>(lab.lead, `/${khobar}`);
  const history = await lab.database.query<{ kind: string; until: string }>(
    'SELECT kind, valid_until::text AS until FROM plugin_shop_licences.licence_history WHERE number = $1 ORDER BY nth',
    [renewedInParallel],
  );
  expect(history.map(({ kind }) => kind)).toEqual(['imported', 'renewed']);
  expect(history[1]?.until).toBe(ours?.until);
  expect(differences.map(({ kind, settled }) => [kind, settled?.how])).toEqual([['calendar', 'explained']]);
}, 240_000);

test('frozen, imported again and looked at, it is ours; a step back finds nothing to write', async () => {
  await told(lab.lead, `/${khobar}/freeze`, { on: true, ...step });
  const run = await importNow(lab, 'real', khobar);
  expect(run).toMatchObject({ fresh: 0, bad: 0, whole: true });
  const { licences: sample } = await told<{ licences: { differ: string[] }[] }>(lab.lead, `/imports/${run.id}/sample`);
  expect(sample.length).toBeGreaterThan(0);
  expect(sample.every(({ differ }) => differ.length === 0)).toBe(true);
  await told(lab.lead, `/imports/${run.id}/sample`, {});
  await told(lab.lead, `/${khobar}/stage`, { to: 'new', ...step });
  expect(await boardOf(lab, khobar)).toMatchObject({ stage: 'new', licences: old.length });
  expect(await licenceInDraft(noura, renewedInParallel, 'SRV-004')).toMatchObject({ state: 'fetched' });
  expect(await refused(lab.lead, `/${khobar}/stage`, { to: 'archived', ...step })).toEqual({ code: 'ROLLOUT_STEP_BLOCKED', blocks: ['roll-back-days'] });
  await told(lab.lead, `/${khobar}/roll-back`, step);
  expect(await boardOf(lab, khobar)).toMatchObject({ stage: 'parallel', toEnter: 0 });
  expect(await renewals()).toBe(2);
}, 240_000);
