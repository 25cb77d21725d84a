import { rmSync } from 'node:fs';
import { createTestHub, type CookieJar, type TestHub } from '@amanah/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actingAs, answerOf, apply, decide, doesCase, inState, payBill, until, withPasswords, type Own } from './pages/requests-api.ts';

// Licences from the first question to the last state, by the API alone: establishments and officials of the demo, with its stand-ins of Commerce, Ejar, Civil Defense,
// SADAD and Khobar's old register.

let config: string;
let hub: TestHub;
let noura: CookieJar;
let khalid: CookieJar;
let officer: CookieJar;
let inspector: CookieJar;
let mayor: CookieJar;

async function inPost(username: string, password: string, secret: string, post: string): Promise<CookieJar> {
  const client = hub.client();
  await client.signIn(username, password, () => new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  return actingAs(client, post);
}

const pay = (client: CookieJar, number: string) => payBill(hub, client, number);

async function verified(number: string): Promise<{ readonly state: string; readonly shop: string } | null> {
  const answer = await hub.client().fetch(`/api/shop-licences/verifications/${number}`);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { licence: { state: string; shop: string } | null }).licence;
}

const shop = {
  municipality: 'm-dhahran',
  site: { district: 'الدوحة الشمالية', street: 'شارع الأمير محمد بن فهد', shortAddress: 'RDHA4417' },
  shopArea: 80,
  licenceYears: '1',
  startDate: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
  signs: [{ kind: 'front', width: 4, height: 1, faces: '1' }],
  undertakingTruth: true,
  undertakingRequirements: true,
};

beforeAll(async () => {
  config = withPasswords();
  hub = await createTestHub({ standIns: true, readyMs: 120_000, env: { AMANAH_CONFIG_DIR: config } });
  await hub.addPerson('officer', 'officer-password-1', { role: 'licence-officer@m-dhahran' });
  await hub.addPerson('inspector', 'inspector-password-1', { role: 'inspector@m-dhahran' });
  noura = await actingAs(await hub.signIn('noura', 'noura-password-1448'), 'owner:7001234567');
  khalid = await actingAs(await hub.signIn('khalid', 'khalid-password-1448'), 'owner:7009876543');
  officer = await hub.signIn('officer', 'officer-password-1');
  inspector = await hub.signIn('inspector', 'inspector-password-1');
  mayor = await inPost('adel', 'Dhahran-Mayor-1448', 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXM', 'official:m-dhahran');
}, 240_000);
afterAll(async () => {
  await hub?.remove();
  rmSync(config, { recursive: true, force: true });
});

const truth = { undertakingTruth: true };
const visitContact = { visitContactName: 'نورة الدوسري', visitContactMobile: '0501000002', visitPeriod: 'morning' };
const today = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
const visited = { visitedOn: today, visitedAt: '09:30' };
const passed = Object.fromEntries(Array.from({ length: 22 }, (_, nth) => [`item${String(nth + 1).padStart(2, '0')}`, 'pass']));
const checklist = { ...visited, presence: 'open', metPerson: 'نورة الدوسري', ...passed };
/** Field of the visit's two photos. */
const photos = ['evidence', 'evidence'];
const closed = { ...visited, presence: 'closed', shopClosed: true, signRemoved: true };

let instant: string;
/** A second request for the same place, sent before the first was granted. */
let rival: string;
/** Renewal that was paid when its licence was suspended. */
let late: string;

test('registers give what the form needs, each in the capacity of its establishment alone', async () => {
  const draft = await answerOf<{ id: string }>(noura, 'POST', '/drafts', { service: 'SRV-001' });
  const source = (code: string) =>
    answerOf<{ state: string; items?: { value: string }[] }>(noura, 'POST', `/drafts/${draft.id}/sources/${code}`, { answers: shop });
  const values = async (code: string) => (await source(code)).items?.map(({ value }) => value).join(' | ') ?? '';
  expect(await values('CR')).toMatch(/مؤسسة ركن الواحة للتموينات \| 7001234567 .*RDHA4417/);
  expect(await values('LEASE')).toMatch(/10448-220017 .*80/);
  expect(await values('SAFETY')).toContain('1448-205-000317');
  expect(await source('BP')).toMatchObject({ state: 'unavailable' });
});

test('an instant licence: every check passed, paid, sealed, in the register, valid for anybody who asks', async () => {
  const answers = { ...shop, instantActivity: '471101', undertakingInstant: true };
  const number = await apply(noura, 'SRV-002', answers, ['documentFRONT', 'documentSIGN']);
  rival = await apply(noura, 'SRV-002', answers, ['documentFRONT', 'documentSIGN']);
  await pay(noura, number);
  const { facts } = await inState(noura, number, 'issued');
  instant = facts.licence!.number;
  expect(await verified(instant)).toMatchObject({ state: 'valid', shop: 'مؤسسة ركن الواحة للتموينات' });
  const paper = await noura.fetch(facts.licence!.path);
  expect(paper.status).toBe(200);
  expect(
    Buffer.from(await paper.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  const own = (await (await noura.fetch(`/api/shop-licences/own/${instant}`)).json()) as {
    standing: string;
    acts: { act: string }[];
    history: { kind: string }[];
  };
  expect(own).toMatchObject({ standing: 'valid', history: [{ kind: 'issued', request: number }] });
  expect(own.acts.map(({ act }) => act)).toEqual(['renew', 'amend', 'transfer', 'duplicate', 'cancel']);
  expect((await khalid.fetch(`/api/shop-licences/own/${instant}`)).status).toBe(404);
});

test('who paid for a place that got a licence meanwhile is refused with the reason, and what was paid is given back', async () => {
  await pay(noura, rival);
  const { facts } = await inState(noura, rival, 'rejected');
  expect(facts).toMatchObject({ refusal: [{ ar: expect.stringContaining('صدرت رخصة أخرى على الموقع نفسه') as string }] });
  const invoice = await noura.fetch(`/api/payments/invoices/${String(facts.invoice)}`);
  expect(await invoice.json()).toMatchObject({ paid: '1440.00', refunds: [{ amount: '1440.00', refundedAt: null }] });
});

test('a copy has a new code in place of the one before; a new trade name needs no study; the paper and the check say so', async () => {
  const before = (await (await noura.fetch(`/api/shop-licences/own/${instant}`)).json()) as { paper: { code: string } };
  const copy = await apply(noura, 'SRV-007', { licenceNumber: instant });
  await inState(noura, copy, 'issued');
  const after = (await (await noura.fetch(`/api/shop-licences/own/${instant}`)).json()) as { paper: { code: string } };
  expect(after.paper.code).not.toBe(before.paper.code);
  expect(await (await hub.client().fetch(`/v/${before.paper.code}`, { headers: { accept: 'text/html' } })).text()).toMatch(/لا يعتد|غير سار|سُحب|حل محل/);

  const renamed = await apply(
    noura,
    'SRV-004',
    {
      licenceNumber: instant,
      changes: ['name'],
      newTradeName: 'تموينات ركن الواحة',
      municipality: 'm-dhahran',
      site: shop.site,
      ...visitContact,
      ...truth,
      undertakingVisit: true,
    },
    ['documentFRONT'],
  );
  await pay(noura, renamed);
  await inState(noura, renamed, 'issued');
  expect(await verified(instant)).toMatchObject({ state: 'valid', shop: 'تموينات ركن الواحة' });
});

test('the head suspends a licence with a fresh second factor and a reason, which the holder reads; nobody else may; a renewal that was just paid is paid back', async () => {
  const suspend = (client: CookieJar, key: string, verb = 'suspend') =>
    client.fetch(`/api/shop-licences/register/${instant}/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ why: 'مخالفة صحية جسيمة لم تصحح', key }),
    });
  expect((await suspend(officer, crypto.randomUUID())).status).toBe(403);
  const renewal = { licenceNumber: instant, dataUnchanged: true, licenceYears: '1', cleaningContract: false, ...truth, undertakingRequirements: true };
  late = await apply(noura, 'SRV-003', renewal);
  await until(noura, `/own/${late}`, ({ facts }: Own) => typeof facts.bill === 'string');
  const key = crypto.randomUUID();
  expect((await suspend(mayor, key)).status).toBe(200);
  expect((await suspend(mayor, key)).status).toBe(200);
  expect(await verified(instant)).toMatchObject({ state: 'suspended' });
  const own = (await (await noura.fetch(`/api/shop-licences/own/${instant}`)).json()) as object;
  expect(own).toMatchObject({ standing: 'suspended', measure: { why: 'مخالفة صحية جسيمة لم تصحح' }, acts: [{ act: 'objection' }, { act: 'cancel' }] });
  expect(JSON.stringify(own)).not.toContain('عادل');
  await pay(noura, late);
  const { facts } = await inState(noura, late, 'rejected');
  expect(facts).toMatchObject({ refusal: [{ ar: expect.stringContaining('أُوقفت الرخصة') as string }] });
  const refunds = async () => (await (await noura.fetch(`/api/payments/invoices/${String(facts.invoice)}`)).json()) as { refunds: object[] };
  await expect.poll(refunds, { timeout: 30_000 }).toMatchObject({ refunds: [{ state: 'open' }] });
  expect((await suspend(mayor, crypto.randomUUID(), 'lift')).status).toBe(200);
  expect(await verified(instant)).toMatchObject({ state: 'valid' });
  const found = (await (await officer.fetch(`/api/shop-licences/register?words=${encodeURIComponent('تموينات')}`)).json()) as {
    licences: { number: string }[];
  };
  expect(found.licences).toContainEqual(expect.objectContaining({ number: instant }));
});

test('an accepted objection to a suspension lifts it; the licence leads its holder there and nobody else', async () => {
  const suspended = await mayor.fetch(`/api/shop-licences/register/${instant}/suspend`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ why: 'مخالفة صحية جسيمة لم تصحح', key: crypto.randomUUID() }),
  });
  expect(suspended.status, await suspended.clone().text()).toBe(200);
  const { acts } = (await (await noura.fetch(`/api/shop-licences/own/${instant}`)).json()) as { acts: { act: string; to: string }[] };
  expect(acts[0]).toEqual({ act: 'objection', to: `/services/SRV-063/apply?decision=${instant}` });
  const objection = {
    violationNumber: instant,
    decisionDate: today,
    objectionGrounds: ['facts'],
    details: 'صُححت المخالفة قبل الإيقاف بيومين وأُثبت ذلك بالصور',
    requestedOutcome: 'cancel',
    ...truth,
  };
  const draft = await answerOf<{ id: string }>(khalid, 'POST', '/drafts', { service: 'SRV-063' });
  expect(await answerOf<object>(khalid, 'POST', `/drafts/${draft.id}/sources/VIOL`, { answers: objection })).toMatchObject({ state: 'unavailable' });
  const number = await apply(noura, 'SRV-063', objection, ['documentEVIDENCE']);
  const legal = async (id: string, role: string) => {
    await hub.addPerson(id, `${id}-password-1`, { role: `${role}@legal` });
    return hub.signIn(id, `${id}-password-1`);
  };
  await decide(await legal('clerk', 'service-officer'), number, 'complete');
  await doesCase(await legal('committee', 'objections-member'), number, 'T4', { decision: 'accepted', note: 'ثبت التصحيح قبل الإيقاف' });
  const secret = await hub.addPerson('legal-head', 'legal-head-password-1', { role: 'department-head@legal', factor: 'totp' });
  const head = hub.client();
  await head.signIn('legal-head', 'legal-head-password-1', () => new TOTP({ secret: Secret.fromBase32(secret!) }).generate());
  await doesCase(head, number, 'T5', { decision: 'sign', answers: { readBeforeSigning: true } });
  await expect.poll(async () => (await verified(instant))?.state, { timeout: 60_000 }).toBe('valid');
});

test('a licence is cancelled after a visit, and its place is free; the permit that was issued for it ends with it', async () => {
  const hours = { place24: 'street', openDays: ['week'], fromHour: '00:00', untilHour: '06:00' };
  const permit = await apply(noura, 'SRV-012', { licenceNumber: instant, ...hours, ...truth });
  await pay(noura, permit);
  await inState(noura, permit, 'issued');
  const number = await apply(noura, 'SRV-006', { licenceNumber: instant, cancelReason: 'closed', closedOn: today, ...truth }, ['documentPHOTOS']);
  await decide(inspector, number, 'pass', closed, photos);
  await decide(officer, number, 'approve');
  await inState(noura, number, 'licence-cancelled');
  expect(await verified(instant)).toMatchObject({ state: 'cancelled' });
  const revoked = await until(noura, `/own/${permit}`, ({ letters }: Own) => letters.length > 0);
  expect(revoked.letters[0]?.body).toContain('أُلغي التصريح');
  expect(revoked.papers.map(({ withdrawn }) => withdrawn)).toEqual([true]);
});

let studied: string;

test('a studied licence: officer, visit, recommendation, approval, payment, signature', async () => {
  const answers = {
    ...shop,
    siteHeldBy: 'lease',
    buildingFloor: 'ground',
    buildingPermitNumber: '1234/1447',
    activity: '471101',
    cleaningContract: false,
    healthWorkers: 2,
  };
  const number = await apply(noura, 'SRV-001', { ...answers, undertakingVisit: true }, ['documentFRONT', 'documentSIGN', 'documentBP']);
  const seen = await decide(officer, number, 'complete');
  expect(seen.facts.checks).toContainEqual(expect.objectContaining({ check: 'C10', outcome: 'passed' }));
  expect(seen.facts.checks).toContainEqual(expect.objectContaining({ check: 'C13', outcome: 'passed' }));
  const { facts } = await decide(inspector, number, undefined, checklist, photos);
  expect(facts.visit).toMatchObject({ from: expect.stringMatching(/^\d\d:00$/) as unknown });
  await decide(officer, number, undefined);
  await decide(mayor, number, 'approve');
  await pay(noura, number);
  await decide(mayor, number, undefined, { readBeforeSigning: true });
  const { facts: made } = await inState(noura, number, 'issued');
  studied = made.licence!.number;
  expect(studied).not.toBe(instant);
  expect(await verified(studied)).toMatchObject({ state: 'valid' });
});

test('a licence is transferred when the other party consents in their own account, and nobody else can', async () => {
  const licenceNumber = '52142010297';
  const asked = { licenceNumber, otherPartyId: '1072645193', otherPartyMobile: '0501000002', establishmentNumber: '7001234567', ...truth };
  const number = await apply(khalid, 'SRV-005', asked);
  const { consents } = await until(noura, '/consents', (seen: { consents: { key: string; request: string }[] }) => seen.consents.length > 0);
  expect(consents).toMatchObject([{ request: number, licence: licenceNumber, establishment: '7001234567' }]);
  const consent = { key: consents[0]!.key, answer: 'given' };
  const sent = (client: CookieJar) =>
    client.fetch('/api/requests/consents/answers', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(consent) });
  expect((await sent(khalid)).status).toBe(404);
  expect((await sent(noura)).status).toBe(200);
  await decide(officer, number, 'complete');
  await pay(khalid, number);
  await decide(mayor, number, 'sign', { readBeforeSigning: true });
  await inState(khalid, number, 'issued');
  const own = await noura.fetch(`/api/shop-licences/own/${licenceNumber}`);
  expect(await own.json()).toMatchObject({ unifiedNumber: '7001234567', owner: 'مؤسسة ركن الواحة للتموينات' });
  expect((await khalid.fetch(`/api/shop-licences/own/${licenceNumber}`)).status).toBe(404);
});

test('a licence of Khobar is renewed in its old register, by SOAP, once, and the request is decided in Khobar', async () => {
  const self = await actingAs(await hub.signIn('noura', 'noura-password-1448'), 'self');
  const { licences } = (await (await self.fetch('/api/shop-licences/own')).json()) as {
    licences: { number: string; state: string; municipality: { en: string } }[];
  };
  const { number } = licences.find(({ state, municipality }) => state === 'valid' && municipality.en.includes('Khobar'))!;
  const lastDay = async () => ((await (await self.fetch(`/api/shop-licences/own/${number}`)).json()) as { validUntil: string }).validUntil;
  const before = await lastDay();
  const owner = await actingAs(await hub.signIn('noura', 'noura-password-1448'), 'owner:7001234567');
  const asked = { licenceNumber: number, dataUnchanged: true, licenceYears: '2', cleaningContract: false, ...truth, undertakingRequirements: true };
  const request = await apply(owner, 'SRV-003', asked);
  expect(await answerOf<{ unit: string }>(owner, 'GET', `/own/${request}`)).toMatchObject({ unit: 'm-khobar' });
  await pay(owner, request);
  await inState(owner, request, 'issued');
  expect(Number((await lastDay()).slice(0, 4)) - Number(before.slice(0, 4))).toBeGreaterThanOrEqual(1);
});

test('the calculator of fees answers at once, line by line, from the tariff in force', async () => {
  const { municipality, shopArea, licenceYears, signs } = shop;
  const number = await apply(noura, 'SRV-010', { municipality, activity: '471101', shopArea, licenceYears, signs });
  const { facts } = await until(noura, `/own/${number}`, (own: { facts: { answer?: { lines: { value: string }[] } } }) => own.facts.answer !== undefined);
  expect(facts.answer?.lines.map(({ value }) => value)).toEqual(['480.00', '800.00', '160.00', '1440.00']);
});
