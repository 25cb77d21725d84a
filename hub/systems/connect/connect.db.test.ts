import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationDescription } from '@amanah/adapter-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unseal } from '../../identity/seal.ts';
import { testSealKey } from '../../store/store-fixture.ts';
import type { Systems } from '../contract.ts';
import { callOf, chosen, definition, openSystemsLab, operation, output } from '../fixtures/systems-lab.ts';

const canary = 'canary-3f9b2c71d4';
let lab: Awaited<ReturnType<typeof openSystemsLab>>;
let one: Systems;
let two: Systems;

const company = operation('getCompany', 'read', {
  input: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'] },
  output: { type: 'object', properties: { state: { type: 'string', enum: ['V', 'E'] }, since: { type: 'string' } }, required: ['state'] },
});
const broken = operation('broken', 'read', { problems: [{ kind: 'unresolved', place: '#/paths/broken', found: 'other.json' }] });

beforeAll(async () => {
  lab = await openSystemsLab({ profile: 'demo' });
  writeFileSync(join(lab.dataDir, 'config/demo/secrets.yaml'), `filed: { token: ${canary} }\n`);
  one = await lab.replica();
  two = await lab.replica(await lab.opened.replica());
});
afterAll(() => lab.close());
beforeEach(() => {
  lab.system.seen.length = 0;
  lab.system.token = null;
  lab.system.operations = [company, operation('renew', 'write'), broken];
  lab.system.answer = (_seen, response) => output(response, { state: 'V' });
});

const withToken = (id: string, operations: string) =>
  definition(id, lab.system.url, operations).replace(`url: "${lab.system.url}"`, `url: "${lab.system.url}", token: { secret: token }`);
const mapped = `  company:
    from: getCompany
    title: { ar: منشأة, en: Company }
    effect: read
    deadlineMs: 50000
    input: { fields: [{ to: number, from: unifiedNumber }] }
    output: { fields: [{ to: state, from: state, codes: { V: valid, E: ended } }] }`;
const code = (of: Promise<unknown>) =>
  of.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('a draft', () => {
  test('of which only the connection is there yet is read already, and what is wrong with the rest is named', async () => {
    const found = await one.connect.discover({ definition: { adapter: 'openapi', connection: { url: lab.system.url } } });
    expect(found.failure).toBeNull();
    expect(found.problems.map(({ field }) => field)).toEqual(expect.arrayContaining(['id', 'title', 'owner']));
    expect(found.contract).toMatchObject({
      kind: 'JSON',
      operations: [{ name: 'getCompany' }, { name: 'renew' }, { name: 'broken', problems: [{ kind: 'unresolved' }] }],
    });
  });

  test('with a wrong connection names its line and field, and nothing is asked', async () => {
    const found = await one.connect.discover({ definition: definition('permits', 'nowhere', chosen('x')) });
    expect(found).toMatchObject({ contract: null, failure: null, problems: [{ file: 'system.yaml', line: 5, field: 'connection.url', found: '"nowhere"' }] });
  });

  test.each([
    ['unreachable', 'http://127.0.0.1:9', {}, 'SYSTEMS_UNREACHABLE'],
    ['without its secret', '', {}, 'SYSTEMS_SECRET_MISSING'],
    ['with a wrong secret', '', { token: 'wrong-token-9' }, 'SYSTEMS_UNAUTHORISED'],
  ])('that is %s says so', async (_title, url, secrets, failure) => {
    lab.system.token = canary;
    const text = url === '' ? withToken('permits', chosen('getCompany')) : definition('permits', url, chosen('getCompany'));
    expect((await one.connect.discover({ definition: text, secrets })).failure?.code).toBe(failure);
  });

  test('is read from a file that was given with it', async () => {
    const contract = { protocol: 'openapi', kind: 'FILE', title: null, version: null, problems: [], snapshot: {}, operations: [company] };
    const files = { 'contract.json': Buffer.from(JSON.stringify(contract)).toString('base64') };
    const text = definition('permits', lab.system.url, chosen('getCompany')).replace('connection: {', 'connection: { file: contract.json,');
    expect((await one.connect.discover({ definition: text, files })).contract).toMatchObject({ kind: 'FILE', operations: [{ name: 'getCompany' }] });
    await expect(one.connect.discover({ definition: text, files: { '../escape': '' } })).rejects.toMatchObject({ code: 'SYSTEMS_DEFINITION_INVALID' });
  });

  test('is tried with real input: both messages are shown without the secret, and it is recorded', async () => {
    lab.system.token = canary;
    const draft = { definition: withToken('permits', mapped), secrets: { token: canary } };
    lab.system.answer = ({ authorization }, response) => output(response, { state: 'V', since: authorization });
    const tried = await one.connect.tryOperation(draft, { operation: 'company', input: { unifiedNumber: '7001234567' } }, null, 'r-try');
    expect(tried).toMatchObject({ ok: true, output: { state: 'valid' }, error: null, sent: { contentType: 'application/json' } });
    expect(tried.sent?.text).toContain('7001234567');
    expect(JSON.stringify(tried)).not.toContain(canary);
    const search = () => one.exchanges.search({ system: 'permits', limit: 5 });
    await expect.poll(search, { timeout: 45_000 }).toMatchObject([{ operation: 'company', outcome: 'ok', requestId: 'r-try' }]);
    expect(one.byId('permits')).toBeUndefined();
  });

  test('that is tried with a wrong input says which field of ours is wrong', async () => {
    const tried = await one.connect.tryOperation({ definition: definition('permits', lab.system.url, mapped) }, { operation: 'company', input: {} }, null, 'r');
    expect(tried).toMatchObject({ ok: false, error: { code: 'SYSTEMS_INPUT_INVALID', fields: [{ path: 'unifiedNumber' }] } });
    expect(lab.system.seen).toEqual([]);
  });

  test('is tested by named checks: each shows where it stops', async () => {
    lab.system.token = canary;
    const failed = async (draft: Parameters<Systems['connect']['testDraft']>[0]) => {
      const { ok, checks } = await one.connect.testDraft(draft);
      return [ok, checks.filter(({ state }) => state === 'failed').map(({ id }) => id)];
    };
    expect(await failed({ definition: withToken('permits', mapped), secrets: { token: canary } })).toEqual([true, []]);
    expect(await failed({ definition: withToken('permits', mapped) })).toEqual([false, ['secrets']]);
    expect(await failed({ definition: withToken('permits', mapped), secrets: { token: 'wrong-token-9' } })).toEqual([false, ['authorised']]);
    expect(await failed({ definition: definition('permits', 'http://127.0.0.1:9', mapped) })).toEqual([false, ['answer']]);
    lab.system.token = null;
    expect(await failed({ definition: definition('permits', lab.system.url, chosen('sell')) })).toEqual([false, ['operations']]);
    expect(await failed({ definition: definition('permits', lab.system.url, mapped.replace('to: number', 'to: numer')) })).toEqual([false, ['operations']]);
  });
});

describe('a saved system', () => {
  test('is called at once at both replicas, with its secret sealed and nowhere else', async () => {
    lab.system.token = canary;
    const info = await one.connect.saveDraft({ definition: withToken('register', mapped), secrets: { token: canary } }, null, 'r-save');
    expect(info).toMatchObject({ id: 'register', adapter: 'openapi', url: null, operations: 1, tier: 'below bronze', needsReview: false });
    expect((await one.calls.call(callOf('register', 'company', { unifiedNumber: '7' }))).output).toEqual({ state: 'valid' });
    await expect.poll(() => code(two.calls.call(callOf('register', 'company', { unifiedNumber: '7' }))), { timeout: 45_000 }).toBe('ok');
    expect(lab.system.seen.at(-1)?.authorization).toBe(`Bearer ${canary}`);
    const rows = await lab.opened.database.query<{ sealed: string }>("SELECT sealed FROM hub.system_secret WHERE system_id = 'register'");
    expect(unseal(testSealKey, 'system-secret/register/token', rows[0]!.sealed)).toBe(canary);
    expect(() => unseal(testSealKey, 'system-secret/other/token', rows[0]!.sealed)).toThrow();
    const tables = await lab.opened.database.query<{ all: string }>(
      "SELECT string_agg(t::text, ' ') AS all FROM (SELECT definition::text FROM hub.connected_system UNION ALL SELECT accepted::text FROM hub.system_contract UNION ALL SELECT data::text FROM hub.outbox) AS x(t)",
    );
    expect(tables[0]!.all + JSON.stringify([lab.audited, lab.logged, await one.admin.definition('register')])).not.toContain(canary);
    expect(lab.audited).toContainEqual(expect.objectContaining({ action: 'systems:saved', subject: 'system/register', requestId: 'r-save' }));
  });

  test('goes on with a secret that is given anew, at both replicas; another name is refused', async () => {
    lab.system.token = 'rotated-5e2a90';
    expect(await code(one.calls.call(callOf('register', 'company', { unifiedNumber: '8' })))).toBe('SYSTEMS_UNAUTHORISED');
    await one.connect.setSecret('register', 'token', 'rotated-5e2a90', null, 'r');
    expect(await code(one.calls.call(callOf('register', 'company', { unifiedNumber: '8' })))).toBe('ok');
    await expect.poll(() => code(two.calls.call(callOf('register', 'company', { unifiedNumber: '8' }))), { timeout: 45_000 }).toBe('ok');
    expect(await one.connect.secrets('register')).toMatchObject([{ name: 'token', setAt: expect.any(String) as string }]);
    await expect(one.connect.setSecret('register', 'other', 'x', null, 'r')).rejects.toMatchObject({ code: 'SYSTEMS_DEFINITION_INVALID' });
  });

  test('shows its operations as callers see them, and a document of them for typed clients', async () => {
    lab.system.token = 'rotated-5e2a90';
    expect(await one.connect.operations('register')).toMatchObject([
      {
        name: 'company',
        from: 'getCompany',
        effect: 'read',
        idempotent: true,
        access: 'operations:system.manage',
        input: { type: 'object', properties: { unifiedNumber: { type: 'string' } }, required: ['unifiedNumber'] },
        output: { properties: { state: { enum: ['valid', 'ended'] } } },
      },
    ]);
    expect(await one.connect.openApi('register')).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/company': {
          post: { operationId: 'company', requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/companyInput' } } } } },
        },
      },
    });
  });

  test('is not in anybody’s launcher, and its state is known from its probe', async () => {
    expect(await one.admin.listFor({ grants: [{ permission: 'operations:system.manage', units: ['*'] }] } as never)).toEqual([]);
    expect((await one.admin.list()).map(({ id }) => id)).toContain('register');
  });

  test('is refused when what it has chosen is not there or cannot be called; nothing is kept', async () => {
    for (const name of ['sell', 'broken']) {
      const saved = one.connect.saveDraft({ definition: definition('refused', lab.system.url, chosen(name)) }, null, 'r');
      await expect(saved).rejects.toMatchObject({ code: 'SYSTEMS_CONTRACT_VIOLATION', fields: [{ path: `operations.${name}.from` }] });
    }
    expect(one.byId('refused')).toBeUndefined();
    expect(await lab.opened.database.query("SELECT 1 FROM hub.system_contract WHERE system_id = 'refused'")).toEqual([]);
  });

  test('goes with its secrets, files and contract', async () => {
    await one.admin.remove('register', null, 'r');
    for (const table of ['system_secret', 'system_file', 'system_contract']) {
      expect(await lab.opened.database.query(`SELECT 1 FROM hub.${table} WHERE system_id = 'register'`), table).toEqual([]);
    }
    expect(await code(one.calls.call(callOf('register', 'company')))).toBe('SYSTEMS_UNKNOWN');
    await expect.poll(() => code(two.calls.call(callOf('register', 'company'))), { timeout: 45_000 }).toBe('SYSTEMS_UNKNOWN');
  });
});

test('a system of a file is read and accepted at its first call; in the demo its secret comes from the configuration', async () => {
  lab.system.token = canary;
  lab.file('filed', withToken('filed', mapped));
  await expect.poll(() => one.byId('filed')?.id, { timeout: 45_000 }).toBe('filed');
  expect(await code(one.calls.call(callOf('filed', 'company', { unifiedNumber: '1' })))).toBe('ok');
  await expect.poll(() => one.connect.contract('filed')).toMatchObject({ kind: 'JSON', needsReview: false, changes: [] });
  expect(await one.connect.secrets('filed')).toMatchObject([{ name: 'token', setAt: expect.any(String) as string }]);
});

test('outside the demo the values of the demo are not there', async () => {
  const outside = await lab.replica(await lab.opened.replica(), { profile: 'test' });
  await expect(outside.calls.call(callOf('filed', 'company', { unifiedNumber: '1' }))).rejects.toMatchObject({
    code: 'SYSTEMS_SECRET_MISSING',
    params: { name: 'token' },
  });
});

describe('when the contract of a system changes', () => {
  const shop = operation('shop', 'read', { output: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } });
  const without: OperationDescription = { ...shop, output: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] } };

  test('so that callers would break, what it touches waits for a review at every replica, who depends on it is told, and the rest goes on', async () => {
    lab.system.operations = [shop, operation('other')];
    lab.system.answer = (_seen, response) => output(response, { name: 'متجر' });
    one.dependsOn((id) => (id === 'shops' ? ['shop-licences'] : []));
    await one.admin.save(definition('shops', lab.system.url, [chosen('shop'), chosen('other')].join('\n')), null, 'r');
    lab.system.operations = [without, operation('other')];
    expect(await one.connect.checkContract('shops')).toMatchObject({
      needsReview: true,
      changes: [
        { operation: 'shop', path: 'output.name', change: 'removed', breaking: true, used: true },
        { operation: 'shop', path: 'output.title', change: 'added', breaking: false, used: true },
      ],
    });
    await expect(one.calls.call(callOf('shops', 'shop'))).rejects.toMatchObject({ code: 'SYSTEMS_NEEDS_REVIEW', params: { system: 'السجل التجاري' } });
    await expect.poll(() => code(two.calls.call(callOf('shops', 'shop'))), { timeout: 45_000 }).toBe('SYSTEMS_NEEDS_REVIEW');
    expect(await code(two.calls.call(callOf('shops', 'other')))).toBe('ok');
    expect(one.info('shops')).toMatchObject({ needsReview: true, dependents: ['shop-licences'] });
    const events = await lab.opened.database.query<{ data: unknown }>("SELECT data FROM hub.outbox WHERE type = 'hub.contract.broken'");
    expect(events).toEqual([{ data: { system: 'shops', operations: ['shop'], dependents: ['shop-licences'] } }]);
    await one.connect.checkContract('shops');
    expect(await lab.opened.database.query("SELECT 1 FROM hub.outbox WHERE type = 'hub.contract.broken'")).toHaveLength(1);
  });

  test('it goes on once a person has accepted what it says now', async () => {
    lab.system.operations = [without, operation('other')];
    lab.system.answer = (_seen, response) => output(response, { title: 'متجر' });
    expect(await one.connect.acceptContract('shops', null, 'r-accept')).toMatchObject({ needsReview: false, changes: [] });
    expect((await one.calls.call(callOf('shops', 'shop'))).output).toEqual({ title: 'متجر' });
    await expect.poll(() => code(two.calls.call(callOf('shops', 'shop'))), { timeout: 45_000 }).toBe('ok');
    expect(lab.audited.at(-1)).toMatchObject({ action: 'systems:contract-accepted', subject: 'system/shops', requestId: 'r-accept' });
  });

  test('an answer that breaks it lets it be compared at once, before more people meet such answers', async () => {
    await lab.opened.database.query(
      "UPDATE hub.system_contract SET checked_at = now() - interval '5 minutes', due_at = now() + interval '1 day' WHERE system_id = 'shops'",
    );
    lab.system.operations = [shop, operation('other')];
    lab.system.answer = (_seen, response) => output(response, { name: 'متجر' });
    expect(await code(one.calls.call(callOf('shops', 'shop')))).toBe('SYSTEMS_CONTRACT_VIOLATION');
    await expect.poll(() => code(one.calls.call(callOf('shops', 'shop'))), { timeout: 45_000, interval: 1_000 }).toBe('SYSTEMS_NEEDS_REVIEW');
    await one.connect.acceptContract('shops', null, 'r');
  });

  test('by schedule it is found by one replica, without anybody asking', async () => {
    await expect.poll(() => two.info('shops')?.needsReview, { timeout: 45_000 }).toBe(false);
    lab.system.operations = [shop];
    await lab.opened.database.query("UPDATE hub.system_contract SET due_at = now() WHERE system_id = 'shops'");
    await expect.poll(() => two.info('shops')?.needsReview, { timeout: 45_000 }).toBe(true);
    expect(await two.connect.contract('shops')).toMatchObject({ changes: [{ operation: 'other', change: 'removed' }] });
    expect(await lab.opened.database.query("SELECT 1 FROM hub.outbox WHERE type = 'hub.contract.broken'")).toHaveLength(3);
  });
});

test('a definition whose adapter is not installed is refused by name', async () => {
  const { problems } = await one.connect.testDraft({ definition: definition('permits', lab.system.url, mapped).replace('adapter: openapi', 'adapter: soap') });
  expect(problems).toMatchObject([{ field: 'adapter', line: 4, expected: expect.stringContaining('webapp, openapi') as string }]);
});
