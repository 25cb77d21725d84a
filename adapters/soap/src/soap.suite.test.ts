import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeAdapter, type Counterpart } from '@amanah/testing/adapter-suite';
import { adapter } from './adapter.ts';
import { config, type SoapConfig } from './config.ts';
import { bills, connection, sadadByPassword } from './testing/sadad.ts';
import { faults, heal, ownFaults, written } from './testing/soap-faults.ts';
import { startStandIn } from './testing/stand-in.ts';

describeAdapter('SADAD bills: document/literal, SOAP 1.1, WS-Security UsernameToken with digest', sadadByPassword, {
  writes: true,
  pages: true,
  changingContract: true,
  expiringAccess: true,
});

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
