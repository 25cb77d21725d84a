import type { ConfigProblem } from '@amanah/plugin-api';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { systemSchema, type SystemDefinition } from './definition.ts';

/** Reads a definition from YAML or an object; what is wrong comes with file, line, field and what was expected. */
export function parseDefinition(source: string | object, file = 'system.yaml'): { definition: SystemDefinition | null; problems: readonly ConfigProblem[] } {
  const lines = new LineCounter();
  const document = typeof source === 'string' ? parseDocument(source, { lineCounter: lines }) : null;
  const read = systemSchema.safeParse(document ? document.toJS() : source);
  const lineOf = (path: readonly PropertyKey[]) => {
    for (let depth = path.length; document && depth > 0; depth -= 1) {
      const node = document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return document ? 1 : null;
  };
  const problems = [
    ...(document?.errors ?? []).map((error) => ({ file, line: error.linePos?.[0].line ?? null, field: '', expected: 'YAML', found: error.message })),
    ...(read.error?.issues ?? []).map((issue) => ({ file, line: lineOf(issue.path), field: issue.path.join('.'), expected: issue.message, found: String(issue.input ?? '') })),
  ];
  return { definition: read.success && problems.length === 0 ? read.data : null, problems };
}
