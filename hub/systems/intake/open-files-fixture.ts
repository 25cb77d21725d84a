import type { AdapterProcesses } from '../processes/contract.ts';
import { createAdapterProcesses } from '../processes/create-adapter-processes.ts';
import { quietLog } from '../../store/store-fixture.ts';
import type { IntakeSystem } from './contract.ts';

const limits = { connectMs: 5_000, answerMs: 10_000, idleMs: 10_000, maxAnswerBytes: 10_485_760, maxHeaderBytes: 65_536, atOnce: 4 };

/** The adapter of the repository in a process of its own, with one system open. */
export async function openFiles(systemId: string, connection: object): Promise<{ processes: AdapterProcesses; system: IntakeSystem; pid(): number | null }> {
  const processes = createAdapterProcesses({ log: quietLog, adaptersFolder: new URL('../../../adapters/', import.meta.url), trusted: ['files'] });
  const access = { systemId, protocol: 'files', connection: connection as Readonly<Record<string, unknown>>, secrets: {}, files: {}, limits } as const;
  const contract = await processes.discover(access, new AbortController().signal);
  processes.open({ ...access, contract, operations: {} });
  return { processes, system: { systemId, contract }, pid: () => processes.processes().find(({ systems }) => systems.includes(systemId))?.pid ?? null };
}
