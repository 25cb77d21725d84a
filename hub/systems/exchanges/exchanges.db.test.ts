import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Actor, AuditEntry, Db } from '@amanah/plugin-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, quietLog, testSealKey } from '../../store/store-fixture.ts';
import type { Exchanges, FinishedExchange } from './contract.ts';
import { createExchanges } from './create-exchanges.ts';
import { bundleFiles } from './evidence-format.ts';
import { removeOldMessages } from './retention.ts';
import { verifyEvidence } from './verify-evidence.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
const folders: string[] = [];
const open: Exchanges[] = [];
const audited: AuditEntry[] = [];
const ledger = { unknownWrites: async () => [], settleWrite: async () => {} };

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'amanah-exchanges-'));
  folders.push(made);
  return made;
};
const auditor = { person: { type: 'person', id: 'p-auditor', name: { ar: 'مراجع', en: 'Auditor' } }, username: 'auditor' } as unknown as Actor;
const owner = {
  person: { type: 'person', id: 'p-sara', name: { ar: 'سارة', en: 'Sara' } },
  username: '1072645193',
  capacityId: 'owner:7001234567',
  capacity: { kind: 'owner', establishment: { type: 'establishment', unifiedNumber: '7001234567', name: { ar: 'مؤسسة', en: 'Establishment' } } },
} as unknown as Actor;

beforeAll(async () => (opened = await openTestStore()));
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await opened.close();
  folders.forEach((one) => rmSync(one, { recursive: true, force: true }));
});

async function exchanges(dataDir = folder(), hub: Db = opened.store.hub): Promise<Exchanges> {
  const audit = { record: async (entry: AuditEntry) => void audited.push(entry) };
  const made = await createExchanges({ config: { dataDir, sealKey: testSealKey }, store: { hub }, log: quietLog, audit, ledger });
  open.push(made);
  return made;
}

function exchange(more: Partial<FinishedExchange> = {}): FinishedExchange {
  const bytes = (text: string) => new TextEncoder().encode(text);
  return {
    id: randomUUID(),
    at: new Date(),
    ms: 12.4,
    system: 'commerce-register',
    operation: 'company',
    effect: 'read',
    outcome: 'ok',
    attempts: 1,
    actor: owner,
    plugin: 'shop-licences',
    case: 'EA-SHP-1448-0000123-4',
    requestId: 'r-1',
    idempotencyKey: null,
    sent: { contentType: 'application/json', bytes: bytes('{"unifiedNumber":"7001234567"}') },
    received: { contentType: 'application/json; charset=utf-8', bytes: bytes('{"status":"active","ownerName":"سارة القحطاني","nationalId":"1072645193"}') },
    ...more,
  };
}

const stored = (id: string) => opened.database.query('SELECT 1 FROM hub.exchange WHERE id = $1', [id]);
const inChain = (id: string) => expect.poll(() => stored(id), { timeout: 15_000 }).toHaveLength(1);

test('an exchange is found by case, system and request, with who, in which capacity and for whom', async () => {
  const one = exchange({ case: 'EA-SHP-1448-0000777-1', requestId: 'r-777' });
  const { record, admin } = await exchanges();
  await record(one);
  await inChain(one.id);
  const expected = { id: one.id, outcome: 'ok', ms: 12, capacity: 'owner:7001234567', actorName: { en: 'Sara' }, onBehalfOf: { en: 'Establishment' } };
  expect(await admin.search({ case: 'EA-SHP-1448-0000777-1', limit: 10 })).toMatchObject([expected]);
  expect(await admin.search({ requestId: 'r-777', system: 'commerce-register', outcome: 'ok', limit: 10 })).toMatchObject([expected]);
  expect(await admin.search({ requestId: 'r-777', outcome: 'failed', limit: 10 })).toEqual([]);
});

test('a call that a system makes under its own name is found with the system as who called', async () => {
  const system = { type: 'system', id: 'parks-sync', name: { ar: 'مزامنة الحدائق', en: 'Parks sync' }, owner: 'parks' } as const;
  const one = exchange({ actor: { system, grants: [] }, requestId: 'r-system' });
  const { record, admin } = await exchanges();
  await record(one);
  await inChain(one.id);
  expect(await admin.search({ requestId: 'r-system', limit: 10 })).toMatchObject([
    { id: one.id, actorName: { en: 'Parks sync' }, capacity: null, onBehalfOf: null },
  ]);
});

test('personal data is masked for who may not see it; who may is recorded as having read it', async () => {
  const one = exchange();
  const { record, admin } = await exchanges();
  await record(one);
  const masked = await admin.read(one.id, auditor, false, 'r-2');
  expect(masked.response).toMatchObject({ masked: true, text: expect.stringContaining('active') });
  expect(masked.response?.text).not.toContain('سارة');
  expect(masked.response?.text).not.toContain('1072645193');
  expect(audited).toEqual([]);
  const whole = await admin.read(one.id, auditor, true, 'r-3');
  expect(whole.response?.text).toContain('سارة القحطاني');
  expect(audited.splice(0)).toMatchObject([{ action: 'systems:exchange-read-unmasked', subject: `exchange/${one.id}`, requestId: 'r-3' }]);
});

test('records of two replicas make one chain without gaps, and none may be changed or removed', async () => {
  const replicas = await Promise.all([exchanges(), exchanges(folder(), (await opened.replica()).hub)]);
  const all = Array.from({ length: 60 }, () => exchange({ sent: null, received: null }));
  await Promise.all(all.map((one, at) => replicas[at % 2]!.record(one)));
  for (const { id } of all) await inChain(id);
  const rows = await opened.database.query<{ number: string; previous: string; hash: string }>(
    'SELECT number, previous, hash FROM hub.exchange ORDER BY number',
  );
  rows.forEach((row, at) =>
    expect({ number: Number(row.number), previous: row.previous }).toEqual({ number: at + 1, previous: rows[at - 1]?.hash ?? '0'.repeat(64) }),
  );
  for (const sql of ["UPDATE hub.exchange SET outcome = 'ok'", 'DELETE FROM hub.exchange', 'TRUNCATE hub.exchange'])
    await expect(opened.database.query(sql)).rejects.toMatchObject({ code: '42501' });
});

test('a store that is away delays no call, and nothing is lost when it is back', async () => {
  let away = true;
  const hub: Db = {
    query: (...args) => opened.store.hub.query(...args),
    transaction: (work) => (away ? Promise.reject(new Error('the database is away')) : opened.store.hub.transaction(work)),
  };
  const { record } = await exchanges(folder(), { ...hub, transaction: opened.store.hub.transaction.bind(opened.store.hub) }).then(async (first) => {
    // The evidence key is there now; the next one meets the outage.
    await first.close();
    return exchanges(folder(), hub);
  });
  const one = exchange();
  await record(one);
  expect(await stored(one.id)).toEqual([]);
  away = false;
  await inChain(one.id);
});

test('what a killed process had acknowledged is brought into the chain by the next one, once', async () => {
  const dataDir = folder();
  const child = fork(new URL('fixtures/killed-recorder.ts', import.meta.url), [dataDir], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ ids }] = (await once(child, 'message')) as [{ ids: string[] }];
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(ids).toHaveLength(50);
  for (const id of ids) expect(await stored(id)).toEqual([]);
  expect(readdirSync(join(dataDir, 'exchanges'))).toHaveLength(1);
  await exchanges(dataDir);
  for (const id of ids) expect(await stored(id)).toHaveLength(1);
  // Only the journal of the process that runs now is left.
  expect(readdirSync(join(dataDir, 'exchanges'))).toHaveLength(1);
});

test('messages go after their retention, while the chain goes on proving that they were', async () => {
  const old = exchange({ at: new Date(Date.now() - 200 * 86_400_000) });
  const { record, admin } = await exchanges();
  await record(old);
  await inChain(old.id);
  await removeOldMessages(opened.store);
  expect(await admin.read(old.id, auditor, false, 'r')).toMatchObject({ request: { text: null, bytes: 30 }, response: { text: null } });
  expect((await verifyEvidence(await admin.evidence([old.id], auditor, 'r'))).fault).toBeNull();
});

test('a bundle of evidence proves itself, by the key one knows', async () => {
  const { record, admin } = await exchanges();
  const all = Array.from({ length: 5 }, () => exchange());
  for (const one of all) await record(one);
  const zip = await admin.evidence([all[1]!.id, all[3]!.id], auditor, 'r-9');
  const check = await verifyEvidence(zip);
  expect(check).toMatchObject({ fault: null, exchanges: [all[1]!.id, all[3]!.id] });
  expect(audited.at(-1)).toMatchObject({ action: 'systems:evidence-exported', data: { exchanges: 2 } });
  const [{ public_jwk: key }] = (await opened.database.query('SELECT public_jwk FROM hub.evidence_key')) as [{ public_jwk: object }];
  expect(await verifyEvidence(zip, key)).toMatchObject({ fault: null });
  const other = { kty: 'OKP', crv: 'Ed25519', x: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
  expect((await verifyEvidence(zip, other)).fault).toContain('another key');
  // Nothing of the exchanges in between but their hashes.
  expect(strFromU8(unzipSync(zip)[bundleFiles.chain]!)).not.toContain(all[2]!.id);
});

test('a bundle with one changed byte anywhere, one removed record, one reordered pair or a foreign signature is refused', async () => {
  const { record, admin } = await exchanges();
  const all = Array.from({ length: 6 }, () => exchange());
  for (const one of all) await record(one);
  const files = unzipSync(await admin.evidence([all[2]!.id], auditor, 'r'));
  const faultOf = async (change: (files: Record<string, Uint8Array>) => void) => {
    const changed = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    change(changed);
    return (await verifyEvidence(zipSync(changed))).fault;
  };
  expect(await faultOf(() => {})).toBeNull();
  for (const [name, bytes] of Object.entries(files))
    for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1])
      expect(await faultOf((changed) => void (changed[name]![at]! ^= 1)), `${name} at ${at}`).not.toBeNull();
  for (const name of Object.keys(files)) expect(await faultOf((changed) => void delete changed[name]), name).not.toBeNull();
  const relined = (edit: (lines: string[]) => string[]) => (changed: Record<string, Uint8Array>) => {
    const lines = strFromU8(changed[bundleFiles.chain]!).split('\n').filter(Boolean);
    changed[bundleFiles.chain] = strToU8(edit(lines).join('\n'));
  };
  expect(await faultOf(relined((lines) => lines.toSpliced(-2, 1)))).not.toBeNull();
  expect(await faultOf(relined(([first, second, ...rest]) => [second!, first!, ...rest]))).not.toBeNull();
});

test('what is no bundle is refused in words', async () => {
  expect(await verifyEvidence(new Uint8Array([1, 2, 3]))).toMatchObject({ fault: expect.stringContaining('cannot be read'), exchanges: [] });
});
