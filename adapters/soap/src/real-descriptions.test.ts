import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AdapterContext, Contract } from '@amanah/adapter-api';
import { seededRandom } from '@amanah/testing/adapter-suite';
import { describe, expect, test } from 'vitest';
import { adapter } from './adapter.ts';
import { config } from './config.ts';
import { Judges } from './soap/judges.ts';
import { readService } from './soap/service.ts';
import { DescribedMessage } from './testing/described.ts';
import { generateValue, TooDeep } from './testing/generate-value.ts';
import { snapshotOf } from './wsdl/read-description.ts';

const require = createRequire(import.meta.url);
const long = process.env['AMANAH_TEST_VOLUME'] === 'long';
const own = fileURLToPath(new URL('testing/descriptions/', import.meta.url));

/** Descriptions of the tax authority of Argentina, as a package ships them: CXF and ASP.NET, schemas by hand and by machine, SOAP 1.1 and 1.2. */
const { WSDL_STRINGS: tax } = require(join(dirname(require.resolve('@arcasdk/core')), 'infrastructure/soap/wsdl-strings.js')) as {
  WSDL_STRINGS: Record<string, string>;
};
/** Descriptions of a parcel service, as a package ships them: hundreds of types in one file. */
const parcels = join(dirname(require.resolve('node-shipping-fedex/package.json')), 'lib/wsdl');

const foreign: readonly (readonly [name: string, text: string])[] = [
  ...Object.entries(tax).filter(([name]) => !name.includes('production')),
  ...readdirSync(parcels).map((name) => [name, readFileSync(join(parcels, name), 'utf8')] as const),
];

/** Reads a description from files, as if they had been uploaded. */
async function discovered(wsdl: string, files: (path: string) => Buffer, more: object = {}): Promise<Contract> {
  const ctx: AdapterContext = {
    systemId: 'described',
    log: { debug() {}, info() {}, warn() {}, error() {} },
    limits: { connectMs: 1_000, answerMs: 1_000, idleMs: 1_000, maxAnswerBytes: 1_000_000, maxHeaderBytes: 10_000, atOnce: 1 },
    secret: () => 'secret',
    file: async (path) => files(path),
    signal: new AbortController().signal,
  };
  return adapter.discover(config.parse({ wsdl: { file: wsdl }, endpoint: 'http://127.0.0.1:1/soap', ...more }), ctx);
}

/** Generated inputs and outputs of every operation that can be called are valid by its schema and come back as they went. */
function holds(contract: Contract, seeds: number): number {
  const service = readService(snapshotOf(contract.snapshot).documents);
  const judges = new Judges(service);
  let passed = 0;
  for (const plan of service.operations) {
    const described = contract.operations.find(({ name }) => name === plan.name);
    if (!described || described.problems.length > 0) continue;
    for (const message of [plan.input, ...(plan.output ? [plan.output] : [])]) {
      const between = new DescribedMessage(service, plan, judges, message);
      for (let seed = 1; seed <= seeds; seed++) passed += passes(between, seed) ? 1 : 0;
    }
  }
  judges.dispose();
  return passed;
}

function passes(between: DescribedMessage, seed: number): boolean {
  let value: unknown;
  try {
    value = generateValue(between.input, seededRandom(seed));
  } catch (error) {
    if (error instanceof TooDeep) return false;
    throw error;
  }
  expect(between.takes(value)).toBe(true);
  const written = between.write(value);
  if ('findings' in written) throw new Error(`${between.plan.name}: ${JSON.stringify(written.findings)}`);
  if (written.xml === '') return true;
  const said = between.judge(written.xml);
  // Bounds of numbers that are text in JSON, of which JSON Schema cannot tell; such a value is refused before it is sent.
  if (
    said.every((sentence) => /facet '(?:max|min)(?:In|Ex)clusive'|facet 'totalDigits'|facet 'fractionDigits'|of the union type/.test(sentence)) &&
    said.length > 0
  )
    return false;
  expect(said, written.xml).toEqual([]);
  const read = between.read(written.xml);
  expect(between.gives(read), `${between.plan.name}: ${JSON.stringify(read)}`).toBe(true);
  const { $attachments } = value as { $attachments?: unknown };
  const again = between.write({ ...(read as object), ...($attachments === undefined ? {} : { $attachments }) });
  // What is written by itself (fixed values, defaults) is in the second message as it was in the first.
  expect('xml' in again && between.judge(again.xml)).toEqual([]);
  expect(between.read('xml' in again ? again.xml : '')).toEqual(read);
  return true;
}

// The largest has hundreds of types to generate, judge and read: that takes its time where two cores have other work.
describe('descriptions of other systems, as packages ship them', { timeout: 300_000 }, () => {
  test.each(foreign)('%s: every operation works', async (name, text) => {
    const contract = await discovered(name, () => Buffer.from(text));
    expect(contract.operations.flatMap(({ problems }) => problems)).toEqual([]);
    expect(holds(contract, long ? 10 : 1)).toBeGreaterThan(0);
  });

  test('there are hundreds of operations and types in them', () => {
    const services = foreign.map(([address, text]) => readService([{ address: `upload:///${address}`, text }]));
    expect(services.reduce((sum, { operations }) => sum + operations.length, 0)).toBeGreaterThan(160);
    expect(Math.max(...services.map(({ schemas }) => schemas.components.all.length))).toBeGreaterThan(300);
  });
});

describe('descriptions in the style of well-known systems, each nastier than the one before', () => {
  const file = (path: string) => readFileSync(join(own, path));

  test.each([
    ['stock-quote.wsdl', ['StockQuoteService.StockQuotePort.GetLastTradePrice'], {}],
    ['vat.wsdl', ['checkVatService.checkVatPort.checkVat'], {}],
    ['crm.wsdl', ['CrmService.Soap.query', 'CrmService.Soap.create'], {}],
    ['exchange/services.wsdl', ['ExchangeServiceBinding.FindItem', 'ExchangeServiceBinding.CreateItem'], {}],
    ['wcf/service.wsdl', ['Licences.BasicHttp.Find', 'Licences.BasicHttp.Touch', 'Licences.WSHttp.Find', 'Licences.WSHttp.Touch'], {}],
    [
      'data-set.wsdl',
      ['Service.ServiceSoap.GetViolations', 'Service.ServiceSoap.Count', 'Service.ServiceSoap12.GetViolations'],
      { 'Service.ServiceHttpGet.GetViolations': ['a binding by {http://schemas.xmlsoap.org/wsdl/http/}binding'] },
    ],
    ['camera/device.wsdl', ['DeviceBinding.GetServices', 'DeviceBinding.SetSystemDateAndTime', 'DeviceBinding.UpgradeFirmware', 'DeviceBinding.Subscribe'], {}],
    ['attachments.wsdl', ['Plans.Plans.AddPlan', 'Plans.Plans.GetPlan'], {}],
    [
      'encoded.wsdl',
      ['StocksService.Stocks.items'],
      {
        'StocksService.Stocks.names': [
          'rpc/encoded (SOAP encoding)',
          '{http://schemas.xmlsoap.org/soap/encoding/}Array of the encoding rules of SOAP (rpc/encoded)',
          '{http://schemas.xmlsoap.org/soap/encoding/}arrayType of the encoding rules of SOAP (rpc/encoded)',
        ],
        'StocksService.Stocks.namesLiteral': [
          '{http://schemas.xmlsoap.org/soap/encoding/}Array of the encoding rules of SOAP (rpc/encoded)',
          '{http://schemas.xmlsoap.org/soap/encoding/}arrayType of the encoding rules of SOAP (rpc/encoded)',
        ],
      },
    ],
  ] as const)('%s: what works, and exactly what does not', async (name, works, not) => {
    const contract = await discovered(name, file);
    expect(contract.operations.filter(({ problems }) => problems.length === 0).map((one) => one.name)).toEqual(works);
    const told = contract.operations.filter(({ problems }) => problems.length > 0).map((one) => [one.name, one.problems.map(({ found }) => found)]);
    expect(Object.fromEntries(told)).toEqual(not);
    expect(holds(contract, long ? 200 : 8)).toBeGreaterThan(0);
  });

  test('odd.wsdl: twenty reasons for which an operation cannot be called, beside operations that can', async () => {
    const contract = await discovered('odd.wsdl', file, { endpoint: undefined, origins: ['http://127.0.0.1:1'] });
    const odd = contract.operations.filter(({ group }) => group !== 'Odd.Elsewhere');
    expect(Object.fromEntries(odd.map(({ name, problems }) => [name, problems.map(({ kind, found }) => `${kind}: ${found}`)]))).toEqual({
      'Odd.Odd.plain': [],
      'Odd.Odd.two': [],
      'Odd.Odd.oneWay': [],
      'Odd.Odd.empty': [],
      'Odd.Odd.overloaded(first)': [],
      'Odd.Odd.overloaded(second)': [],
      'Odd.Odd.notification': ['unsupported: an operation that the other side begins (notification or solicit-response)'],
      'Odd.Odd.solicit': ['unsupported: an operation that the other side begins (notification or solicit-response)'],
      'Odd.Odd.byType': ['unsupported: the part p of the document message of byType by type instead of element'],
      'Odd.Odd.usesGone': ['unresolved: the type {urn:odd}Gone', 'invalid: the prefix of nowhere:B is not declared'],
      'Odd.Odd.missing': ['unresolved: the element {urn:odd}missing'],
      'Odd.Odd.noMessage': ['unresolved: the message tns:NoMessage'],
      'Odd.Odd.ambiguous': ['unsupported: schemas that libxml2 does not take: local complex type: The content model is not determinist.'],
      'Odd.Odd.newer': ['unresolved: the type xs:dateTimeStamp, which XML Schema 1.0 does not have'],
      'Odd.Odd.asserted': [],
      'Odd.Odd.headerByType': ['unsupported: the header p, of which no element is given'],
      'Odd.Odd.rpcByElement': ['unsupported: the part p of an rpc message by element instead of type'],
      'Odd.Odd.extended': ['unsupported: the required extension {urn:extension}reliable'],
      'Odd.Odd.notInPortType': ['unresolved: the operation notInPortType of {urn:odd}Odd'],
      'Odd.Jms.plain': ['unsupported: SOAP over http://www.w3.org/2010/soapjms/', 'unresolved: the address jms:queue:odd, whose origin is not declared'].slice(
        0,
        1,
      ),
      'Odd.Unbound': ['unresolved: the binding tns:NoBinding'],
    });
    expect(contract.operations.find(({ name }) => name === 'Odd.Elsewhere.plain')?.problems).toEqual([
      { kind: 'unresolved', place: 'Odd.Elsewhere', found: 'the address http://internal.example/odd, whose origin is not declared' },
    ]);
    expect(contract.problems.map(({ kind, place }) => `${kind} ${place}`)).toEqual([
      'unresolved upload:///odd.wsdl:5',
      'unresolved upload:///odd.wsdl:8',
      'ignored upload:///odd.wsdl#schema1:14 assert',
    ]);
    expect(contract.operations[0]).toMatchObject({ summary: 'يسأل ويجاب', effect: 'read', idempotent: true, group: 'Odd.Odd' });
    expect(holds(contract, 5)).toBeGreaterThan(0);
  });

  test.each([
    ['not XML at all', 'no', /line 1/],
    ['a page', '<html><body/></html>', /the element html instead of the definitions/],
    ['WSDL 2.0', '<description xmlns="http://www.w3.org/ns/wsdl"/>', /WSDL 2\.0/],
    ['a document type declaration', '<!DOCTYPE x [<!ENTITY a "b">]><x/>', /document type declaration/],
  ])('%s is no description', async (_, text, why) => {
    await expect(discovered('x.wsdl', () => Buffer.from(text))).rejects.toMatchObject({
      outcome: 'contract-violation',
      message: expect.stringMatching(why) as string,
    });
  });
});
