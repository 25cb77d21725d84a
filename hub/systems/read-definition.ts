import type { ConfigProblem } from '@amanah/plugin-api';
import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { systemSchema, type SystemDefinition } from './definition.ts';

export type ReadDefinition =
  /** `given`: as it was written, before defaults and stand-in addresses; this is what is stored. */
  | { readonly definition: SystemDefinition; readonly given: object }
  | { readonly problems: readonly ConfigProblem[] }
  /** Right, but its stand-in system does not run. */
  | { readonly waitsFor: string; readonly id: string; readonly title: SystemDefinition['title'] };

/** Looks up the address of a stand-in system of the demo by its name. */
export type StandInAddress = (name: string) => string | undefined;

/** Checks one definition, YAML text or object. Problems name file, line, field, what was expected and what was found. */
export function readDefinition(source: string | object, file: string, standIn: StandInAddress = () => undefined): ReadDefinition {
  const lines = new LineCounter();
  const document = typeof source === 'string' ? parseDocument(source, { lineCounter: lines, maxAliasCount: 10 } as never) : null;
  const [broken] = document?.errors ?? [];
  if (broken) return { problems: [{ file, line: broken.linePos?.[0].line ?? null, field: '', expected: 'YAML', found: broken.message.split('\n')[0] ?? '' }] };
  let value: unknown;
  try {
    value = document ? document.toJS({ maxAliasCount: 10 }) : source;
  } catch (error) {
    return { problems: [{ file, line: null, field: '', expected: 'YAML', found: (error as Error).message }] };
  }
  const given = value;
  const connection = (value as { connection?: { upstream?: unknown } } | null)?.connection;
  const named = typeof connection?.upstream === 'string' ? /^\$\{standIn:([\w-]+)\}$/.exec(connection.upstream)?.[1] : undefined;
  const address = named === undefined ? undefined : standIn(named);
  if (named) value = { ...(value as object), connection: { ...connection, upstream: address ?? 'http://not-running.invalid' } };
  const read = systemSchema.safeParse(value);
  if (!read.success) return { problems: read.error.issues.flatMap((issue) => problemsOf(issue, value, file, document, lines)) };
  if (named && !address) return { waitsFor: named, id: read.data.id, title: read.data.title };
  return { definition: read.data, given: given as object };
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, file: string, document: Document | null, lines: LineCounter): ConfigProblem[] {
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({
    file,
    line: document && lineOf(document, path, lines),
    field: path.join('.'),
    expected: issue.code === 'unrecognized_keys' ? 'a known field' : issue.message.replace(/^Invalid input: expected (.*?)(?:, received .*)?$/, '$1'),
    found: shown(path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined | null)?.[key], value)),
  }));
}

/** Line of the field, or of the nearest thing around it when the field is missing. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number | null {
  for (let length = path.length; length >= 0; length--) {
    const parent = length > 0 ? document.getIn(path.slice(0, length - 1), true) : undefined;
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(path[length - 1])) : undefined;
    const node = (pair?.key ?? (length === 0 ? document.contents : document.getIn(path.slice(0, length), true))) as
      { range?: [number, number, number] } | null | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 120);
}
