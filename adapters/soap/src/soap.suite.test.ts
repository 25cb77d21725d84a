import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AdapterOutcome } from '@amanah/adapter-api';
import { describeAdapter, type Counterpart, type OwnFault } from '@amanah/testing/adapter-suite';
import { adapter } from './adapter.ts';
import { config, type SoapConfig } from './config.ts';
import { startStandIn, type StandIn } from './testing/stand-in.ts';

const broken: readonly AdapterOutcome[] = ['contract-violation'];
/** How a read ends under each fault that only a SOAP system can play. */
const faults: Readonly<Record<string, OwnFault['ends']>> = {
  html: broken,
  'wrong-type': broken,
  'not-well-formed': broken,
  entities: broken,
  'entity-bomb': broken,
  'external-entity': broken,
  deep: broken,
  'not-valid': broken,
  'other-element': broken,
  'other-version': broken,
  'wrong-charset': broken,
  'must-understand': broken,
  'redirect-loop': broken,
  'redirect-elsewhere': broken,
  'refuses-access': ['unauthorised'],
  'receiver-fault': ['failed'],
};

const ownFaults = (standIn: StandIn, names = Object.keys(faults)): readonly OwnFault[] =>
  names.map((name) => ({ name, play: () => void standIn.control('fault', { name }), ends: faults[name] ?? [] }));

const heal = async (standIn: StandIn) => {
  await standIn.control('fault', { name: 'none' });
};
const written = async (standIn: StandIn) => ((await standIn.control('writes')) as { writes: { mark: string }[] }).writes.map(({ mark }) => mark);

/** Bills of one payer, as `tests/legacy/sadad/bills.ts` has them. */
const payer = { nationalId: '1072645193' };
const billNumbers = [100, 121, 142, 163, 184, 205, 226, 247].map((number) => String(134_000_000 + number));

const issue = (mark: string) => ({
  billerCode: '134',
  reference: mark,
  payer: { unifiedNumber: '7012345678' },
  line: [{ code: 'SHP-01', description: 'رسم رخصة محل', amount: '480.00' }],
});

const bills = (standIn: StandIn, port: 'Soap' | 'Signed') => ({
  read: {
    operation: `Bills.${port}.GetBill`,
    input: { billNumber: '134000100' },
    holds: (output: unknown) => {
      const { bill } = output as { bill: Record<string, unknown> };
      return bill['billNumber'] === '134000100' && bill['amount'] === '480.00' && bill['@currency'] === 'SAR' && bill['dueOn'] === '2026-01-17';
    },
  },
  write: { operation: `Bills.${port}.IssueBill`, input: issue },
  paged: {
    operation: `Bills.${port}.FindBills`,
    input: { payer },
    ids: (output: unknown) => (output as { bill: { billNumber: string }[] }).bill.map(({ billNumber }) => billNumber),
    all: billNumbers,
  },
  written: () => written(standIn),
  ownFaults: ownFaults(standIn),
  heal: () => heal(standIn),
  changeContract: async () => void (await standIn.control('fault', { name: 'changed-contract' })),
});

/** What both ports of SADAD have in common in a configuration. */
const connection = (at: { host: string; port: number }, port: 'Soap' | 'Signed') => ({
  wsdl: { url: `http://${at.host}:${at.port}/bills?wsdl` },
  endpoint: `http://${at.host}:${at.port}/${port === 'Soap' ? 'bills' : 'signed-bills'}`,
  idempotency: { soapHeader: '{urn:sadad:bills}RequestId' },
  paging: { [`Bills.${port}.FindBills`]: { next: '/more', cursor: '/after' } },
  probe: { operation: `Bills.${port}.GetBill`, input: { billNumber: '134000100' } },
});

describeAdapter(
  'SADAD bills: document/literal, SOAP 1.1, WS-Security UsernameToken with digest',
  async (): Promise<Counterpart<SoapConfig>> => {
    const secrets = { password: 'Canary-Sadad-8f31c7d2' };
    const standIn = await startStandIn('sadad', { password: secrets.password });
    return {
      adapter,
      server: standIn,
      config: (at) =>
        config.parse({
          ...connection(at, 'Soap'),
          security: { usernameToken: { username: 'amanah-eastern', password: { secret: 'password' }, type: 'digest' }, timestampSeconds: 60 },
        }),
      secrets,
      ...bills(standIn, 'Soap'),
      expireAccess: async () => void (await standIn.control('clock', { seconds: '200' })),
      heal: async () => {
        await heal(standIn);
        await standIn.control('clock', { seconds: '0' });
      },
      close: () => standIn.stop(),
    };
  },
  { writes: true, pages: true, changingContract: true, expiringAccess: true },
);

describeAdapter(
  'SADAD bills: document/literal, SOAP 1.2, signed by X.509 both ways',
  async (): Promise<Counterpart<SoapConfig>> => {
    const folder = mkdtempSync(join(tmpdir(), 'soap-suite-'));
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/C=SA/O=Suite/CN=amanah', '-keyout', 'key.pem', '-out', 'certificate.pem'],
      {
        cwd: folder,
        stdio: 'ignore',
      },
    );
    const certificate = readFileSync(join(folder, 'certificate.pem'));
    const secrets = { key: readFileSync(join(folder, 'key.pem'), 'utf8') };
    const standIn = await startStandIn('sadad', { knownCertificate: certificate.toString() });
    return {
      adapter,
      server: standIn,
      config: (at) =>
        config.parse({
          ...connection(at, 'Signed'),
          security: {
            timestampSeconds: 60,
            signature: { certificateFile: 'amanah.pem', key: { secret: 'key' } },
            answer: { certificateFile: 'sadad.pem' },
          },
        }),
      secrets,
      files: { 'amanah.pem': certificate, 'sadad.pem': readFileSync(new URL('../../../tests/legacy/sadad/keys/sadad-certificate.pem', import.meta.url)) },
      ...bills(standIn, 'Signed'),
      expireAccess: async () => void (await standIn.control('clock', { seconds: '200' })),
      heal: async () => {
        await heal(standIn);
        await standIn.control('clock', { seconds: '0' });
      },
      async close() {
        rmSync(folder, { recursive: true });
        await standIn.stop();
      },
    };
  },
  { writes: true, pages: true, changingContract: true, expiringAccess: true },
);

describeAdapter(
  'shop-licence register of Khobar: rpc/literal, Windows-1256, Hijri dates as text, credentials in every message',
  async (): Promise<Counterpart<SoapConfig>> => {
    const secrets = { password: 'Canary-Rokhas-41be90aa' };
    const standIn = await startStandIn('shop-register', { password: secrets.password, pageSize: 20 });
    return {
      adapter,
      server: standIn,
      config: (at) =>
        config.parse({
          wsdl: { url: `http://${at.host}:${at.port}/register?wsdl` },
          endpoint: `http://${at.host}:${at.port}/register`,
          fill: { '/user': 'hub', '/password': { secret: 'password' } },
          idempotency: { field: '/reference' },
          refusedCredentials: ['ACCESS'],
          paging: { 'Rokhas.Soap.FindRokhsa': { next: '/result/next', cursor: '/page' } },
          probe: { operation: 'Rokhas.Soap.GetRokhsa', input: { number: '51142010000' } },
        }),
      secrets,
      read: {
        operation: 'Rokhas.Soap.GetRokhsa',
        input: { number: '51142010000' },
        holds: (output) => {
          const { rokhsa } = output as { rokhsa: Record<string, unknown> };
          return rokhsa['shop'] === 'بقالة السنابل' && rokhsa['district'] === 'العقربية' && rokhsa['issued'] === '1447/01/01';
        },
      },
      write: {
        operation: 'Rokhas.Soap.ChangeState',
        input: (mark) => ({ number: '51142110037', state: 3, reason: mark }),
      },
      written: () => written(standIn),
      paged: {
        operation: 'Rokhas.Soap.FindRokhsa',
        input: { terms: {}, page: 1 },
        ids: (output) => (output as { result: { rokhsa: { number: string }[] } }).result.rokhsa.map(({ number }) => number),
        all: Array.from({ length: 64 }, (_, index) => `51${1420 + (index % 9)}${String(10_000 + index * 37).padStart(5, '0')}`),
      },
      ownFaults: ownFaults(
        standIn,
        Object.keys(faults).filter((name) => name !== 'not-valid'),
      ),
      heal: () => heal(standIn),
      changeContract: async () => void (await standIn.control('fault', { name: 'changed-contract' })),
      close: () => standIn.stop(),
    };
  },
  { writes: true, pages: true, changingContract: true, expiringAccess: false },
);
