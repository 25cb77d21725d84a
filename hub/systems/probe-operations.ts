import { AdapterError } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import { MissingSecret } from './missing-secret.ts';
import type { OpenedSystems } from './opened-systems.ts';
import type { ProbeResult } from './probe.ts';
import type { AdapterProcesses } from './processes/contract.ts';

/** Longest probe, whatever the system's own limits. */
const probeMs = 10_000;

/** Asks a system that is called by operations the least that shows it is there and takes our credentials; it is opened for that. Never throws what can be told. */
export async function probeOperations(id: string, opened: OpenedSystems, processes: Pick<AdapterProcesses, 'probe'>): Promise<ProbeResult> {
  try {
    await opened.ensure(id);
    const askedAt = performance.now();
    await processes.probe(id, AbortSignal.timeout(probeMs));
    return { reached: true, status: null, ms: Math.round(performance.now() - askedAt), reason: null };
  } catch (error) {
    const reason = error instanceof AdapterError ? `${error.outcome}: ${error.message}` : reasonOf(error);
    if (reason === null) throw error;
    return { reached: false, status: null, ms: null, reason };
  }
}

function reasonOf(error: unknown): string | null {
  if (error instanceof MissingSecret) return `secret missing: ${error.secret}`;
  return error instanceof AmanahError ? error.code : null;
}
