import { AmanahError } from '@amanah/errors';
import type { ConfigProblem } from '@amanah/plugin-api';

/** A definition that cannot be taken, with every place that is wrong. */
export function definitionRefused(problems: readonly ConfigProblem[]): AmanahError {
  return new AmanahError('SYSTEMS_DEFINITION_INVALID', {
    detail: problems.map(problemInWords).join('; '),
    fields: problems.map((one) => ({ path: one.field, message: problemInWords(one) })),
  });
}

/** A definition whose id or host is somebody else's. */
export function nameTaken({ field, expected, found }: Pick<ConfigProblem, 'field' | 'expected' | 'found'>): AmanahError {
  return new AmanahError('SYSTEMS_NAME_TAKEN', {
    params: { name: found },
    detail: `${field}: ${found}: expected ${expected}`,
    fields: [{ path: field, message: `${found}: expected ${expected}` }],
  });
}

/** One line for an operator: where, what was expected, what was found. */
export function problemInWords({ file, line, field, expected, found }: ConfigProblem): string {
  return `${file}:${line ?? '-'}: ${field}: expected ${expected}, found ${found}`;
}
