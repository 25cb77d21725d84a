import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const delegation = 'SRV-112';
const bandarNumber = '1000000008';
let hub: TestHub;
let database: TestDatabase;
let alice: CookieJar;
let bandar: CookieJar;
let stranger: CookieJar;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  await hub.addPerson('bandar', 'bandar-password-1', { name: { ar: 'بندر', en: 'Bandar' } });
  await hub.addPerson('stranger', 'stranger-password-1');
  for (const [id, number] of [
    ['bandar', bandarNumber],
    ['stranger', '1098765439'],
  ])
    await database.query('UPDATE hub.person SET national_id = $2 WHERE username = $1', [id, number]);
  alice = await hub.signIn('alice', 'alice-password');
  bandar = await hub.signIn('bandar', 'bandar-password-1');
  stranger = await hub.signIn('stranger', 'stranger-password-1');
}, 120_000);
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

async function call<T>(jar: CookieJar, method: string, path: string, body?: object): Promise<{ status: number; body: T }> {
  const answer = await jar.fetch(`/api${path}`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as T };
}

interface Consents {
  readonly consents: readonly { readonly key: string; readonly request: string; readonly delegation: object }[];
}
const until = new Date(Date.now() + 60 * 86_400_000).toISOString().slice(0, 10);
const asked = {
  otherPartyId: bandarNumber,
  otherPartyMobile: '0501234567',
  delegateFor: ['shop'],
  untilDate: until,
  feeLimit: 500,
  undertakingTruth: true,
};

async function sends(answers: object): Promise<string> {
  const draft = await call<{ id: string; form: { facts: { code: string }[] } }>(alice, 'POST', '/requests/drafts', { service: delegation });
  for (const { code } of draft.body.form.facts) await call(alice, 'POST', `/requests/drafts/${draft.body.id}/sources/${code}`, { answers });
  const sent = await call<{ number: string; problems: object[] }>(alice, 'POST', `/requests/drafts/${draft.body.id}/submission`, { answers });
  expect(sent.body.problems, JSON.stringify(sent.body)).toEqual([]);
  return sent.body.number;
}
const stateOf = async (number: string) => (await call<{ state: { id: string } }>(alice, 'GET', `/requests/own/${number}`)).body.state.id;
const waiting = async (jar: CookieJar) => (await call<Consents>(jar, 'GET', '/requests/consents')).body.consents;
const received = async () =>
  (await call<{ received: { id: string; state: string; feeLimit: string; services: { code: string }[] }[] }>(bandar, 'GET', '/account/delegations')).body
    .received;

test('a delegation by request comes into force when the other party, and nobody else, has consented to exactly it', async () => {
  const number = await sends(asked);
  await expect.poll(() => stateOf(number), { timeout: 30_000 }).toBe('awaiting-consent');
  await expect.poll(async () => (await waiting(bandar)).map(({ request }) => request), { timeout: 30_000 }).toEqual([number]);
  const [consent] = await waiting(bandar);
  expect(consent?.delegation).toEqual({ services: ['الرخص التجارية'], until, feeLimit: 500 });
  expect(await waiting(stranger)).toEqual([]);
  for (const jar of [stranger, alice]) expect((await call(jar, 'POST', '/requests/consents/answers', { key: consent?.key, answer: 'given' })).status).toBe(404);
  expect((await received()).length).toBe(0);

  expect((await call(bandar, 'POST', '/requests/consents/answers', { key: consent?.key, answer: 'given' })).status).toBe(200);
  await call(bandar, 'POST', '/requests/consents/answers', { key: consent?.key, answer: 'refused' });
  await expect.poll(() => stateOf(number), { timeout: 30_000 }).toBe('active');
  const [given, ...more] = await received();
  expect(more).toEqual([]);
  expect(given).toMatchObject({ state: 'active', feeLimit: '500.00' });
  expect(given?.services.map(({ code }) => code)).toContain('SRV-001');
  expect(await waiting(bandar)).toEqual([]);
});

test('one that is refused, or is to oneself, puts nothing in force', async () => {
  const before = (await received()).length;
  const refused = await sends(asked);
  await expect.poll(async () => (await waiting(bandar)).length, { timeout: 30_000 }).toBe(1);
  await call(bandar, 'POST', '/requests/consents/answers', { key: (await waiting(bandar))[0]?.key, answer: 'refused' });
  await expect.poll(() => stateOf(refused), { timeout: 30_000 }).toBe('consent-refused');
  const own = await sends({ ...asked, otherPartyId: '1048172637' });
  await expect.poll(() => stateOf(own), { timeout: 30_000 }).toBe('not-eligible');
  expect((await received()).length).toBe(before);
});
