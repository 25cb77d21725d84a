import { checkProcedure } from '../../procedure/checks/check-procedure.ts';
import type { Procedure } from '../../procedure/definition.ts';
import { readProcedure } from '../../procedure/reading/read-procedure.ts';
import type { Operations } from '../steps/operations.ts';

/** Something to look at before publishing, with the element it is about. An error forbids publishing. */
export interface Finding {
  readonly key: string;
  readonly at: string | null;
  readonly severity: 'error' | 'warning';
  readonly values: Readonly<Record<string, string>>;
}

export interface CheckedText {
  /** `null` when the text cannot be run at all. */
  readonly procedure: Procedure | null;
  readonly findings: readonly Finding[];
}

/** What is known around a procedure. */
export interface Known {
  readonly roles: ReadonlySet<string>;
  readonly procedures: ReadonlySet<string>;
  readonly operations: Pick<Operations, 'has'>;
}

/** Reads a text of BPMN and says everything that stands against publishing it, or should be looked at. */
export async function checkText(id: string, bpmn: string, { roles, procedures, operations }: Known): Promise<CheckedText> {
  const read = await readProcedure(bpmn);
  if ('refusals' in read) {
    return {
      procedure: null,
      findings: read.refusals.map(({ key, at, name, element, line, detail }) => ({
        key,
        at: at ?? null,
        severity: 'error',
        values: Object.fromEntries(Object.entries({ name, element, line: line?.toString(), detail }).filter(([, value]) => value !== undefined)) as Record<
          string,
          string
        >,
      })),
    };
  }
  const { procedure } = read;
  const other: Finding[] = procedure.id === id ? [] : [{ key: 'other-procedure', at: procedure.id, severity: 'error', values: { procedure: id } }];
  const missing = [...procedure.nodes.values()].flatMap((node): Finding[] =>
    node.kind === 'task' && node.operation !== undefined && !operations.has(node.operation)
      ? [{ key: 'unknown-operation', at: node.id, severity: 'error', values: { operation: node.operation } }]
      : [],
  );
  const found = checkProcedure(procedure, { roles, procedures }).map(({ key, at, severity, values = {} }): Finding => ({ key, at, severity, values }));
  return { procedure, findings: [...other, ...missing, ...found] };
}
