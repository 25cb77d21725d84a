import type { Activity, Procedure } from '../definition.ts';
import type { Command, Why } from './commands.ts';
import type { Token } from './state.ts';

/** What begins when a token comes to rest at an activity. */
export function begin(procedure: Procedure, node: Activity, { id, undoes }: Token): Command[] {
  const at = { token: id, step: node.id };
  const sla = node.sla !== undefined && { sla: node.sla };
  const undoing = undoes !== undefined && { undoes };
  if (node.kind === 'call') return [{ do: 'call', ...at, procedure: node.procedure }];
  if (node.kind === 'sub-process' || node.does === 'receive') return [];
  if (node.does === 'user' || node.does === 'manual') {
    const lane = node.lane === undefined ? undefined : procedure.lanes.get(node.lane);
    return [
      {
        do: 'open',
        ...at,
        work: node.does,
        holder: lane?.holder ?? 'authority',
        ...(lane && { lane: lane.id }),
        ...(lane?.role !== undefined && { role: lane.role }),
        ...(lane?.unit !== undefined && { unit: lane.unit }),
        ...(node.form !== undefined && { form: node.form }),
        ...sla,
        ...undoing,
      },
    ];
  }
  return [
    {
      do: 'run',
      ...at,
      work: node.does,
      ...(node.operation !== undefined && { operation: node.operation }),
      ...(node.message !== undefined && { message: node.message }),
      ...sla,
      ...undoing,
    },
  ];
}

/** What ends with a token. External steps and calls that are done have ended by themselves. */
export function finish(node: Activity, { id }: Token, why: Why, decision?: string): Command[] {
  const at = { token: id, step: node.id };
  if (node.kind === 'call') return why === 'done' ? [] : [{ do: 'cancel-call', ...at }];
  if (node.kind === 'sub-process' || node.does === 'receive') return [];
  if (node.does === 'user' || node.does === 'manual') return [{ do: 'close', ...at, why, ...(decision !== undefined && { decision }) }];
  return why === 'done' ? [] : [{ do: 'cancel-run', ...at }];
}
