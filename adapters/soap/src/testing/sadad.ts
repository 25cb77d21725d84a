import type { Counterpart } from '@amanah/testing/adapter-suite';
import { adapter } from '../adapter.ts';
import { config, type SoapConfig } from '../config.ts';
import { heal, ownFaults, written } from './soap-faults.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

/** Bills of one payer, as `tests/legacy/sadad/bills.ts` has them. */
const payer = { nationalId: '1072645193' };
const billNumbers = [100, 121, 142, 163, 184, 205, 226, 247].map((number) => String(134_000_000 + number));

const issue = (mark: string) => ({
  billerCode: '134',
  reference: mark,
  payer: { unifiedNumber: '7012345678' },
  line: [{ code: 'SHP-01', description: 'رسم رخصة محل', amount: '480.00' }],
});

export const bills = (standIn: StandIn, port: 'Soap' | 'Signed') => ({
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
export const connection = (at: { host: string; port: number }, port: 'Soap' | 'Signed') => ({
  wsdl: { url: `http://${at.host}:${at.port}/bills?wsdl` },
  endpoint: `http://${at.host}:${at.port}/${port === 'Soap' ? 'bills' : 'signed-bills'}`,
  idempotency: { soapHeader: '{urn:sadad:bills}RequestId' },
  paging: { [`Bills.${port}.FindBills`]: { next: '/more', cursor: '/after' } },
  probe: { operation: `Bills.${port}.GetBill`, input: { billNumber: '134000100' } },
});

/** SADAD bills with a password by digest in every message. */
export async function sadadByPassword(): Promise<Counterpart<SoapConfig>> {
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
}
