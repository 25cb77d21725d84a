import { randomUUID } from 'node:crypto';
import { AdapterError } from '@amanah/adapter-api';
import { AmanahError } from '@amanah/errors';
import type { Actor, OperationTrial, TriedOperation } from '@amanah/plugin-api';
import { callError, mayHaveBeenDone } from '../calls/call-error.ts';
import { currentCall } from '../calls/current-caller.ts';
import type { OperationsSystemDefinition } from '../definition.ts';
import type { Exchanges } from '../exchanges/contract.ts';
import { CallFailed } from '../processes/call-failed.ts';
import type { AdapterProcesses, CallableSystem, CallMessages } from '../processes/contract.ts';
import { messageText } from './message-text.ts';

/** One trial of an operation of a draft. */
export interface Trial {
  readonly definition: OperationsSystemDefinition;
  readonly callable: CallableSystem;
  readonly trial: OperationTrial;
  readonly by: Actor | null;
  readonly requestId: string;
}

interface Sources {
  readonly processes: Pick<AdapterProcesses, 'callOnce'>;
  readonly exchanges: Pick<Exchanges, 'record'>;
}

/** Tries one operation with real input, once, and records it; a write gets a key of its own. @throws SYSTEMS_OPERATION_UNKNOWN */
export async function tryOperation({ definition, callable, trial, by, requestId }: Trial, { processes, exchanges }: Sources): Promise<TriedOperation> {
  const language = currentCall()?.language ?? 'ar';
  const operation = Object.hasOwn(definition.operations, trial.operation) ? definition.operations[trial.operation] : undefined;
  if (!operation) throw new AmanahError('SYSTEMS_OPERATION_UNKNOWN', { params: { system: definition.title[language], operation: trial.operation } });
  const startedAt = Date.now();
  const deadlineAt = startedAt + operation.deadlineMs;
  const idempotencyKey = operation.effect === 'write' ? `trial-${randomUUID()}` : null;
  const call = {
    operation: trial.operation,
    input: trial.input,
    cursor: trial.cursor ?? null,
    effect: operation.effect,
    idempotencyKey,
    requestId,
    deadlineAt,
  };
  const ended = async (outcome: string, { sent, received }: CallMessages) => {
    const at = new Date(startedAt);
    const ms = Date.now() - startedAt;
    const exchange = { id: randomUUID(), at, ms, system: definition.id, operation: trial.operation, effect: operation.effect, outcome, attempts: 1, actor: by };
    await exchanges.record({ ...exchange, plugin: null, case: null, requestId, idempotencyKey, sent, received });
    return { ms, sent: messageText(sent), received: messageText(received) };
  };
  try {
    const { output, next, ...messages } = await processes.callOnce(callable, call, AbortSignal.timeout(operation.deadlineMs));
    return { ok: true, output, next, error: null, ...(await ended('ok', messages)) };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    const messages = error instanceof CallFailed ? error.messages : { sent: null, received: null };
    const {
      code,
      detail = '',
      fields = [],
    } = callError(error, {
      title: definition.title,
      language,
      mayBeWritten: operation.effect === 'write' && mayHaveBeenDone(error),
    });
    const fault = error.fault ? { code: error.fault.code, message: error.fault.message } : null;
    return { ok: false, output: null, next: null, error: { code, detail, fields, fault }, ...(await ended(code, messages)) };
  }
}
