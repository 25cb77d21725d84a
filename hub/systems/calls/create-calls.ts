import { AmanahError, type ErrorCode, type ErrorParams } from '@amanah/errors';
import type { HubConfig } from '../../config/contract.ts';
import { mayWrite, type Tier } from '../adapter-tier.ts';
import type { Breaker } from '../breaker.ts';
import type { ContractStore } from '../contracts/contract-store.ts';
import type { Maintenance } from '../maintenance.ts';
import { momentText } from '../moment-text.ts';
import { isCalled, type SystemRegistry } from '../registry.ts';
import type { SystemStates } from '../system-states.ts';
import type { AnswerFromRows } from './answer-from-rows.ts';
import { AnswerCache } from './answer-cache.ts';
import { unknownOperation, type Attempts, type RunningCall } from './attempts.ts';
import { CallQueue } from './call-queue.ts';
import type { CallAnswer, Calls, SystemCall } from './contract.ts';
import { inputHash } from './input-hash.ts';
import type { IntendedWrite, UsedBefore, WriteLedger } from './write-ledger.ts';

/** When a busy or resting system may be asked again. */
const againSeconds = 5;
/** Codes of calls that were not sent because of how the system stands. */
const turnedAway: ReadonlySet<ErrorCode> = new Set(['SYSTEMS_IN_MAINTENANCE', 'SYSTEMS_NEEDS_REVIEW', 'SYSTEMS_RESTING', 'SYSTEMS_BUSY']);

interface Sources {
  readonly config: Pick<HubConfig, 'profile'>;
  readonly registry: SystemRegistry;
  readonly contracts: ContractStore;
  readonly states: SystemStates;
  readonly maintenance: Maintenance;
  readonly ledger: WriteLedger;
  readonly breaker: Breaker;
  readonly attempts: Attempts;
  readonly fromRows: AnswerFromRows;
  tierOf(protocol: string): Tier;
}

/** Calls of connected systems, and what happens to them when systems are changed. */
export interface RunningCalls extends Calls {
  /** Definitions have been read again: nothing that was answered before is given again. */
  refresh(known: (system: string) => boolean): void;
}

/**
 * The way of a call: known → rows that were taken in → not in maintenance → reviewed → may be written → kept answer → breaker → turn → ledger → attempts → record. What is
 * turned away before its first attempt was never sent, and stands in no record.
 */
export function createCalls({ config, registry, contracts, states, maintenance, ledger, breaker, attempts, fromRows, tierOf }: Sources): RunningCalls {
  const cache = new AnswerCache();
  const queues = new Map<string, CallQueue>();

  return {
    async call(call) {
      const running = known(call);
      const rows = await fromRows(running);
      if (rows) return rows;
      if (running.operation.effect === 'write') return written(running);
      assertAsked(running);
      return reading(running);
    },
    refresh(isKnown) {
      cache.clear();
      for (const id of queues.keys()) if (!isKnown(id)) queues.delete(id);
    },
  };

  /** @throws SYSTEMS_UNKNOWN, SYSTEMS_OPERATION_UNKNOWN */
  function known(call: SystemCall): RunningCall {
    const found = registry.byId(call.system);
    if (!found || !isCalled(found)) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: call.system });
    const { definition } = found;
    const operation = Object.hasOwn(definition.operations, call.operation) ? definition.operations[call.operation] : undefined;
    if (!operation) throw unknownOperation(call, definition);
    return { call, definition, operation, deadlineAt: Date.now() + Math.min(operation.deadlineMs, call.options.deadlineMs ?? Infinity) };
  }

  function assertAsked(running: RunningCall): void {
    assertOpen(running);
    assertReviewed(running);
  }

  function assertOpen(running: RunningCall): void {
    const planned = maintenance.of(running.definition.id);
    if (!planned) return;
    const until = momentText(planned.until, running.call.caller.language);
    throw refusal(running, 'SYSTEMS_IN_MAINTENANCE', { params: { until }, retryAfterSeconds: Math.ceil((planned.until.getTime() - Date.now()) / 1_000) });
  }

  /** Operations whose contract was broken wait for a person; the others go on. */
  function assertReviewed(running: RunningCall): void {
    const touched = contracts.of(running.definition.id)?.touched;
    if (touched && (touched.has(running.operation.from) || touched.has(null))) throw refusal(running, 'SYSTEMS_NEEDS_REVIEW');
  }

  function assertMayWrite(running: RunningCall): void {
    if (!running.call.options.idempotencyKey) throw refusal(running, 'SYSTEMS_KEY_MISSING');
    if (config.profile === 'production' && !mayWrite(tierOf(running.definition.adapter))) throw refusal(running, 'SYSTEMS_TIER_TOO_LOW');
  }

  async function reading(running: RunningCall): Promise<CallAnswer> {
    const { call, operation } = running;
    const key = operation.cacheSeconds > 0 ? inputHash([call.system, call.operation, call.input, call.cursor]) : null;
    const kept = key === null ? null : cache.get(key);
    if (kept) return kept;
    const answer = await inTurn(running, () => attempts(running, null));
    if (key !== null) cache.put(key, call.system, answer, operation.cacheSeconds);
    return answer;
  }

  /** What was done before is answered from the ledger also while the system is not asked. */
  async function written(running: RunningCall): Promise<CallAnswer> {
    assertMayWrite(running);
    try {
      assertAsked(running);
      return await writing(running);
    } catch (error) {
      if (!(error instanceof AmanahError) || !turnedAway.has(error.code)) throw error;
      const before = await ledger.recall(intended(running));
      if (before === null) throw error;
      return answerOf(running, before);
    }
  }

  async function writing(running: RunningCall): Promise<CallAnswer> {
    const { call } = running;
    const key = call.options.idempotencyKey as string;
    return inTurn(running, async () => {
      const begun = await ledger.begin(intended(running));
      if (begun.state !== 'go') return answerOf(running, begun);
      try {
        const answer = await attempts(running, key);
        await ledger.end(call.system, key, 'done', answer.output);
        return answer;
      } catch (error) {
        const unknown = error instanceof AmanahError && error.code === 'SYSTEMS_OUTCOME_UNKNOWN';
        await ledger.end(call.system, key, unknown ? 'unknown' : 'failed');
        throw error;
      } finally {
        cache.forget(call.system);
      }
    });
  }

  /** @throws SYSTEMS_RESTING, SYSTEMS_BUSY, SYSTEMS_CANCELLED before anything was sent */
  async function inTurn(running: RunningCall, work: () => Promise<CallAnswer>): Promise<CallAnswer> {
    const { call, definition, deadlineAt } = running;
    if (!breaker.allows(definition.id)) throw resting(running);
    const queue = queues.get(definition.id) ?? new CallQueue();
    queues.set(definition.id, queue);
    const turn = await queue.enter(definition.limits, deadlineAt, call.options.signal);
    if (turn === 'gone') throw refusal(running, 'SYSTEMS_CANCELLED');
    if (turn !== 'turn') throw refusal(running, 'SYSTEMS_BUSY', { retryAfterSeconds: againSeconds });
    try {
      return await work();
    } finally {
      queue.leave();
    }
  }

  function resting(running: RunningCall): AmanahError {
    const since = momentText(states.of(running.definition.id).since ?? new Date(), running.call.caller.language);
    return refusal(running, 'SYSTEMS_RESTING', { params: { since }, retryAfterSeconds: againSeconds });
  }
}

function intended({ call, deadlineAt }: RunningCall): IntendedWrite {
  return {
    system: call.system,
    operation: call.operation,
    key: call.options.idempotencyKey as string,
    input: call.input,
    plugin: call.caller.plugin,
    case: call.options.case ?? null,
    deadlineAt: new Date(deadlineAt),
  };
}

/** How a write stands whose key was used before. @throws SYSTEMS_WRITE_RUNNING, SYSTEMS_KEY_REUSED, SYSTEMS_OUTCOME_UNKNOWN */
function answerOf(running: RunningCall, before: UsedBefore): CallAnswer {
  if (before.state === 'done') return { output: before.answer, next: null };
  if (before.state === 'running') throw refusal(running, 'SYSTEMS_WRITE_RUNNING');
  throw refusal(running, before.state === 'other' ? 'SYSTEMS_KEY_REUSED' : 'SYSTEMS_OUTCOME_UNKNOWN');
}

/** A call that is turned away before anything is sent. */
function refusal(
  { call, definition: { title } }: RunningCall,
  code: ErrorCode,
  { params = {}, retryAfterSeconds }: { readonly params?: ErrorParams; readonly retryAfterSeconds?: number } = {},
): AmanahError {
  return new AmanahError(code, {
    params: { system: title[call.caller.language], ...params },
    detail: `${call.system} ${call.operation}`,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}
