import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AdapterError, type AdapterOutcome } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import type { Breaker } from '../breaker.ts';
import { isIdempotent, type OperationDefinition, type OperationsSystemDefinition } from '../definition.ts';
import type { Exchanges } from '../exchanges/contract.ts';
import { MissingSecret } from '../missing-secret.ts';
import type { OpenedSystems } from '../opened-systems.ts';
import { CallFailed } from '../processes/call-failed.ts';
import type { AdapterProcesses, CallMessages } from '../processes/contract.ts';
import type { SystemStates } from '../system-states.ts';
import { callError, isLostAdapter, mayHaveBeenDone } from './call-error.ts';
import { openedWithin } from './opened-within.ts';
import type { CallAnswer, SystemCall } from './contract.ts';

/** Waits before a second and a third attempt, in milliseconds, each up to half as long again so that callers do not come back at once. */
const backOffMs = [100, 400];
const noMessages: CallMessages = { sent: null, received: null };

interface Sources {
  readonly opened: OpenedSystems;
  readonly states: SystemStates;
  readonly breaker: Breaker;
  readonly exchanges: Pick<Exchanges, 'record'>;
  readonly processes: Pick<AdapterProcesses, 'call'>;
  /** An answer was not what the contract says: it is compared with the live one soon. */
  suspect(system: string): void;
}

/** One call on its way. */
export interface RunningCall {
  readonly call: SystemCall;
  readonly definition: OperationsSystemDefinition;
  readonly operation: OperationDefinition;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/**
 * Asks the system within the deadline: once, or up to three times an operation that may be repeated. Recorded as one exchange. `key` is the idempotency
 * key of a write, `null` for a read.
 * @throws AmanahError SYSTEMS_…
 */
export type Attempts = (running: RunningCall, key: string | null) => Promise<CallAnswer>;

export function createAttempts({ opened, states, breaker, exchanges, processes, suspect }: Sources): Attempts {
  return async (running, key) => {
    const { call, deadlineAt } = running;
    const startedAt = Date.now();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new DOMException('the deadline passed', 'TimeoutError')), Math.max(0, deadlineAt - startedAt));
    // A write that may have been sent is not cut off when its caller goes away: nobody would know what became of it.
    const signal = key === null && call.options.signal ? AbortSignal.any([late.signal, call.options.signal]) : late.signal;
    try {
      return await attemptsUntil(running, key, signal, startedAt);
    } finally {
      clearTimeout(timer);
    }
  };

  async function attemptsUntil(running: RunningCall, key: string | null, signal: AbortSignal, startedAt: number): Promise<CallAnswer> {
    const { call, definition, operation, deadlineAt } = running;
    let attempt = 1;
    let messages = noMessages;
    let open = false;
    const ended = (outcome: string) =>
      exchanges.record({
        id: randomUUID(),
        at: new Date(startedAt),
        ms: Date.now() - startedAt,
        system: call.system,
        operation: call.operation,
        effect: operation.effect,
        outcome,
        attempts: attempt,
        actor: call.caller.actor ?? call.caller.system ?? null,
        plugin: call.caller.plugin,
        case: call.options.case ?? null,
        requestId: call.caller.requestId,
        idempotencyKey: key,
        ...messages,
      });
    for (;;) {
      try {
        const { output, next, sent, received } = await one(running, key, signal);
        messages = { sent, received };
        noteGood(definition.id, Date.now() - startedAt);
        await ended('ok');
        return { output, next };
      } catch (error) {
        if (error instanceof CallFailed) messages = error.messages;
        open ||= mayHaveBeenDone(error);
        const wait = backOffMs[attempt - 1];
        if (wait !== undefined && mayTryAgain(error, operation) && Date.now() + wait * 1.5 < deadlineAt && !signal.aborted) {
          attempt += 1;
          await pause(wait * (1 + Math.random() / 2), undefined, { signal }).catch(() => {});
          if (!signal.aborted) continue;
        }
        noteBad(running, error, Date.now() - startedAt);
        const told = callError(error, {
          title: definition.title,
          language: call.caller.language,
          mayBeWritten: operation.effect === 'write' && open,
          refusals: operation.refusals,
        });
        if (messages.sent || wasAsked(error)) await ended(told.code);
        throw told;
      }
    }
  }

  async function one(running: RunningCall, key: string | null, signal: AbortSignal) {
    const { call, definition, operation, deadlineAt } = running;
    const system = await openedWithin(opened.ensure(definition.id), signal);
    if (!system.offered.has(operation.from)) throw unknownOperation(call, definition, `the contract offers no ${operation.from} that can be called`);
    return processes.call(
      definition.id,
      {
        operation: call.operation,
        input: call.input,
        cursor: call.cursor,
        effect: operation.effect,
        idempotencyKey: key,
        requestId: call.caller.requestId,
        deadlineAt,
      },
      signal,
    );
  }

  /** Any answer shows that the system lives; so does a call of it that was refused. */
  function noteGood(id: string, ms: number): void {
    breaker.answered(id);
    states.observe(id, { ok: true, ms });
  }

  function noteBad({ call, definition: { id } }: RunningCall, error: unknown, ms: number): void {
    if (!(error instanceof AdapterError)) return;
    const { outcome, message } = error;
    if (outcome === 'input-invalid' || outcome === 'cancelled') return;
    // A caller in a hurry says nothing of the system.
    if (outcome === 'timeout' && call.options.deadlineMs !== undefined) return;
    if (outcome === 'refused' || outcome === 'too-large') return noteGood(id, ms);
    if (outcome === 'contract-violation') suspect(id);
    // The end of the adapter's own process says nothing of the system; who starts it again waits longer each time.
    if (!isLostAdapter(error)) {
      if (outcome === 'unreachable' || outcome === 'timeout') breaker.failed(id);
      else breaker.answered(id);
    }
    states.observe(id, { ok: false, ms, reason: `${outcome}: ${message}` });
  }
}

/** The operation is not in the definition, or the system itself does not offer it. */
export function unknownOperation(call: SystemCall, { title }: OperationsSystemDefinition, detail?: string): AmanahError {
  const params = { system: title[call.caller.language], operation: call.operation };
  return new AmanahError('SYSTEMS_OPERATION_UNKNOWN', { params, ...(detail === undefined ? {} : { detail }) });
}

const curable: ReadonlySet<AdapterOutcome> = new Set(['unreachable', 'timeout', 'failed']);

/** Only what a second attempt may cure, and only where repeating does no harm. */
function mayTryAgain(error: unknown, operation: OperationDefinition): boolean {
  return isIdempotent(operation) && error instanceof AdapterError && curable.has(error.outcome) && !isLostAdapter(error);
}

/** Whether the system was asked, or would have been if it could be reached; what is turned away on our side is no exchange. */
function wasAsked(error: unknown): boolean {
  return error instanceof AdapterError ? error.outcome !== 'input-invalid' : !(error instanceof AmanahError || error instanceof MissingSecret);
}
