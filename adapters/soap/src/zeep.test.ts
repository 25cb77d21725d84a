import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { seededRandom } from '@amanah/testing/adapter-suite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Judges } from './soap/judges.ts';
import { readService } from './soap/service.ts';
import { canonical } from './testing/canonical.ts';
import { DescribedMessage, schemaOf, wsdlAround } from './testing/described.ts';
import { generateValue, TooDeep } from './testing/generate-value.ts';
import { startStandIn, type StandIn } from './testing/stand-in.ts';
import { runZeep, type ZeepTask } from './testing/zeep.ts';

const require = createRequire(import.meta.url);
const seeds = process.env['AMANAH_TEST_VOLUME'] === 'long' ? 40 : 4;
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'zeep-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Bodies that we write and zeep writes for the same inputs of a description, and what zeep cannot do. */
function compare(
  wsdl: string,
  text: string,
  documents: readonly { readonly address: string; readonly text: string }[] = [],
  operations = Infinity,
): { same: number; errors: readonly string[] } {
  const service = readService([{ address: 'upload:///w.wsdl', text }, ...documents]);
  const judges = new Judges(service);
  const tasks: ZeepTask[] = [];
  const ours: string[] = [];
  for (const plan of service.operations
    .filter(({ soap, input }) => soap === '1.1' && (input.body.kind === 'rpc' || input.body.elements.length === 1))
    .slice(0, operations)) {
    const message = new DescribedMessage(service, plan, judges);
    for (let seed = 1; seed <= seeds; seed++) {
      const written = generated(message, seed);
      // zeep has no nil among several elements of a complex type.
      if (written === null || /\[null|,null[,\]]/.test(JSON.stringify(written.value))) continue;
      const [serviceName = '', port = ''] = plan.group.split('.');
      tasks.push({ do: 'build', wsdl, service: serviceName, port, operation: plan.operation, value: written.value });
      ours.push(written.xml);
    }
  }
  judges.dispose();
  const errors: string[] = [];
  let same = 0;
  runZeep(tasks).forEach((result, index) => {
    if ('error' in result) return void errors.push(`${result.error} for ${JSON.stringify(tasks[index]?.value)}`);
    expect(canonical(ours[index] ?? ''), JSON.stringify(tasks[index]?.value)).toBe(canonical(String(result.ok)));
    same += 1;
  });
  return { same, errors };
}

/** A valid body and what it says in full: zeep fills in no fixed values. */
function generated(message: DescribedMessage, seed: number): { readonly xml: string; readonly value: unknown } | null {
  try {
    const written = message.write(generateValue(message.input, seededRandom(seed)));
    if ('findings' in written || message.judge(written.xml).length > 0) return null;
    const value = message.read(written.xml);
    const again = message.write(value);
    return 'xml' in again ? { xml: again.xml, value } : null;
  } catch (error) {
    if (error instanceof TooDeep) return null;
    throw error;
  }
}

describe('zeep writes the same XML for the same input', () => {
  const { WSDL_STRINGS: tax } = require(join(dirname(require.resolve('@arcasdk/core')), 'infrastructure/soap/wsdl-strings.js')) as {
    WSDL_STRINGS: Record<string, string>;
  };
  const parcels = join(dirname(require.resolve('node-shipping-fedex/package.json')), 'lib/wsdl');

  test.each([
    ['of invoices by ASP.NET', tax['wsfe.wsdl'] ?? ''],
    ['of taxpayers by CXF', tax['ws_sr_padron_a5.wsdl'] ?? ''],
    ['of tracking, with a hundred types', readFileSync(join(parcels, 'TrackService_v12.wsdl'), 'utf8')],
    ['of pick-ups, with choices and fixed values', readFileSync(join(parcels, 'PickupService_v13.wsdl'), 'utf8')],
  ])('descriptions %s', (name, text) => {
    const file = join(folder, `${name.replace(/\W/g, '-')}.wsdl`);
    writeFileSync(file, text);
    const { same, errors } = compare(file, text, [], 8);
    expect(errors).toEqual([]);
    expect(same).toBeGreaterThan(seeds);
  });

  test('derived types, attributes, nil, lists, binary, text with attributes, qualified and unqualified names', () => {
    const schema = schemaOf(
      `<xs:complexType name="Shape" abstract="true"><xs:sequence><xs:element name="colour" type="xs:string" minOccurs="0"/></xs:sequence><xs:attribute name="id" type="xs:int"/></xs:complexType>
       <xs:complexType name="Circle"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence><xs:element name="r" type="xs:decimal"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
       <xs:complexType name="Square"><xs:complexContent><xs:extension base="t:Shape"><xs:sequence><xs:element name="side" form="unqualified" type="xs:long"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
       <xs:complexType name="Fee"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="kind" type="xs:token" use="required"/></xs:extension></xs:simpleContent></xs:complexType>
       <xs:element name="root"><xs:complexType><xs:sequence>
         <xs:element name="shape" type="t:Shape" maxOccurs="unbounded"/><xs:element name="note" type="xs:string" nillable="true"/><xs:element name="fee" type="t:Fee" minOccurs="0" maxOccurs="3"/>
         <xs:choice><xs:element name="a" type="xs:date"/><xs:element name="b" type="xs:base64Binary"/></xs:choice><xs:element name="open" type="xs:boolean"/><xs:element name="at" type="xs:dateTime" minOccurs="0"/>
       </xs:sequence><xs:attribute name="q" form="qualified" type="xs:string"/></xs:complexType></xs:element>
       <xs:element name="loop"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="x" type="xs:int"/><xs:element name="y" type="xs:string"/></xs:choice></xs:complexType></xs:element>`,
    );
    const text = wsdlAround(schema, ['root', 'loop']);
    const file = join(folder, 'nasty.wsdl');
    writeFileSync(file, text);
    const { same, errors } = compare(file, text);
    expect(errors).toEqual([]);
    expect(same).toBeGreaterThanOrEqual(2 * seeds - 2);
  });
});

describe('zeep and this adapter agree on the stand-ins', () => {
  let sadad: StandIn;
  let register: StandIn;
  beforeAll(async () => {
    [sadad, register] = await Promise.all([startStandIn('sadad'), startStandIn('shop-register')]);
  });
  afterAll(() => Promise.all([sadad.stop(), register.stop()]));

  const documentsOf = async (url: string, names: readonly string[]) =>
    Promise.all(names.map(async (name) => ({ address: `upload:///${name}`, text: await (await fetch(`${url}/${name}`)).text() })));

  test('requests to SADAD (document/literal)', async () => {
    const [wsdl, ...schemas] = await documentsOf(sadad.url, ['bills?wsdl', 'bills?xsd=bills', 'bills?xsd=common']);
    const { same, errors } = compare(`${sadad.url}/bills?wsdl`, wsdl?.text ?? '', schemas);
    expect(errors).toEqual([]);
    expect(same).toBeGreaterThan(3 * seeds);
  });

  test('requests to the register of Khobar (rpc/literal)', async () => {
    const [wsdl, ...schemas] = await documentsOf(register.url, ['register?wsdl', 'register?xsd']);
    const { same, errors } = compare(`${register.url}/register?wsdl`, wsdl?.text ?? '', schemas, 6);
    expect(errors).toEqual([]);
    expect(same).toBeGreaterThan(3 * seeds);
  });

  test('zeep calls SADAD with its own WS-Security, and reads what we read', () => {
    const at = { wsdl: `${sadad.url}/bills?wsdl`, service: 'Bills', port: 'Soap', user: { name: 'amanah-eastern', password: 'Sadad-Biller-1448' } } as const;
    const [bill, unknown, issued] = runZeep([
      { ...at, do: 'call', operation: 'GetBill', value: { billNumber: '134000100' } },
      { ...at, do: 'call', operation: 'GetBill', value: { billNumber: '9' } },
      {
        ...at,
        do: 'call',
        operation: 'IssueBill',
        value: { billerCode: '134', reference: 'zeep', payer: { nationalId: '1072645193' }, line: [{ code: 'SHP-01', description: 'رسم', amount: '1.50' }] },
        headers: { id: 'zeep-1' },
      },
    ]);
    expect(bill).toMatchObject({ ok: { billNumber: '134000100', amount: '480.00', status: 'paid', currency: 'SAR' } });
    expect(unknown).toMatchObject({ ok: { fault: 'لا توجد فاتورة بهذا الرقم', detail: expect.stringContaining('BILL_UNKNOWN') as string } });
    expect(issued).toMatchObject({ ok: { reference: 'zeep', amount: '1.50' } });
  });

  test('zeep calls the register of Khobar and reads its Windows-1256', () => {
    const value = { user: 'hub', password: 'Rokhas-Khobar-1428', number: '51142010000' };
    const [licence] = runZeep([{ do: 'call', wsdl: `${register.url}/register?wsdl`, service: 'Rokhas', port: 'Soap', operation: 'GetRokhsa', value }]);
    expect(licence).toMatchObject({ ok: { shop: 'بقالة السنابل', district: 'العقربية', issued: '1447/01/01', state: 1 } });
  });
});
