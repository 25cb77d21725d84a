import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doesCase, triesCase } from './pages/requests-api.ts';

const establishment = '7001234567';
let hub: TestHub;
let database: TestDatabase;
let inspector: CookieJar;
let owner: CookieJar;
let stranger: CookieJar;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  for (const [id, role] of [
    ['inspector', 'inspector@m-dhahran'],
    ['owner', undefined],
    ['stranger', undefined],
  ] as const)
    await hub.addPerson(id, `${id}-password-1`, role ? { role } : {});
  [inspector, owner, stranger] = await Promise.all([signedIn('inspector'), signedIn('owner'), signedIn('stranger')]);
  // What the Commerce register would say of them: it does not run here.
  for (const [id, number] of [
    ['owner', establishment],
    ['stranger', '7009876543'],
  ])
    await database.query(
      `UPDATE hub.session s SET capacity_id = 'owner:' || $2::text, capacity = jsonb_build_object('kind', 'owner', 'establishment',
         jsonb_build_object('type', 'establishment', 'unifiedNumber', $2::text, 'name', jsonb_build_object('ar', 'منشأة', 'en', 'Establishment')))
       FROM hub.person p WHERE p.id = s.person_id AND p.username = $1`,
      [id, number],
    );
  await new Promise((resolve) => setTimeout(resolve, 3_500));
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

const signedIn = (id: string) => hub.signIn(id, `${id}-password-1`);

async function call<T = Record<string, unknown>>(jar: CookieJar, method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
  const answer = await jar.fetch(`/api/requests${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as T };
}

interface Case {
  readonly revision: number;
  readonly state: { readonly id: string };
  readonly facts: Record<string, unknown>;
  readonly timeline: readonly { readonly by: string | null }[];
  readonly tasks: readonly { readonly token: number; readonly step: { readonly id: string } }[];
}

const visit = { unit: 'm-dhahran', reason: 'report', establishmentNumber: establishment, shop: 'تموينات الواحة', establishmentSize: 'small' };

async function opens(): Promise<string> {
  const { status, body } = await call<{ number: string }>(inspector, 'POST', '/inspections', { ...visit, key: crypto.randomUUID() });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.number;
}

const arrival = { visitedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10), visitedAt: '10:30', presence: 'open', metPerson: 'البائع' };
const checklist = (failed: readonly string[]) =>
  Object.fromEntries(
    Array.from({ length: 22 }, (_, at) => `item${String(at + 1).padStart(2, '0')}`).map((item) => [item, failed.includes(item) ? 'fail' : 'pass']),
  );

async function arrives(): Promise<string> {
  const number = await opens();
  await doesCase(inspector, number, 'T2');
  await doesCase(inspector, number, 'T3', { decision: 'yes' });
  return number;
}
const photos = ['evidence', 'evidence'];
async function inspects(failed: readonly string[]): Promise<string> {
  const number = await arrives();
  await doesCase(inspector, number, 'T4', { answers: { ...arrival, ...checklist(failed) } }, photos);
  return number;
}
const stateOf = async (number: string) => (await call<Case>(inspector, 'GET', `/cases/${number}`)).body.state.id;

test('a click twice opens one visit, and nobody opens one in another municipality', async () => {
  const asked = { ...visit, key: crypto.randomUUID() };
  const [first, second] = [
    await call<{ number: string }>(inspector, 'POST', '/inspections', asked),
    await call<{ number: string }>(inspector, 'POST', '/inspections', asked),
  ];
  expect(second.body.number).toBe(first.body.number);
  // The inspector reads it once the tour is ranked and the visit is theirs to do.
  const opener = async () => (await call<Partial<Case>>(inspector, 'GET', `/cases/${first.body.number}`)).body.timeline?.[0]?.by;
  await expect.poll(opener, { timeout: 30_000 }).toBe('شخص');
  expect((await call(inspector, 'POST', '/inspections', { ...asked, unit: 'm-qatif' })).status).toBe(404);
  expect((await call<{ units: { id: string }[] }>(inspector, 'GET', '/inspections/units')).body.units.map(({ id }) => id)).toEqual(['m-dhahran']);
});

test('a visit that finds nothing ends, and the establishment reads so; other establishments see nothing of it', async () => {
  const number = await inspects([]);
  await expect.poll(() => stateOf(number), { timeout: 30_000 }).toBe('compliant');
  const seen = await call<{ letters: { body: string }[] }>(owner, 'GET', `/own/${number}`);
  expect(seen.body.letters.map(({ body }) => body).join()).toContain('لم تُرصد');
  expect((await call(stranger, 'GET', `/own/${number}`)).status).toBe(404);
});

test('a small violation warns with days to correct, told to the establishment with its clause', async () => {
  const number = await inspects(['item19']);
  await expect.poll(() => stateOf(number), { timeout: 30_000 }).toBe('warned');
  const { body } = await call<{ letters: { body: string }[]; facts: Record<string, unknown> }>(owner, 'GET', `/own/${number}`);
  expect(body.letters.at(-1)?.body).toContain('V05');
  expect(Date.parse(String(body.facts['correctionDueOn']))).toBeGreaterThan(Date.now() + 2 * 86_400_000);
});

test('a serious violation goes straight to being recorded', async () => {
  const number = await inspects(['item18']);
  await expect
    .poll(async () => (await call<Case>(inspector, 'GET', `/cases/${number}`)).body.tasks.map(({ step }) => step.id), { timeout: 30_000 })
    .toEqual(['T6']);
  expect((await call<Case>(inspector, 'GET', `/cases/${number}`)).body.facts).toMatchObject({
    classified: { violations: [{ code: 'V08', serious: true, fine: '10000.00' }] },
    tour: { risk: 40 },
  });
});

test('a visit is done with two different photos only; a closed shop and a refusal are recorded as well', async () => {
  const number = await arrives();
  const sends = async (fields: readonly string[]) => (await triesCase(inspector, number, 'T4', { answers: { ...arrival, ...checklist([]) } }, fields)).problems;
  expect(await sends([])).toEqual([{ path: 'evidence', rule: 'required' }]);
  expect(await sends(photos.slice(1))).toEqual([{ path: 'evidence', rule: 'minItems', limit: 2 }]);
  expect(await sends(photos)).toEqual([]);

  const closed = await opens();
  await doesCase(inspector, closed, 'T2');
  await doesCase(inspector, closed, 'T3', { decision: 'closed' });
  const { visitedOn, visitedAt } = arrival;
  expect((await triesCase(inspector, closed, 'T3b', { answers: { visitedOn, visitedAt } })).problems).toEqual([{ path: 'closedPhotos', rule: 'required' }]);
  await doesCase(inspector, closed, 'T3b', { answers: { visitedOn, visitedAt } }, ['closedPhotos']);
  await expect.poll(() => stateOf(closed), { timeout: 30_000 }).toBe('incomplete');

  const refused = await opens();
  await doesCase(inspector, refused, 'T2');
  await doesCase(inspector, refused, 'T3', { decision: 'access-refused', note: 'منعنا مدير المحل من الدخول' });
  expect((await triesCase(inspector, refused, 'T3c')).problems).toContainEqual({ path: 'whoRefused', rule: 'required' });
  const record = { visitedOn, visitedAt, whoRefused: 'أغلق العاملون الباب عند رؤية بطاقة المراقب', supportAsked: 'شرطة المحافظة' };
  await doesCase(inspector, refused, 'T3c', { answers: record });
  const violation = { clause: 'V07', violationDetails: 'مُنع المراقب من دخول المحل المغلق بأختام الأمانة' };
  expect((await triesCase(inspector, refused, 'T6', { answers: violation }, ['violationPhotos'])).problems).toEqual([
    { path: 'violationPhotos', rule: 'minItems', limit: 2 },
  ]);
});
