import type { ConfigProblem } from '@amanah/plugin-api';
import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { AdapterConfigs } from './adapter-configs.ts';
import { isWeb, operationsSystemSchema, webSystemSchema, type SystemDefinition } from './definition.ts';
import { withStandIns, type StandInAddress } from './stand-in-addresses.ts';

export type ReadDefinition =
  /** `given`: as it was written, before defaults and stand-in addresses; this is what is stored. */
  | { readonly definition: SystemDefinition; readonly given: object }
  | { readonly problems: readonly ConfigProblem[] }
  /** Right, but its stand-in system does not run. */
  | { readonly waitsFor: string; readonly id: string; readonly title: SystemDefinition['title'] };

/** What a definition is read with. */
export interface DefinitionReading {
  readonly standIn: StandInAddress;
  /** What the installed adapters take as a connection. */
  readonly configs: AdapterConfigs;
}

/** Checks one definition, YAML text or object. Problems name file, line, field, what was expected and what was found. */
export function readDefinition(source: string | object, file: string, reading: Partial<DefinitionReading> = {}): ReadDefinition {
  const { standIn = () => undefined, configs = new Map() } = reading;
  const lines = new LineCounter();
  const document = typeof source === 'string' ? parseDocument(source, { lineCounter: lines, maxAliasCount: 10 } as never) : null;
  const [broken] = document?.errors ?? [];
  if (broken) return { problems: [{ file, line: broken.linePos?.[0].line ?? null, field: '', expected: 'YAML', found: broken.message.split('\n')[0] ?? '' }] };
  let given: unknown;
  try {
    given = document ? document.toJS({ maxAliasCount: 10 }) : source;
  } catch (error) {
    return { problems: [{ file, line: null, field: '', expected: 'YAML', found: (error as Error).message }] };
  }
  const written = (given as { connection?: unknown } | null)?.connection;
  const { value: connection, missing } = withStandIns(written, standIn);
  const value = written === undefined ? given : { ...(given as object), connection };
  const read = readByAdapter(value, configs);
  const issues = read.success ? connectionIssues(read.data, configs) : read.error.issues;
  const problems = issues
    // What stands for a stand-in that does not run need not be what its adapter takes.
    .filter((issue) => missing === undefined || issue.path[0] !== 'connection')
    .flatMap((issue) => problemsOf(issue, value, file, document, lines));
  if (problems.length > 0) return { problems };
  if (missing !== undefined) {
    const { id, title } = value as SystemDefinition;
    return { waitsFor: missing, id, title };
  }
  return { definition: (read as Extract<ReadByAdapter, { success: true }>).data, given: given as object };
}

type ReadByAdapter =
  { readonly success: true; readonly data: SystemDefinition } | { readonly success: false; readonly error: { readonly issues: z.core.$ZodIssue[] } };

/** One connected system is one adapter and one configuration: the adapter decides what the rest may be. */
function readByAdapter(value: unknown, configs: AdapterConfigs): ReadByAdapter {
  const adapter: unknown = typeof value === 'object' && value !== null ? (value as { adapter?: unknown }).adapter : undefined;
  if (adapter === 'webapp') return webSystemSchema.safeParse(value);
  if (typeof adapter === 'string' && configs.has(adapter)) return operationsSystemSchema.safeParse(value);
  const message = `an adapter that is installed (${['webapp', ...configs.keys()].join(', ')})`;
  return { success: false, error: { issues: [{ code: 'custom', path: ['adapter'], message, input: value }] } };
}

/** What the adapter's own schema says of the connection. */
function connectionIssues(definition: SystemDefinition, configs: AdapterConfigs): z.core.$ZodIssue[] {
  if (isWeb(definition)) return [];
  const read = configs.get(definition.adapter)?.safeParse(definition.connection);
  return (read?.error?.issues ?? []).map((issue) => ({ ...issue, path: ['connection', ...issue.path] }));
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown, file: string, document: Document | null, lines: LineCounter): ConfigProblem[] {
  return placedIssues(issue).map(({ path, expected }) => ({
    file,
    line: document && lineOf(document, path, lines),
    field: path.join('.'),
    expected,
    found: shown(path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined | null)?.[key], value)),
  }));
}

interface PlacedIssue {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
}

/** An issue by the fields that it is about: of several forms that a value may have, those of the one it comes closest to. */
function placedIssues(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): PlacedIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], expected: 'a known field' }));
  if (issue.code === 'invalid_key') return [{ path, expected: issue.issues[0]?.message ?? 'another name' }];
  if (issue.code === 'invalid_union') {
    const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map((one) => one.path.length));
    const [closest] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
    if (closest) return closest.flatMap((one) => placedIssues(one, path));
  }
  return [
    { path, expected: issue.message.replace(/^Invalid (?:input: expected|option: expected|discriminator value\. Expected) (.*?)(?:, received .*)?$/, '$1') },
  ];
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
