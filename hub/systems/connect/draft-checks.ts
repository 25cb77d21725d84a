import { randomUUID } from 'node:crypto';
import { AdapterError, type AdapterOutcome, type Contract } from '@amanah/adapter-api';
import type { ConfigProblem, ConnectionCheck, SystemTest } from '@amanah/plugin-api';
import type { OperationsSystemDefinition } from '../definition.ts';
import type { AdapterProcesses, SystemAccess } from '../processes/contract.ts';
import { chosenOperations } from '../system-access.ts';
import { chosenProblems } from './chosen-problems.ts';
import type { DraftContracts } from './draft-contracts.ts';

const probeMs = 30_000;
/** Above this people who wait for an answer feel it. */
const feltMs = 1_500;
type Check = ConnectionCheck;
type Named = { readonly [K in Check['id']]?: Check };

/** A right definition with what it refers to; `access` is `null` while a secret is missing. */
export interface CheckedDraft {
  readonly definition: OperationsSystemDefinition;
  readonly missing: readonly string[];
  readonly access: SystemAccess | null;
}

interface Sources {
  readonly processes: AdapterProcesses;
  readonly contracts: DraftContracts;
}

/** Tries a right definition step by step; every step has a name, a time and what was found. Nothing is changed anywhere. */
export async function draftChecks({ definition, missing, access }: CheckedDraft, { processes, contracts }: Sources): Promise<SystemTest> {
  const secrets: Check = { id: 'secrets', state: missing.length > 0 ? 'failed' : 'passed', ms: null, found: missing.join(', ') || null };
  if (!access) return report({ secrets }, [], null);
  const startedAt = performance.now();
  let contract: Contract;
  try {
    contract = await contracts.read(access);
  } catch (error) {
    return report({ secrets, ...readFailure(error, since(startedAt)) }, [], null);
  }
  const read: Check = {
    id: 'contract',
    state: contract.problems.some(({ kind }) => kind !== 'ignored') ? 'warning' : 'passed',
    ms: since(startedAt),
    found: [contract.kind, ...contract.problems.slice(0, 3).map(({ place, found }) => `${place}: ${found}`)].join('; '),
  };
  const problems = chosenProblems(definition, contract);
  const [first] = problems;
  const chosen = Object.keys(definition.operations).length;
  const operations: Check = {
    id: 'operations',
    state: first ? 'failed' : 'passed',
    ms: null,
    found: first ? `${first.field}: ${first.found}` : String(chosen),
  };
  const probe = await probed(definition, contract, access, processes);
  return report({ secrets, contract: read, operations, ...answerChecks(probe) }, problems, probe);
}

interface Probed {
  readonly ms: number;
  readonly error: AdapterError | null;
}

/** Probes as the running hub would, under a name of its own. */
async function probed(definition: OperationsSystemDefinition, contract: Contract, access: SystemAccess, processes: AdapterProcesses): Promise<Probed> {
  const systemId = `${access.systemId}.${randomUUID()}`;
  const startedAt = performance.now();
  processes.open({ ...access, systemId, contract, operations: chosenOperations(definition) });
  try {
    await processes.probe(systemId, AbortSignal.timeout(probeMs));
    return { ms: since(startedAt), error: null };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { ms: since(startedAt), error };
  } finally {
    await processes.close(systemId);
  }
}

const since = (startedAt: number) => Math.round(performance.now() - startedAt);
const lost: ReadonlySet<AdapterOutcome> = new Set(['unreachable', 'timeout']);

function answerChecks({ ms, error }: Probed): Named {
  const found = error && `${error.outcome}: ${error.message}`;
  const answered = !error || !lost.has(error.outcome);
  return {
    answer: { id: 'answer', state: answered ? 'passed' : 'failed', ms, found: answered ? null : found },
    ...(answered ? { speed: { id: 'speed', state: ms > feltMs ? 'warning' : 'passed', ms, found: null } } : {}),
    authorised: !answered
      ? { id: 'authorised', state: 'skipped', ms: null, found: null }
      : { id: 'authorised', state: error ? 'failed' : 'passed', ms: null, found },
  };
}

/** Why a system could not be read, at the step where it stopped. */
function readFailure(error: unknown, ms: number): Named {
  if (!(error instanceof AdapterError)) throw error;
  const { outcome, message } = error;
  const found = `${outcome}: ${message}`;
  if (lost.has(outcome)) return { answer: { id: 'answer', state: 'failed', ms, found } };
  if (outcome === 'unauthorised')
    return { answer: { id: 'answer', state: 'passed', ms, found: null }, authorised: { id: 'authorised', state: 'failed', ms: null, found } };
  return { contract: { id: 'contract', state: 'failed', ms, found } };
}

const order = ['definition', 'secrets', 'answer', 'speed', 'authorised', 'contract', 'operations'] as const;

function report(named: Named, problems: readonly ConfigProblem[], probe: Probed | null): SystemTest {
  const all: Named = { definition: { id: 'definition', state: 'passed', ms: null, found: null }, ...named };
  const checks = order.map((id): Check => all[id] ?? { id, state: 'skipped', ms: null, found: null });
  return {
    ok: checks.every(({ state }) => state !== 'failed'),
    problems,
    checks,
    probe: { reached: all.answer?.state === 'passed', status: null, ms: probe?.ms ?? null, reason: all.answer?.found ?? null },
  };
}
