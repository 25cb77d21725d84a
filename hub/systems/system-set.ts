import type { ConfigProblem } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import { isWeb, type SystemDefinition } from './definition.ts';
import { clashOf, type Named } from './names.ts';
import { readDefinition, type DefinitionReading, type ReadDefinition } from './read-definition.ts';
import type { SystemFile } from './system-files.ts';

/** One system that runs. */
export interface RunningSystem<D extends SystemDefinition = SystemDefinition> extends Named {
  readonly definition: D;
  /** As it was written. */
  readonly given: object;
  readonly source: 'file' | 'operations';
  /** Path of its file, or `operations`. */
  readonly from: string;
  /** Its own certification authority, in PEM. */
  readonly ca?: string;
}

/** A right definition whose stand-in system does not run on this machine. */
export interface WaitingSystem {
  readonly id: string;
  readonly title: SystemDefinition['title'];
  readonly from: string;
  readonly waitsFor: string;
}

export interface SystemSet {
  /** By id. */
  readonly running: ReadonlyMap<string, RunningSystem>;
  readonly problems: readonly ConfigProblem[];
  readonly waiting: readonly WaitingSystem[];
}

/** What the definitions stand on. */
export interface SetSurroundings extends DefinitionReading {
  readonly hub: Pick<HubConfig, 'gatewayDomain' | 'publicUrl'>;
  /** Text of a certification authority's file, relative to the configuration; `null` when it cannot be read. */
  readCa(path: string): string | null;
}

/**
 * The systems of all rows and files. A wrong one keeps the definition that ran before, and the others run. Rows come first: each was
 * checked against the files when it was saved, so a file that clashes with one is the newcomer and is refused.
 */
export function readSystemSet(
  { rows, files }: { rows: readonly { id: string; definition: object }[]; files: readonly SystemFile[] },
  before: ReadonlyMap<string, RunningSystem>,
  around: SetSurroundings,
  readOne: (source: string | object, file: string) => ReadDefinition = (source, file) => readDefinition(source, file, around),
): SystemSet {
  const running = new Map<string, RunningSystem>();
  const problems: ConfigProblem[] = [];
  const waiting: WaitingSystem[] = [];
  const take = (read: ReadDefinition, source: RunningSystem['source'], from: string, kept: RunningSystem | undefined) => {
    if ('waitsFor' in read) return void waiting.push({ id: read.id, title: read.title, waitsFor: read.waitsFor, from });
    const found = 'problems' in read ? read.problems : problemsWith(read.definition, from, running.values(), around);
    problems.push(...found);
    if (found.length === 0 && 'definition' in read) {
      const caFile = isWeb(read.definition) ? read.definition.connection.caFile : undefined;
      const ca = caFile === undefined ? null : around.readCa(caFile);
      running.set(read.definition.id, { definition: read.definition, given: read.given, source, from, ...(ca === null ? {} : { ca }) });
    } else if (kept && !clashOf(kept.definition, running.values(), around.hub)) running.set(kept.definition.id, kept);
  };
  for (const row of rows) {
    const kept = before.get(row.id);
    take(readOne(row.definition, `operations/${row.id}`), 'operations', 'operations', kept?.source === 'operations' ? kept : undefined);
  }
  for (const { path, text } of files) {
    const kept = [...before.values()].find((one) => one.from === path);
    const read: ReadDefinition =
      text === null ? { problems: [{ file: path, line: null, field: '', expected: 'a readable file', found: 'none' }] } : readOne(text, path);
    take(read, 'file', path, kept);
  }
  return { running, problems, waiting };
}

/** What keeps a definition of the right form from running: names that are taken, a certification authority that is not there. */
export function problemsWith(
  definition: SystemDefinition,
  file: string,
  others: Iterable<Named>,
  around: Pick<SetSurroundings, 'hub' | 'readCa'>,
): readonly ConfigProblem[] {
  const clash = clashOf(definition, others, around.hub);
  const caFile = isWeb(definition) ? definition.connection.caFile : undefined;
  return [
    ...(clash ? [{ file, line: null, field: clash.field, expected: `a name that ${clash.takenBy} does not use`, found: clash.name }] : []),
    ...(caFile !== undefined && around.readCa(caFile) === null
      ? [{ file, line: null, field: 'connection.caFile', expected: 'a readable file with a PEM certificate, relative to the configuration', found: caFile }]
      : []),
  ];
}
