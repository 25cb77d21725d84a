import { createTestHub, startTestDatabase, type CookieJar, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeIn, decodedText, outbox, password, send } from './sign-in-forms.ts';

const old = 'the-first-password';
const fresh = 'saffron lantern 42';
let hub: TestHub;
let database: TestDatabase;
let people = 0;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
});

afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

let name: string;
let browser: CookieJar;

/** A new staff person with a password alone, signed in. */
beforeEach(async () => {
  name = `plover-${people++}`;
  await hub.addPerson(name, old, { name: { ar: 'سارة العتيبي', en: 'Sara Alotaibi' } });
  browser = await hub.signIn(name, old);
});

async function call(jar: CookieJar, method: string, path: string, body?: object) {
  const response = await jar.fetch(`/api/account${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as { code?: string; sessions?: number; mailed?: boolean; length?: number } };
}
const change = (jar: CookieJar, current: string, next: string) => call(jar, 'PUT', '/password', { current, next });
const isIn = async (jar: CookieJar) => (await jar.fetch('/auth/check')).status === 204;
const noticesFor = (whom: string) => outbox(hub.dataDir).filter((mail) => mail.includes(`To: ${whom}@demo.amanah.test`) && !codeIn(mail));

describe('the own password', () => {
  test('is changed: the new one opens, the old one no longer does', async () => {
    expect(await change(browser, old, fresh)).toMatchObject({ status: 200, body: { sessions: 0, mailed: true } });
    expect(await password(hub.client(), name, old)).toMatchObject({ status: 401, code: 'IDENTITY_SIGN_IN_REFUSED' });
    expect((await password(hub.client(), name, fresh)).to).toBe('/account');
  });

  test('once changed ends every other session of the person, and nobody else’s', async () => {
    const [phone, office, stranger] = [await hub.signIn(name, old), await hub.signIn(name, old), await hub.signIn('alice', 'alice-password')];
    expect((await change(browser, old, fresh)).body.sessions).toBe(2);
    for (const jar of [phone, office]) await expect.poll(() => isIn(jar), { timeout: 15_000 }).toBe(false);
    expect([await isIn(browser), await isIn(stranger)]).toEqual([true, true]);
  });

  test('once changed ends a sign-in that waits for its code after the old one', async () => {
    await database.query(`UPDATE hub.person SET second_factor = 'email' WHERE username = $1`, [name]);
    const half = hub.client();
    expect((await password(half, name, old)).to).toBe('/auth/sign-in/code');
    const code = codeIn(outbox(hub.dataDir).findLast((mail) => mail.includes(`To: ${name}@`)));
    expect(code).toMatch(/^\d{6}$/);
    expect((await change(browser, old, fresh)).status).toBe(200);
    expect((await send(half, '/auth/sign-in/code', { method: 'email', code })).to).not.toBe('/account');
    expect(await isIn(half)).toBe(false);
  });

  test('is told by mail in both languages, without the password, and recorded', async () => {
    await change(browser, old, fresh);
    await expect.poll(() => noticesFor(name).length, { timeout: 30_000 }).toBe(1);
    const text = decodedText(noticesFor(name)[0]!);
    expect(text).toContain(`غُيّرت كلمة مرور حسابك «${name}»`);
    expect(text).toContain(`The password of your account “${name}”`);
    expect(text).not.toContain(fresh);
    const records = await database.query<{ row: string }>(
      `SELECT row_to_json(r)::text AS row FROM hub.audit_record r WHERE action = 'password.changed' AND subject = (SELECT id::text FROM hub.person WHERE username = $1)`,
      [name],
    );
    expect(records).toHaveLength(1);
    expect(records[0]!.row).not.toContain(fresh);
    const [stored] = await database.query<{ password_hash: string }>('SELECT password_hash FROM hub.person WHERE username = $1', [name]);
    expect(stored!.password_hash).toMatch(/^\$argon2id\$/);
    expect(hub.log()).not.toContain(fresh);
  });
});

describe('a change of the password is refused', () => {
  test.each([
    ['short one', 'IDENTITY_PASSWORD_SHORT'],
    ['Sara-Alotaibi-7', 'IDENTITY_PASSWORD_PERSONAL'],
    ['P@ssw0rd2026!', 'IDENTITY_PASSWORD_COMMON'],
    [old, 'IDENTITY_PASSWORD_SAME'],
  ])('for "%s" with %s, and the old one goes on opening', async (next, code) => {
    expect(await change(browser, old, next)).toMatchObject({ status: 422, body: { code } });
    expect((await password(hub.client(), name, old)).to).toBe('/account');
  });

  test('for a wrong present one; after five of them also with the right one, while signing in still works', async () => {
    const answers = [];
    for (let times = 0; times < 6; times++) answers.push((await change(browser, `wrong-${times}`, fresh)).body.code);
    expect(answers).toEqual([...Array<string>(5).fill('IDENTITY_PASSWORD_REFUSED'), 'HTTP_RATE_LIMITED']);
    expect((await change(browser, old, fresh)).body.code).toBe('HTTP_RATE_LIMITED');
    expect((await password(hub.client(), name, old)).to).toBe('/account');
  });

  test('also when many are tried at once: five are looked at, the others wait', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, times) => change(browser, `wrong-${times}`, fresh)));
    expect(answers.filter(({ body }) => body.code === 'IDENTITY_PASSWORD_REFUSED').length).toBeLessThanOrEqual(5);
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set(['IDENTITY_PASSWORD_REFUSED', 'HTTP_RATE_LIMITED']));
    expect((await change(browser, old, fresh)).body.code).toBe('HTTP_RATE_LIMITED');
  });

  test('without a fresh proof, before anything is asked', async () => {
    await database.query(`UPDATE hub.session SET authenticated_at = now() - interval '1 hour'`);
    await database.query(`SELECT pg_notify('hub_session_changed', id::text) FROM hub.session`);
    await expect.poll(() => call(browser, 'GET', '/password'), { timeout: 15_000 }).toMatchObject({ status: 403, body: { code: 'HTTP_FRESH_SIGN_IN_NEEDED' } });
    expect((await change(browser, old, fresh)).body.code).toBe('HTTP_FRESH_SIGN_IN_NEEDED');
    expect((await send(browser, '/auth/step-up/password', { password: old, rd: '/account/security' })).to).toBe('/account/security');
    expect((await call(browser, 'GET', '/password')).body).toEqual({ length: 12 });
    expect((await change(browser, old, fresh)).status).toBe(200);
  });

  test('without a session, and for an account that has no password', async () => {
    expect((await change(hub.client(), old, fresh)).status).toBe(401);
    await database.query('UPDATE hub.person SET password_hash = NULL WHERE username = $1', [name]);
    expect((await call(browser, 'GET', '/password')).body.code).toBe('IDENTITY_PASSWORD_NONE');
    expect((await change(browser, old, fresh)).body.code).toBe('IDENTITY_PASSWORD_NONE');
  });
});
