import { createTestHub, startTestDatabase, type TestDatabase, type TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIn, decodedText, outbox, password, send } from './sign-in-forms.ts';

let hub: TestHub;
let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
  hub = await createTestHub({ env: { DATABASE_URL: database.url } });
  await hub.addPerson('mona', 'mona-password', { name: { ar: 'منى', en: 'Mona' }, factor: 'email' });
});

afterAll(async () => {
  await hub?.remove();
  await database?.drop();
});

/** A browser after the right password, and the code of the mail it caused. */
async function afterPassword() {
  const browser = hub.client();
  const answer = await password(browser, 'mona', 'mona-password');
  expect(answer.to).toBe('/auth/sign-in/code');
  return { browser, code: codeIn(outbox(hub.dataDir).at(-1)) };
}

const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a code by e-mail', () => {
  test('comes in both languages and opens a session of two factors', async () => {
    const { browser, code } = await afterPassword();
    const text = decodedText(outbox(hub.dataDir).at(-1) ?? '');
    expect(code).toMatch(/^\d{6}$/);
    expect(text).toContain('رمز التحقق');
    expect(text).toContain('Your code');
    const page = await (await browser.fetch('/auth/sign-in/code')).text();
    expect(page).toContain('m•••@demo.amanah.test');
    expect((await send(browser, '/auth/sign-in/code', { method: 'email', code })).to).toBe('/account');
    const [session] = await database.query<{ method: string; acr: string }>('SELECT method, acr FROM hub.session ORDER BY created_at DESC LIMIT 1');
    expect(session).toEqual({ method: 'email', acr: 'urn:amanah:acr:2' });
  });

  test('works once: a second sign-in needs a code of its own', async () => {
    const { browser, code } = await afterPassword();
    await send(browser, '/auth/sign-in/code', { method: 'email', code });
    const second = await afterPassword();
    expect((await send(second.browser, '/auth/sign-in/code', { method: 'email', code })).code).toBe('IDENTITY_CODE_REFUSED');
  });

  test('is of no use in another browser that gave the same password', async () => {
    const first = await afterPassword();
    const second = await afterPassword();
    expect((await send(second.browser, '/auth/sign-in/code', { method: 'email', code: first.code })).code).toBe('IDENTITY_CODE_REFUSED');
    expect((await send(first.browser, '/auth/sign-in/code', { method: 'email', code: first.code })).to).toBe('/account');
  });

  test('is gone after five wrong tries, also for the right one', async () => {
    const { browser, code } = await afterPassword();
    await database.query('DELETE FROM hub.throttle');
    for (let tries = 0; tries < 4; tries++)
      expect((await send(browser, '/auth/sign-in/code', { method: 'email', code: wrongOf(code) })).code).toBe('IDENTITY_CODE_REFUSED');
    // The limits of the address are another matter: only the code's own tries are tested here.
    await database.query('DELETE FROM hub.throttle');
    await send(browser, '/auth/sign-in/code', { method: 'email', code: wrongOf(code) });
    expect((await send(browser, '/auth/sign-in/code', { method: 'email', code })).code).toBe('IDENTITY_CODE_REFUSED');
  });

  test('runs out after ten minutes', async () => {
    const { browser, code } = await afterPassword();
    await database.query(`UPDATE hub.email_code SET expires_at = expires_at - interval '10 minutes'`);
    expect((await send(browser, '/auth/sign-in/code', { method: 'email', code })).code).toBe('IDENTITY_CODE_REFUSED');
  });

  test('sent again replaces the earlier one, and Arabic digits are understood', async () => {
    const { browser, code } = await afterPassword();
    expect((await send(browser, '/auth/sign-in/code/send', {})).text).toContain('أُرسل رمز جديد');
    const fresh = codeIn(outbox(hub.dataDir).at(-1));
    if (fresh !== code) expect((await send(browser, '/auth/sign-in/code', { method: 'email', code })).code).toBe('IDENTITY_CODE_REFUSED');
    const arabic = fresh.replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? '');
    expect((await send(browser, '/auth/sign-in/code', { method: 'email', code: arabic })).to).toBe('/account');
  });

  test('cannot be sent without end', async () => {
    const { browser } = await afterPassword();
    const statuses: number[] = [];
    for (let times = 0; times < 11; times++) statuses.push((await send(browser, '/auth/sign-in/code/send', {})).status);
    expect(statuses).toContain(429);
    await database.query('DELETE FROM hub.throttle');
  });

  test('is asked for by nobody who has not given the password', async () => {
    const browser = hub.client();
    expect((await browser.fetch('/auth/sign-in/code')).headers.get('location')).toBe('/auth/sign-in/staff');
    expect((await send(browser, '/auth/sign-in/code/send', {})).status).toBe(400);
    expect((await send(browser, '/auth/sign-in/code', { code: '000000' })).status).toBe(400);
  });
});

test('nothing of a code or secret stands in the store or the log', async () => {
  const { code } = await afterPassword();
  const rows = await database.query<{ line: string }>('SELECT row_to_json(e)::text AS line FROM hub.email_code e');
  expect(rows.map(({ line }) => line).join()).not.toContain(code);
  expect(hub.log()).not.toContain('mona-password');
});

test('a passkey’s answer is refused without, twice, or for another challenge', async () => {
  const browser = hub.client();
  const post = (path: string, body: object) =>
    browser.fetch(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', accept: 'application/json' } });
  const credential = {
    id: 'aaaa',
    rawId: 'aaaa',
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON: 'e30', authenticatorData: 'AAAA', signature: 'AAAA' },
  };
  const refusedAs = async (body: object) => ((await (await post('/auth/passkey', body)).json()) as { code: string }).code;
  expect(await refusedAs({ purpose: 'sign-in', credential })).toBe('IDENTITY_PASSKEY_REFUSED');
  const first = (await (await post('/auth/passkey/options', { purpose: 'sign-in' })).json()) as { options: Record<string, unknown> };
  expect(first.options).toMatchObject({ userVerification: 'required' });
  // The same for everybody: no list of credentials tells who has an account.
  expect(first.options['allowCredentials'] ?? []).toEqual([]);
  expect(await refusedAs({ purpose: 'step-up', credential })).toBe('IDENTITY_PASSKEY_REFUSED');
  expect(await refusedAs({ purpose: 'sign-in', credential })).toBe('IDENTITY_PASSKEY_REFUSED');
  for (const body of [{}, { purpose: 'other', credential }, { purpose: 'sign-in', credential: 7 }, { purpose: 'sign-in', credential: { id: {} } }])
    expect((await post('/auth/passkey', body)).status).toBeLessThan(500);
  const foreign = await browser.fetch('/auth/passkey', {
    method: 'POST',
    body: JSON.stringify({ purpose: 'sign-in', credential }),
    headers: { 'content-type': 'application/json', accept: 'application/json', origin: 'http://evil.localhost' },
  });
  expect(((await foreign.json()) as { code: string }).code).toBe('HTTP_ORIGIN_REFUSED');
});
