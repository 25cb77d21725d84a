import type { OperationDescription } from '@amanah/adapter-api';
import type { OperationDefinition } from '../definition.ts';
import type { Intake } from '../intake/contract.ts';
import type { OpenedSystems } from '../opened-systems.ts';
import { checkOperation, type CheckedOperation } from '../processes/child/checked-operation.ts';
import type { RunningCall } from './attempts.ts';
import { callError } from './call-error.ts';
import type { CallAnswer } from './contract.ts';
import { openedWithin } from './opened-within.ts';

/** Answers a call from the rows that were taken in from a system's files; `null` when the system itself must be asked. */
export type AnswerFromRows = (running: RunningCall) => Promise<CallAnswer | null>;

/**
 * Rows that were taken in are ours: they are read also while the system is down, resting or in maintenance, and reading them is no exchange.
 * @throws AmanahError SYSTEMS_…
 */
export function answerFromRows(opened: OpenedSystems, intake: Pick<Intake, 'serves' | 'call'>): AnswerFromRows {
  return async ({ call, definition, operation, deadlineAt }) => {
    if (definition.adapter !== 'files' || operation.effect !== 'read') return null;
    try {
      const within = () => AbortSignal.timeout(Math.max(1, deadlineAt - Date.now()));
      const { contract } = opened.current(definition.id) ?? (await openedWithin(opened.ensure(definition.id), within()));
      const description = contract.operations.find(({ name }) => name === operation.from);
      if (!description || !intake.serves(contract, operation.from)) return null;
      const checked = checkedOnce(description, operation);
      const input = await checked.input(call.input);
      const { output, next } = await intake.call({ systemId: definition.id, contract }, { from: operation.from, input, cursor: call.cursor });
      return { output: await checked.output(output), next };
    } catch (error) {
      throw callError(error, { title: definition.title, language: call.caller.language, mayBeWritten: false, refusals: operation.refusals });
    }
  };
}

const checks = new WeakMap<OperationDescription, WeakMap<OperationDefinition, CheckedOperation>>();

/** Schemas are compiled once for each contract and definition. */
function checkedOnce(description: OperationDescription, operation: OperationDefinition): CheckedOperation {
  const known = checks.get(description) ?? new WeakMap<OperationDefinition, CheckedOperation>();
  checks.set(description, known);
  const { input, output } = operation;
  const checked = known.get(operation) ?? checkOperation(description, { ...(input ? { input } : {}), ...(output ? { output } : {}) });
  known.set(operation, checked);
  return checked;
}
