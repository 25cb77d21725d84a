import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startFaultProxy, type Counterpart, type FaultProxy } from '@amanah/testing/adapter-suite';
import type { Actor, OperationOptions } from '@amanah/plugin-api';
import { sftpCounterpart } from '../../../adapters/files/src/testing/sftp-counterpart.ts';
import { startRegister } from '../../../adapters/openapi/src/testing/register.ts';
import { sadadByPassword } from '../../../adapters/soap/src/testing/sadad.ts';
import { startPostgres } from '../../../adapters/sql/src/testing/databases.ts';
import { registerCounterpart } from '../../../adapters/sql/src/testing/register-counterpart.ts';
import { accessOf } from '../../../hub/access/create-access.ts';
import type { HubConfig } from '../../../hub/config/contract.ts';
import { openTestStore, quietLog, testSealKey } from '../../../hub/store/store-fixture.ts';
import type { Systems } from '../../../hub/systems/contract.ts';
import { createSystems } from '../../../hub/systems/create-systems.ts';

/** How the stand-in of each adapter starts: the one of its own suite, so that a fault means the same here and there. */
const starters: Readonly<Record<Protocol, () => Promise<Counterpart<unknown>>>> = {
  openapi: startRegister as () => Promise<Counterpart<unknown>>,
  soap: sadadByPassword as () => Promise<Counterpart<unknown>>,
  sql: async () => (await registerCounterpart(await startPostgres())) as Counterpart<unknown>,
  files: sftpCounterpart as () => Promise<Counterpart<unknown>>,
};
export const protocols = ['openapi', 'soap', 'sql', 'files'] as const;
export type Protocol = (typeof protocols)[number];

/** A connected system of one adapter: its stand-in, and the network between it and the hub. */
export interface ConnectedSystem {
  readonly id: string;
  readonly standIn: Counterpart<unknown>;
  readonly proxy: FaultProxy;
  /** Calls an operation of the definition: `read` and `once` (a read that may not be repeated), or `write`, which writes a mark under its key. */
  read(operation?: 'read' | 'once', options?: OperationOptions): Promise<unknown>;
  write(mark: string, options?: OperationOptions, actor?: Actor): Promise<unknown>;
  /** Lines of the hub's log that name it. */
  lines(): readonly string[];
}

export interface FourSystems {
  readonly systems: Systems;
  of(protocol: Protocol): ConnectedSystem;
  /** Everything that was logged. */
  logged(): string;
  close(): Promise<void>;
}

/** The systems of a hub over a real store, with the four adapters in their own processes, each connected to its stand-in through a fault proxy. */
export async function fourSystems(): Promise<FourSystems> {
  const dataDir = mkdtempSync(join(tmpdir(), 'amanah-four-'));
  for (const folder of ['systems', 'run', 'config/demo']) mkdirSync(join(dataDir, folder), { recursive: true });
  const opened = await openTestStore();
  const logged: { readonly fields: object; readonly message: string }[] = [];
  const line = (fields: object, message: string) => void logged.push({ fields, message });
  const config = {
    profile: 'test',
    role: 'all',
    configDir: pathToFileURL(join(dataDir, 'config/')),
    dataDir,
    sealKey: testSealKey,
    gatewayDomain: 'localhost',
    publicUrl: new URL('http://localhost:3000'),
  } as unknown as HubConfig;
  const systems = await createSystems({
    config,
    log: { ...quietLog, info: line, warn: line, error: line },
    store: opened.store,
    access: accessOf([], []),
    audit: { record: async () => {} },
  });

  const connected = new Map(await Promise.all(protocols.map(async (protocol) => [protocol, await connect(protocol)] as const)));

  async function connect(protocol: Protocol): Promise<ConnectedSystem> {
    const standIn = await starters[protocol]();
    const proxy = await startFaultProxy(standIn.server);
    const id = `${protocol}-system`;
    // Rows of files are taken in and read from the hub; what is read through the adapter itself is what waits in the folder.
    const read = protocol === 'files' ? { operation: 'folder.files', input: {} } : standIn.read;
    const operation = (from: string, effect: string, more: object = {}) => ({ from, title: { ar: id, en: id }, effect, deadlineMs: 60_000, ...more });
    const definition = {
      id,
      title: { ar: id, en: id },
      owner: 'it-center',
      adapter: protocol,
      connection: standIn.config(proxy),
      operations: {
        read: operation(read.operation, 'read'),
        once: operation(read.operation, 'read', { idempotent: false }),
        ...(standIn.write ? { write: operation(standIn.write.operation, 'write') } : {}),
      },
      limits: { connectMs: 3_000, answerMs: 10_000, idleMs: 10_000, maxAnswerBytes: 1_000_000, atOnce: 2, queued: 1 },
      probe: { everySeconds: 3_600 },
    };
    await systems.connect.saveDraft({ definition, secrets: standIn.secrets }, null, 'request-1');
    const call = async (name: string, input: unknown, options: OperationOptions, actor: Actor | null = null) =>
      (
        await systems.calls.call({
          system: id,
          operation: name,
          input,
          cursor: null,
          options,
          caller: { actor, plugin: 'permits', language: 'en', requestId: `request-${name}` },
        })
      ).output;
    return {
      id,
      standIn,
      proxy,
      read: (name = 'read', options = {}) => call(name, read.input, options),
      write: (mark, options = {}, actor) => call('write', standIn.write?.input(mark), { idempotencyKey: `key-${mark}`, ...options }, actor),
      lines: () => logged.filter(({ fields }) => (fields as { system?: string }).system === id).map(({ message }) => message),
    };
  }

  return {
    systems,
    of: (protocol) => connected.get(protocol) as ConnectedSystem,
    logged: () => JSON.stringify(logged),
    async close() {
      await systems.close();
      await opened.close();
      await Promise.all([...connected.values()].map(({ proxy, standIn }) => proxy.close().then(() => standIn.close())));
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Code of the catalogue that a call ended with, or `ok`. */
export function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (error: { code?: string }) => error.code ?? String(error),
  );
}
