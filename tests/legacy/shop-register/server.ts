import { readFileSync } from 'node:fs';
import { XmlBufferInputProvider, xmlCleanupInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import type { Licence } from '../shop-licences/licences.ts';
import { Refusal } from '../soap/soap-fault.ts';
import { escaped, type SoapMessage } from '../soap/soap-message.ts';
import { soapSystem, type SoapAnswer, type SoapOperation } from '../soap/soap-system.ts';
import { Register, RegisterRefusal, stateCodes } from './register.ts';

const { address, port, settings } = standInArguments({
  address: '127.0.0.21',
  settings: { user: 'hub', password: 'Rokhas-Khobar-1428', pageSize: 10 },
});
const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const types = read('register.xsd');
const validator = compile();
const register = new Register();
const pageOf = <T>(all: readonly T[], page: number) => all.slice((page - 1) * settings.pageSize, page * settings.pageSize);

const operations: Readonly<Record<string, SoapOperation>> = {
  GetRokhsa: reading('GetRokhsa', (message) => rokhsa(register.licence(message.text('number')))),
  FindRokhsa: reading('FindRokhsa', (message) => {
    const term = (name: string) => message.text(`terms/${name}`) || undefined;
    const [nationalId, ofRegister, shop, district, state] = ['nationalId', 'register', 'shop', 'district', 'state'].map(term);
    const found = register.find({
      ...(nationalId === undefined ? {} : { nationalId }),
      ...(ofRegister === undefined ? {} : { register: ofRegister }),
      ...(shop === undefined ? {} : { shop }),
      ...(district === undefined ? {} : { district }),
      ...(state === undefined ? {} : { state: Number(state) }),
    });
    const page = Math.max(1, Number(message.text('page')));
    const next = found.length > page * settings.pageSize ? `<next>${page + 1}</next>` : '';
    return `<result>${pageOf(found, page).map(rokhsa).join('')}<count>${found.length}</count>${next}</result>`;
  }),
  ExportRokhsa: reading('ExportRokhsa', (message) => {
    const rest = register.find({}).filter(({ number }) => number > message.text('after'));
    const page = rest.toSorted((one, other) => (one.number < other.number ? -1 : 1)).slice(0, settings.pageSize);
    return `<export>${page.map(exported).join('')}</export>`;
  }),
  ExportChanges: reading('ExportChanges', (message) => {
    const [after, upTo] = [message.text('after'), message.text('upTo')];
    const rows = register.changes
      .filter(({ number }) => number > after && number <= upTo)
      .map(
        ({ number, sequence, kind, on, state }) =>
          `<row><number>${number}</number><sequence>${sequence}</sequence><kind>${kind}</kind><on>${on}</on><state>${stateCodes.indexOf(state) + 1}</state></row>`,
      );
    return `<export>${rows.join('')}</export>`;
  }),
  RenewalFees: reading('RenewalFees', (message) => {
    const { years, ...fees } = register.renewalFees(message.text('number'), Number(message.text('years')));
    const total = Object.values(fees).reduce((sum, one) => sum + one, 0);
    const lines = Object.entries({ ...fees, total }).map(([name, halalas]) => `<${name}>${riyals(halalas)}</${name}>`);
    return `<fees years="${years}">${lines.join('')}</fees>`;
  }),
  RenewRokhsa: writing('RenewRokhsa', 'billNumber', (message) => rokhsa(register.renew(message.text('number'), Number(message.text('years'))))),
  ChangeState: writing('ChangeState', 'reason', (message) => rokhsa(register.changeState(message.text('number'), Number(message.text('state'))))),
  Changes: reading('Changes', (message) => {
    const rest = register.changes.filter(({ sequence }) => sequence > Number(message.text('after')));
    const page = rest.slice(0, settings.pageSize);
    const changes = page.map(
      ({ sequence, number, kind, on }) => `<change><sequence>${sequence}</sequence><number>${number}</number><kind>${kind}</kind><on>${on}</on></change>`,
    );
    return `<changes>${changes.join('')}${rest.length > page.length ? `<next>${page.at(-1)?.sequence}</next>` : ''}</changes>`;
  }),
  GetScan: {
    answer: (message) =>
      refusing(() => {
        const { number } = register.licence(message.text('number'));
        const scan = register.scans.get(number) ?? { contentType: 'image/tiff', bytes: Buffer.from([0x49, 0x49, 0x2a, 0x00, ...Buffer.from(number)]) };
        return { ...wrapped('GetScan', `<scan>cid:scan-${number}@rokhas</scan>`), parts: new Map([[`scan-${number}@rokhas`, scan]]) };
      }),
  },
  AddScan: {
    writes: (message) => ({ key: message.text('reference'), mark: message.text('title') }),
    answer: (message) =>
      refusing(() => {
        const scan = message.parts.get(decodeURIComponent(message.text('scan').replace(/^cid:/, '')));
        if (!scan) throw new RegisterRefusal('SCAN', 'لم تصل صورة المستند مع الرسالة');
        register.addScan(message.text('number'), scan);
        return wrapped('AddScan', `<bytes>${scan.bytes.length}</bytes>`);
      }),
  },
};

const system = soapSystem({
  documents: (url, changed) => ({
    '/register?wsdl': read('register.wsdl').replaceAll('{{url}}', url),
    '/register?xsd': changed ? types.replace('name="owner" type="xsd:string"', 'name="ownerName" type="xsd:string"') : types,
  }),
  operations,
  invalid: (message) => message.invalidBy(validator),
  admit(message) {
    if (message.text('user') === settings.user && message.text('password') === settings.password) return;
    throw new Refusal('sender', 'Client', 'اسم المستخدم أو كلمة المرور غير صحيحة', detail('ACCESS', 'اسم المستخدم أو كلمة المرور غير صحيحة'));
  },
  charset: 'windows-1256',
});

await serveStandIn({ address, port, listener: system.listener, controls: system.controls });

function reading(name: string, inside: (message: SoapMessage) => string): SoapOperation {
  return { answer: (message) => refusing(() => wrapped(name, inside(message))) };
}

function writing(name: string, mark: string, inside: (message: SoapMessage) => string): SoapOperation {
  return { ...reading(name, inside), writes: (message) => ({ key: message.text('reference'), mark: message.text(mark) }) };
}

function wrapped(name: string, inside: string): SoapAnswer {
  return { body: `<r:${name}Response xmlns:r="urn:khobar:rokhas">${inside}</r:${name}Response>` };
}

function refusing<T>(answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RegisterRefusal) throw new Refusal('receiver', 'Server', error.message, detail(error.code, error.message));
    throw error;
  }
}

function detail(code: string, text: string): string {
  return `<t:RokhasFault xmlns:t="urn:khobar:rokhas:types"><code>${code}</code><text>${escaped(text)}</text></t:RokhasFault>`;
}

function rokhsa(licence: Licence): string {
  const { state, fees, ...texts } = licence;
  const lines = Object.entries(texts).map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`);
  const money = Object.entries(fees).map(([name, value]) => `<${name}>${riyals(value * 100)}</${name}>`);
  return `<rokhsa>${lines.join('')}<state>${stateCodes.indexOf(state) + 1}</state><fees>${money.join('')}</fees></rokhsa>`;
}

/** A row as it was written. */
function exported({ state, fees: _fees, ...texts }: Licence): string {
  const order = ['number', 'shop', 'owner', 'nationalId', 'register', 'activity', 'district', 'street', 'area', 'sign', 'issued', 'expires'] as const;
  return `<row>${order.map((name) => `<${name}>${escaped(String(texts[name]))}</${name}>`).join('')}<state>${stateCodes.indexOf(state) + 1}</state></row>`;
}

function riyals(halalas: number): string {
  return (halalas / 100).toFixed(2);
}

function compile(): XsdValidator {
  const chameleon = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:khobar:rokhas:types"><xsd:include schemaLocation="register.xsd"/></xsd:schema>`;
  xmlRegisterInputProvider(new XmlBufferInputProvider({ 'types.xsd': Buffer.from(chameleon), 'register.xsd': Buffer.from(types) }));
  try {
    return XsdValidator.fromDoc(XmlDocument.fromString(read('wrappers.xsd'), { url: 'wrappers.xsd' }));
  } finally {
    xmlCleanupInputProvider();
  }
}
