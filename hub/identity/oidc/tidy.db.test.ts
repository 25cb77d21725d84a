import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../store/contract.ts';
import { openTestStore, testSealKey } from '../../store/store-fixture.ts';
import { SigningKeys } from '../signing-keys.ts';
import { removeRunOut } from './tidy.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let store: Store;

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
});
afterAll(() => opened?.close());

const count = async (query: string) => (await store.hub.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${query}`))[0]?.n;

test('what has run out is removed, what is still good stays', async () => {
  const [person] = await store.hub.query<{ id: string }>(`INSERT INTO hub.person (username, name_ar, name_en) VALUES ('a', 'أ', 'A') RETURNING id`);
  const [session] = await store.hub.query<{ id: string }>(
    `INSERT INTO hub.session (token_hash, person_id, capacity, method, acr, device, address, absolute_expires_at)
     VALUES ('\\x01', $1, '{"kind":"self"}', 'password', 'urn:amanah:acr:1', '', '', now() + interval '1 hour') RETURNING id`,
    [person?.id],
  );
  for (const [name, age] of [
    ['old', '-1 day'],
    ['good', '1 day'],
  ] as const) {
    await store.hub.query(`INSERT INTO hub.oidc_state (model, id, payload, expires_at) VALUES ('Session', $1, '{}', now() + $2::interval)`, [name, age]);
    await store.hub.query(`INSERT INTO hub.ticket VALUES ($1, $2, 'wiki', '\\x00', now() + $3::interval)`, [Buffer.from(name), session?.id, age]);
    await store.hub.query(`INSERT INTO hub.sign_in_attempt VALUES ($1, '{}', now() + $2::interval)`, [Buffer.from(name), age]);
    await store.hub.query(`INSERT INTO hub.throttle VALUES ($1, 1, now() + $2::interval)`, [name, age]);
    await store.hub.query(`INSERT INTO hub.passkey_challenge VALUES ($1, 'sign-in', 'x', now() + $2::interval)`, [Buffer.from(name), age]);
    await store.hub.query(`INSERT INTO hub.email_code VALUES ($1, $2, '\\x00', 0, now() + $3::interval)`, [Buffer.from(name), person?.id, age]);
    const [owner] = await store.hub.query<{ id: string }>(`INSERT INTO hub.person (username, name_ar, name_en) VALUES ($1, 'أ', 'A') RETURNING id`, [name]);
    await store.hub.query(`INSERT INTO hub.totp_offer VALUES ($1, 'sealed', now() + $2::interval)`, [owner?.id, age]);
  }
  await removeRunOut(store.hub);
  for (const table of ['oidc_state', 'ticket', 'sign_in_attempt', 'throttle', 'passkey_challenge', 'email_code', 'totp_offer']) {
    expect([table, await count(`hub.${table}`)]).toEqual([table, 1]);
  }
  expect(await count('hub.session')).toBe(1);
});

test('a signing key is replaced when it has grown old, by one that is published first', async () => {
  const keys = new SigningKeys(store.hub, testSealKey);
  await keys.prepare();
  expect(await keys.rotateWhenOld()).toBe(false);
  await store.hub.query(`UPDATE hub.signing_key SET used_from = now() - interval '91 days'`);
  expect(await keys.rotateWhenOld()).toBe(true);
  expect(await keys.rotateWhenOld()).toBe(false);
  expect((await keys.list()).map(({ state }) => state)).toEqual(['current', 'next']);
  const [signed] = (await keys.sign('issuer', 'audience', 'subject', {}, 60)).split('.');
  expect(JSON.parse(Buffer.from(signed ?? '', 'base64url').toString())).toMatchObject({ kid: (await keys.list())[0]?.kid });
});

test('of replicas that start at the same moment one makes the first key', async () => {
  await store.hub.query('DELETE FROM hub.signing_key');
  const replica = await opened.replica();
  const all = [store, replica, store, replica].map(({ hub }) => new SigningKeys(hub, testSealKey));
  await Promise.all(all.map((keys) => keys.prepare()));
  expect(await count('hub.signing_key')).toBe(1);
});

test('a retired key stays published for a day, and is forgotten after a month', async () => {
  const keys = new SigningKeys(store.hub, testSealKey);
  const [before] = await keys.list();
  await keys.rotate(0);
  expect((await keys.published()).map(({ kid }) => kid)).toContain(before?.kid);
  await store.hub.query(`UPDATE hub.signing_key SET retired_at = now() - interval '25 hours' WHERE kid = $1`, [before?.kid]);
  expect((await keys.published()).map(({ kid }) => kid)).not.toContain(before?.kid);
  await store.hub.query(`UPDATE hub.signing_key SET retired_at = now() - interval '31 days' WHERE kid = $1`, [before?.kid]);
  await removeRunOut(store.hub);
  expect(await count(`hub.signing_key WHERE kid = '${before?.kid}'`)).toBe(0);
});
