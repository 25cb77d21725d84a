import type { Intake } from '../intake/contract.ts';
import type { OpenedSystem } from '../opened-systems.ts';
import { checkOperation } from '../processes/child/checked-operation.ts';
import type { AdapterProcesses, ProcessAnswer, ProcessCall } from '../processes/contract.ts';

/** Makes one attempt of a call at a system that is open. @throws AdapterError */
export type SendCall = (system: OpenedSystem, call: ProcessCall, signal: AbortSignal) => Promise<ProcessAnswer>;

/** Calls go to the adapter's process; those of rows that were taken in from files are answered from the store. */
export function sendCall(processes: Pick<AdapterProcesses, 'call'>, intake: Pick<Intake, 'serves' | 'call'> | null): SendCall {
  return async (system, call, signal) => {
    const { id, operations } = system.definition;
    const chosen = operations[call.operation];
    if (!chosen || !intake?.serves(system.contract, chosen.from)) return processes.call(id, call, signal);
    const description = system.contract.operations.find(({ name }) => name === chosen.from);
    if (!description) return processes.call(id, call, signal);
    const checked = checkOperation(description, { ...(chosen.input ? { input: chosen.input } : {}), ...(chosen.output ? { output: chosen.output } : {}) });
    const input = await checked.input(call.input);
    const { output, next } = await intake.call({ systemId: id, contract: system.contract }, { from: chosen.from, input, cursor: call.cursor });
    return { output: await checked.output(output), next, sent: null, received: null };
  };
}
