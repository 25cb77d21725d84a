import { readFileSync } from 'node:fs';
import { AdapterError, type AdapterContext, type AdapterAnswer, type Connection, type Contract } from '@amanah/adapter-api';
import { adapter } from '@amanah/adapter-openapi';
import { config } from '@amanah/adapter-openapi/config';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { launchStandIn, type Launched } from '../process/launch.ts';

const demo = new URL('../../../config/demo/', import.meta.url);
const secrets = parse(readFileSync(new URL('secrets.yaml', demo), 'utf8')) as Record<string, Record<string, string>>;

/** A stand-in that is connected as the demo connects it, each answer held against its contract. */
interface Connected {
  readonly standIn: Launched;
  readonly contract: Contract;
  readonly connection: Connection;
  /** By the demo's name of the operation. */
  call(operation: string, input: unknown, options?: { key?: string; cursor?: string }): Promise<AdapterAnswer>;
  control(path: string): Promise<Record<string, unknown>>;
  discover(): Promise<Contract>;
}

async function connect(id: string): Promise<Connected> {
  const standIn = await launchStandIn(new URL(`../${id}/server.ts`, import.meta.url));
  const text = readFileSync(new URL(`systems/${id}.yaml`, demo), 'utf8').replaceAll(`\${standIn:${id}}`, standIn.url);
  const definition = parse(text) as { connection: object; operations: Record<string, { from: string; effect: string }> };
  const given = config.parse(definition.connection);
  const silent = () => undefined;
  const context: AdapterContext = {
    systemId: id,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    limits: { connectMs: 5_000, answerMs: 10_000, idleMs: 10_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 65_536, atOnce: 4 },
    secret({ secret }) {
      const value = secrets[id]?.[secret];
      if (value === undefined) throw new AdapterError('input-invalid', `no secret ${secret}`);
      return value;
    },
    file: async (path) => Promise.reject(new AdapterError('input-invalid', `no file ${path}`)),
    signal: new AbortController().signal,
  };
  const contract = await adapter.discover(given, context);
  const connection = await adapter.connect(given, JSON.parse(JSON.stringify(contract)) as Contract, context);
  const ajv = addFormats.default(new Ajv2020({ strict: false }));
  return {
    standIn,
    contract,
    connection,
    async call(operation, input, { key, cursor } = {}) {
      const from = definition.operations[operation]?.from ?? operation;
      const described = contract.operations.find(({ name }) => name === from);
      if (!described) throw new Error(`no operation ${from}`);
      expect(ajv.validate(described.input, input), `${operation} input: ${ajv.errorsText()}`).toBe(true);
      const answer = await connection.call({
        operation: from,
        input,
        cursor: cursor ?? null,
        signal: AbortSignal.timeout(10_000),
        idempotencyKey: key ?? null,
        requestId: 'r-1',
        exchange: { sent: silent, received: silent },
      });
      expect(ajv.validate(described.output, answer.output), `${operation} output: ${ajv.errorsText()}`).toBe(true);
      return answer;
    },
    control: async (path) => (await (await fetch(`${standIn.faults}${path}`, { method: 'POST' })).json()) as Record<string, unknown>,
    discover: () => adapter.discover(given, context),
  };
}

async function everyPage(system: Connected, operation: string, input: unknown): Promise<unknown[]> {
  const pages: unknown[] = [];
  let cursor: string | undefined;
  do {
    const answer: AdapterAnswer = await system.call(operation, input, cursor === undefined ? {} : { cursor });
    pages.push(answer.output);
    cursor = answer.next;
  } while (cursor !== undefined && pages.length < 20);
  return pages;
}

describe.each(['commerce-register', 'civil-defense', 'national-address', 'ejar', 'sms-gateway'])('%s', (id) => {
  let system: Connected;
  beforeAll(async () => void (system = await connect(id)));
  afterEach(() => system.control('fault?name=none'));
  afterAll(async () => {
    await system.connection.close();
    await system.standIn.stop();
  });

  test('everything it describes can be chosen, and its probe finds it well', async () => {
    expect(system.contract.problems).toEqual([]);
    expect(system.contract.operations.filter(({ problems }) => problems.length > 0)).toEqual([]);
    expect(await system.connection.probe(AbortSignal.timeout(5_000))).toBeUndefined();
  });

  test('a description that was changed shows in the contract', async () => {
    const shape = ({ operations }: Contract) => JSON.stringify(operations.map(({ name, input, output }) => ({ name, input, output })));
    expect(shape(await system.discover())).toBe(shape(system.contract));
    await system.control('fault?name=changed-contract');
    expect(shape(await system.discover())).not.toBe(shape(system.contract));
  });

  test.each(['wrong-type', 'not-json', 'deep-json', 'xml-entities', 'redirect-loop', 'redirect-elsewhere'])(
    'its fault %s is a broken contract',
    async (name) => {
      await system.control(`fault?name=${name}`);
      await expect(system.connection.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({ outcome: 'contract-violation' });
    },
  );

  test('a system that takes no credentials any more says so', async () => {
    await system.control('fault?name=refuses-access');
    await expect(system.connection.probe(AbortSignal.timeout(5_000))).rejects.toMatchObject({ outcome: 'unauthorised' });
  });
});

describe('commerce register', () => {
  let system: Connected;
  beforeAll(async () => void (system = await connect('commerce-register')));
  afterEach(() => system.control('fault?name=none'));
  afterAll(async () => {
    await system.connection.close();
    await system.standIn.stop();
  });

  test('an establishment is found by its unified number or by an old register; an unknown one is refused in its own words', async () => {
    expect((await system.call('company', { unifiedNumber: '7001234567' })).output).toMatchObject({
      name: { ar: 'مؤسسة ركن الواحة للتموينات' },
      status: 'active',
      activities: [{ code: '471101' }],
    });
    expect((await system.call('company', { unifiedNumber: '2052000001' })).output).toMatchObject({ unifiedNumber: '7005550001', status: 'suspended' });
    await expect(system.call('company', { unifiedNumber: '7999999999' })).rejects.toMatchObject({
      outcome: 'refused',
      fault: { code: 'ESTABLISHMENT_UNKNOWN', message: 'لا توجد منشأة بهذا الرقم' },
    });
  });

  test("a person's establishments come page by page", async () => {
    expect(await everyPage(system, 'companiesOf', { nationalId: '1072645193' })).toMatchObject([
      [{ unifiedNumber: '7001234567', role: 'owner' }],
      [{ unifiedNumber: '7009876543', role: 'manager' }],
    ]);
  });

  test('a token that was taken back is renewed by itself; a wrong clock does not matter', async () => {
    await system.control('access');
    await system.control('fault?name=clock-skew');
    expect((await system.call('company', { unifiedNumber: '7001234567' })).output).toMatchObject({ status: 'active' });
  });

  test('a licence is reported once a key, also when the reply was lost or the request came twice', async () => {
    const licence = { number: '44031234567', activity: '471101', municipality: 'بلدية الظهران', validUntil: '2027-11-26', area: 80 };
    const report = (key: string) => system.call('reportLicence', { unifiedNumber: '7001234567', body: licence }, { key });
    await system.control('fault?name=lost-reply');
    await expect(report('lic-1')).rejects.toMatchObject({ outcome: 'unreachable', reached: 'maybe' });
    await system.control('fault?name=duplicate-delivery');
    expect((await report('lic-1')).output).toMatchObject({ reference: 'MC-1' });
    const { writes } = (await system.control('writes')) as { writes: { operation: string; key: string }[] };
    expect(writes.map(({ operation, key }) => `${operation} ${key}`)).toEqual(['reportLicence lic-1']);
    await system.control('fault?name=none');
    expect((await system.call('licencesOf', { unifiedNumber: '7001234567' })).output).toEqual([licence]);
    await expect(system.call('reportLicence', { unifiedNumber: '7005550001', body: licence }, { key: 'lic-2' })).rejects.toMatchObject({
      outcome: 'refused',
      fault: { code: 'REGISTER_SUSPENDED' },
    });
  });
});

describe('civil defense', () => {
  let system: Connected;
  beforeAll(async () => void (system = await connect('civil-defense')));
  afterAll(async () => {
    await system.connection.close();
    await system.standIn.stop();
  });

  test('certificates are found by place and state, lists divided by pipes', async () => {
    const { output } = await system.call('certificates', { unifiedNumber: '7009876543', states: ['EXPIRED', 'CANCELLED'] });
    expect(output).toMatchObject({ data: [{ certificateNo: '1446-205-000981', state: 'EXPIRED', expiryDateH: '1447/05/19' }] });
  });

  test('a refusal that comes with status 200 is a refusal, in its own words; a visit is asked for by form', async () => {
    await expect(system.call('certificate', { certificateNo: 'none' })).rejects.toMatchObject({
      outcome: 'refused',
      fault: { code: 'SLM-404', message: 'لا توجد شهادة بهذا الرقم' },
    });
    const body = { unifiedNumber: '7001234567', visitDate: '1448/06/20', note: 'قبل الظهر & بعده' };
    expect((await system.call('requestVisit', { body }, { key: 'visit-1' })).output).toMatchObject({ success: true, data: { visitDate: '1448/06/20' } });
    const { writes } = (await system.control('writes')) as { writes: { body: string }[] };
    expect(new URLSearchParams(writes[0]?.body).get('note')).toBe(body.note);
  });
});

describe('national address', () => {
  let system: Connected;
  beforeAll(async () => void (system = await connect('national-address')));
  afterAll(async () => {
    await system.connection.close();
    await system.standIn.stop();
  });

  test('an address by its short code in the configured language; those of an establishment page by page', async () => {
    expect((await system.call('address', { shortAddress: 'RDHA4417' })).output).toMatchObject({
      city: 'الظهران',
      postalCode: '34455',
      location: { latitude: 26.3124 },
    });
    const pages = (await everyPage(system, 'addressesOf', { holder: '7009876543' })) as { addresses: { shortAddress: string }[] }[];
    expect(pages.flatMap(({ addresses }) => addresses.map(({ shortAddress }) => shortAddress))).toEqual(['RKHB2930', 'RKHB7015', 'RKHC1188']);
    await expect(system.call('address', { shortAddress: 'ZZZZ0000' })).rejects.toMatchObject({ outcome: 'refused', fault: { code: 'ADDRESS_UNKNOWN' } });
  });
});

describe('Ejar', () => {
  let system: Connected;
  beforeAll(async () => void (system = await connect('ejar')));
  afterAll(async () => {
    await system.connection.close();
    await system.standIn.stop();
  });

  test('leases with either kind of tenant, filtered and page by page', async () => {
    const pages = (await everyPage(system, 'leasesOf', { tenant: '7009876543', filter: { state: 'active' } })) as { leases: { number: string }[] }[];
    expect(pages.flatMap(({ leases }) => leases.map(({ number }) => number))).toEqual(['10448-220018', '10448-220411']);
    expect(await everyPage(system, 'leasesOf', {})).toHaveLength(3);
    expect((await system.call('lease', { number: '10447-201944' })).output).toMatchObject({
      tenant: { kind: 'person', id: '1072645193' },
      annualRent: '42000.00',
    });
  });

  test('a file with an Arabic name goes by form, a document comes as bytes, a licence is bound once', async () => {
    const content = Buffer.from('%PDF-1.7 عقد').toString('base64');
    const body = { file: { content, name: 'عقد "الإيجار".pdf', type: 'application/pdf' }, note: 'نسخة موقّعة' };
    expect((await system.call('attach', { number: '10448-220017', body }, { key: 'a-1' })).output).toEqual({ Location: '/leases/10448-220017/attachments/1' });
    expect((await system.call('listAttachments', { number: '10448-220017' })).output).toEqual([
      { lease: '10448-220017', name: 'عقد "الإيجار".pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 عقد').length, note: 'نسخة موقّعة' },
    ]);
    const { output } = await system.call('leaseDocument', { number: '10448-220017' });
    expect(Buffer.from(String(output), 'base64').toString()).toContain('%PDF-1.7');
    expect((await system.call('bindLicence', { number: '10448-220017', body: { licence: '44031234567' } }, { key: 'b-1' })).output).toBeNull();
    await expect(system.call('bindLicence', { number: '10446-198230', body: { licence: '1' } }, { key: 'b-2' })).rejects.toMatchObject({
      outcome: 'refused',
      fault: { code: 'LEASE_ENDED', message: 'العقد منتهٍ ولا تُربط به رخصة' },
    });
  });
});
