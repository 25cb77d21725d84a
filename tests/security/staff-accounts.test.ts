import { randomBytes } from 'node:crypto';
import { createTestHub, runProgram, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { password, send } from './sign-in-forms.ts';

const first = 'the-first-password';
const second = 'saffron lantern 42';
let hub: TestHub;
let database: TestDatabase;
let people = 0;
let name: string;
let app: string;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ profile: 'test', env: { DATABASE_URL: database.url } });
});
afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

/** Runs `amanah user …`; resolves to what it says as JSON. */
async function user(...args: string[]) {
  const { code, stdout } = await hub.cli('user', ...args, '--json');
  return { code, ...(JSON.parse(stdout) as Record<string, never>) } as {
    code: number;
    added?: boolean;
    set?: string[];
    sessions?: number;
    totpSecret?: string;
    password?: string;
    error?: { code: string; title: string };
  };
}
const account = async () => {
  const { stdout } = await hub.cli('user', 'list', '--json');
  return (JSON.parse(stdout) as { id: string; email: string; secondFactor: string; roles: string[]; posts: object[] }[]).find(({ id }) => id === name);
};
const row = async () => (await database.query<Record<string, unknown>>('SELECT * FROM hub.person WHERE username = $1', [name]))[0]!;
const codeOf = (secret: string, ahead = 0) => new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: Date.now() + ahead * 30_000 });

/** An officer with an app, a role, a post and contact data, as an operator made them. */
beforeEach(async () => {
  name = `officer-${people++}`;
  const named = ['--id', name, '--password', first, '--name-ar', 'سارة العتيبي', '--name-en', 'Sara Alotaibi', '--email', `${name}@amanah.example`];
  const held = ['--role', 'auditor@eamana', '--post', 'licence-officer@m-khobar', '--national-id', `10000${String(people).padStart(5, '0')}`];
  const made = await user('add', ...named, ...held);
  expect(made).toMatchObject({ code: 0, added: true });
  app = made.totpSecret ?? '';
  await database.query(`UPDATE hub.person SET mobile = '+966501112233' WHERE username = $1`, [name]);
});

async function signedIn(secret: string, ahead: number) {
  const browser = hub.client();
  await browser.signIn(name, secret, () => codeOf(app, ahead));
  return browser;
}

describe('user add for an id that is there already', () => {
  test('with a password changes the password alone, says so, and ends the sessions', async () => {
    const [before, known] = [await row(), await account()];
    const browser = await signedIn(first, 0);
    const said = await user('add', '--id', name, '--password', second);
    expect(said).toMatchObject({ code: 0, added: false, set: ['password'], sessions: 1 });
    expect(said).not.toHaveProperty('totpSecret');
    const { password_hash: _was, ...kept } = before;
    expect(await row()).toMatchObject(kept);
    expect(await account()).toEqual(known);
    expect(known).toMatchObject({ secondFactor: 'totp', roles: ['auditor@eamana'], email: `${name}@amanah.example` });
    await expect.poll(async () => (await browser.fetch('/auth/check')).status, { timeout: 15_000 }).toBe(401);
    expect(await password(hub.client(), name, first)).toMatchObject({ status: 401, code: 'IDENTITY_SIGN_IN_REFUSED' });
    expect((await (await signedIn(second, 1)).fetch('/auth/check')).status).toBe(204);
  });

  test('with the same password or nothing new ends no session', async () => {
    const browser = await signedIn(first, 0);
    expect(await user('add', '--id', name, '--password', first, '--name-en', 'Sara A. Alotaibi')).toMatchObject({ set: ['name'], sessions: 0 });
    expect(await row()).toMatchObject({ name_en: 'Sara A. Alotaibi', name_ar: 'سارة العتيبي' });
    expect((await browser.fetch('/auth/check')).status).toBe(204);
  });

  test('with roles changes the roles; with posts the posts: sessions in a post that is gone go on as oneself', async () => {
    const browser = await signedIn(first, 0);
    await send(browser, '/auth/capacity', { capacity: 'official:m-khobar', rd: '/' });
    expect(await user('add', '--id', name, '--role', 'amin@eamana')).toMatchObject({ set: ['roles'] });
    expect(await account()).toMatchObject({
      roles: ['amin@eamana'],
      posts: [{ capacity: 'official:m-khobar', roles: ['licence-officer@m-khobar', 'official@m-khobar'] }],
    });
    const capacity = async () => (await browser.fetch('/auth/check')).headers.get('x-auth-request-capacity');
    expect(await capacity()).toBe('official:m-khobar');
    expect(await user('add', '--id', name, '--post', 'mayor@m-dhahran')).toMatchObject({ set: ['official'] });
    await expect.poll(capacity, { timeout: 15_000 }).toBe('self');
    expect(await account()).toMatchObject({ roles: ['amin@eamana'], posts: [{ capacity: 'official:m-dhahran' }] });
  });

  test('with a role for somebody who signs in by national identity gives no password; with a password also a second factor', async () => {
    await user('leave', '--id', name);
    expect(await user('add', '--id', name, '--role', 'amin@eamana')).toMatchObject({ code: 0, set: ['roles'] });
    expect((await row())['password_hash']).toBeNull();
    expect(await user('add', '--id', name, '--password', second)).toMatchObject({ set: ['password', 'secondFactor'], totpSecret: expect.any(String) });
    expect((await password(hub.client(), name, second)).to).toBe('/auth/sign-in/code');
  });

  test('with a second factor ends the app and the recovery codes from before', async () => {
    const browser = await signedIn(first, 0);
    const made = await browser.fetch('/api/account/recovery-codes', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    const { codes } = (await made.json()) as { codes: string[] };
    const { totpSecret } = await user('add', '--id', name, '--factor', 'totp');
    expect(totpSecret).toBeTruthy();
    const later = hub.client();
    await password(later, name, first);
    expect((await send(later, '/auth/sign-in/code', { method: 'recovery-code', code: codes[0]! })).code).toBe('IDENTITY_CODE_REFUSED');
    expect((await send(later, '/auth/sign-in/code', { method: 'totp', code: codeOf(app, 1) })).code).toBe('IDENTITY_CODE_REFUSED');
    expect((await send(later, '/auth/sign-in/code', { method: 'totp', code: codeOf(totpSecret ?? '') })).status).toBe(303);
    expect(await user('add', '--id', name, '--factor', 'email')).toMatchObject({ set: ['secondFactor'] });
    expect((await send(hub.client(), '/auth/sign-in/staff', { username: name, password: first, rd: '/' })).to).toBe('/auth/sign-in/code');
    expect(await database.query('SELECT 1 FROM hub.factor f JOIN hub.person p ON p.id = f.person_id WHERE username = $1', [name])).toEqual([]);
  });
});

test('user password makes one up, prints it once, and changes nothing else', async () => {
  const known = await account();
  const browser = await signedIn(first, 0);
  const said = await user('password', '--id', name);
  expect(said).toMatchObject({ code: 0, sessions: 1, password: expect.stringMatching(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/) });
  expect(await account()).toEqual(known);
  await expect.poll(async () => (await browser.fetch('/auth/check')).status, { timeout: 15_000 }).toBe(401);
  expect((await (await signedIn(said.password ?? '', 1)).fetch('/auth/check')).status).toBe(204);
  const records = await database.query<{ text: string }>('SELECT row_to_json(r)::text AS text FROM hub.audit_record r');
  expect(records.some(({ text }) => text.includes('password.set'))).toBe(true);
  expect(records.map(({ text }) => text).join() + hub.log()).not.toContain(said.password);
  expect((await user('password', '--id', 'nobody')).error?.code).toBe('IDENTITY_PERSON_UNKNOWN');
});

test('user leave ends the account: no way to sign in is left, the person stays for the record', async () => {
  const browser = await signedIn(first, 0);
  expect(await user('leave', '--id', name)).toMatchObject({ code: 0, sessions: 1 });
  await expect.poll(async () => (await browser.fetch('/auth/check')).status, { timeout: 15_000 }).toBe(401);
  expect(await password(hub.client(), name, first)).toMatchObject({ status: 401, code: 'IDENTITY_SIGN_IN_REFUSED' });
  expect(await account()).toMatchObject({ password: false, roles: [], posts: [] });
  expect(await row()).toMatchObject({ name_ar: 'سارة العتيبي', password_hash: null });
});

describe('user add refuses, and changes nothing', () => {
  test.each([
    ['a new person without a name', ['--id', 'somebody-new', '--password', second], '--name-ar is missing'],
    ['a role that nobody knows', ['--role', 'king@eamana'], 'no role "king"'],
    ['a unit that nobody knows', ['--post', 'mayor@atlantis'], 'no unit "atlantis"'],
    ['a national id that is none', ['--national-id', '123'], 'ten digits'],
    ['an office when no Commerce register answers', ['--agent', 'office-agent@7012345678'], 'Commerce register'],
  ])('%s', async (_what, args, words) => {
    const before = await row();
    const said = await user('add', ...(args.includes('--id') ? [] : ['--id', name]), ...args);
    expect(said).toMatchObject({ code: 1, error: { title: expect.stringContaining(words) } });
    expect(await row()).toEqual(before);
  });

  test('a national id of another account', async () => {
    const other = String((await row())['national_id']);
    await user('add', '--id', `${name}-b`, '--password', first, '--name-ar', 'ب', '--name-en', 'B');
    expect((await user('add', '--id', `${name}-b`, '--national-id', other)).error?.title).toContain(`another account, "${name}"`);
  });

  test.each(['short one', 'Sara-Alotaibi-7', 'P@ssw0rd2026!'])('in production the password "%s"', async (weak) => {
    const env = {
      DATABASE_URL: database.url,
      AMANAH_DATA_DIR: hub.dataDir,
      AMANAH_PROFILE: 'production',
      PUBLIC_URL: 'https://portal.amanah.test',
      AMANAH_SEAL_KEY: randomBytes(32).toString('base64'),
    };
    const { code, stdout } = await runProgram('hub/cli/amanah.ts', ['user', 'password', '--id', name, '--password', weak, '--json'], env);
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { error: { title: expect.stringContaining('--password') } }]);
    expect((await password(hub.client(), name, first)).to).toBe('/auth/sign-in/code');
  });
});
