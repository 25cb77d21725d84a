import { AdapterError, type Contract, type ContractProblem, type OperationDescription } from '@amanah/adapter-api';
import type { FilesConfig } from '../config.ts';
import { folderOperation, incomingOperations, outgoingOperation } from '../contract/kind-operations.ts';
import { WaitingFiles } from '../contract/waiting-files.ts';
import type { Folder, FolderFile } from '../folder/folder.ts';
import { splitPath } from '../folder/safe-path.ts';
import { nameBefore } from '../intake/done-name.ts';
import { type Kind, kindName } from '../kind.ts';
import type { Snapshot } from '../snapshot.ts';
import { camelCase } from './guess-fields.ts';
import { proposeKind } from './propose-kind.ts';
import { sampleKind } from './sample-kind.ts';

/** Problems of the folder as a whole that are named one by one. */
const mostTold = 50;
/** Kinds that are proposed. */
const mostProposed = 20;

/** Reads what a folder has: its configured kinds, held against the newest file of each, and a proposal for what lies there beside them. */
export async function discoverFolder(folder: Folder, config: FilesConfig, signal: AbortSignal): Promise<Contract> {
  await folder.check(signal);
  const { bounds, settle } = config;
  const problems: ContractProblem[] = [];
  const operations: OperationDescription[] = [folderOperation];
  const kinds: Record<string, Kind> = { ...config.kinds };
  const configured = new WaitingFiles(folder, config, config.kinds);
  const { files, refused } = await configured.list(signal);
  const settled = settle.by === 'move' ? (await Promise.all([settle.done, settle.bad].map((at) => folder.list(at, signal)))).flatMap((one) => one.files) : [];
  problems.push(...refused.slice(0, mostTold).map(({ name, why }): ContractProblem => ({ kind: 'ignored', place: name, found: why })));

  for (const [name, kind] of Object.entries(config.kinds)) {
    const newest = latest([...files.filter((file) => file.kind === name), ...settled.filter(({ path }) => configured.kindOfDone(path) === name)]);
    const sample = newest ? await sampleKind(folder, newest, kind, bounds, signal) : { seen: { missing: [], untaken: [] }, problems: [] };
    operations.push(...incomingOperations(name, kind, sample.seen, sample.problems));
    kinds[name] = withoutFields(kind, sample.seen.missing);
    problems.push(...sample.seen.untaken.slice(0, mostTold).map((column): ContractProblem => ({ kind: 'ignored', place: newest!.path, found: column })));
  }

  const unknown = Map.groupBy(
    [
      ...files.filter(({ kind }) => kind === null).map((file) => ({ file, pattern: patternOf(file.path) })),
      ...settled
        .filter(({ path }) => configured.kindOfDone(path) === null)
        .flatMap((file) => {
          const before = nameBefore(file.path);
          return before === null ? [] : [{ file, pattern: patternOf(before) }];
        }),
    ],
    ({ pattern }) => pattern,
  );
  for (const [pattern, group] of [...unknown].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const newest = latest(group.map(({ file }) => file))!;
    if (Object.keys(kinds).length - Object.keys(config.kinds).length >= mostProposed) {
      problems.push({ kind: 'ignored', place: newest.path, found: `more than ${mostProposed} kinds of files; name the kinds in the configuration` });
      break;
    }
    try {
      const kind = await proposeKind(folder, newest, pattern, bounds, signal);
      const name = freeName(pattern, { ...kinds, ...config.outgoing });
      kinds[name] = kind;
      operations.push(...incomingOperations(name, kind, { missing: [], untaken: [] }, []));
    } catch (error) {
      if (!(error instanceof AdapterError) || !['contract-violation', 'too-large'].includes(error.outcome)) throw error;
      problems.push({ kind: 'unsupported', place: newest.path, found: error.message });
    }
  }

  operations.push(...Object.entries(config.outgoing).map(([name, kind]) => outgoingOperation(name, kind)));
  const snapshot: Snapshot = { everySeconds: config.everySeconds, settle: settle.by, kinds, outgoing: config.outgoing };
  return { protocol: 'files', kind: placeOf(config), title: null, version: null, operations, problems, snapshot };
}

/** What is accepted of a kind is what its files have; a key that is missing is told as a problem of the operation instead. */
function withoutFields(kind: Kind, missing: readonly string[]): Kind {
  const fields = Object.fromEntries(Object.entries(kind.fields).filter(([name, { required }]) => required || !missing.includes(name)));
  return Object.keys(fields).length > 0 ? { ...kind, fields } : kind;
}

function latest(files: readonly FolderFile[]): FolderFile | undefined {
  return files.toSorted((one, other) => one.modifiedAt - other.modifiedAt || (one.path < other.path ? -1 : 1)).at(-1);
}

/** `licences-14480612.csv.gz` → `licences-*.csv`. */
function patternOf(path: string): string {
  const { name } = splitPath(path);
  const plain = name.replace(/\.(?:gz|zip)$/i, '');
  const dot = plain.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  return (
    stem
      .replace(/[*?]/g, '?')
      .replace(/\d+(?:[-_.T]\d+)*/g, '*')
      .replace(/\*+/g, '*') + extension
  );
}

function freeName(pattern: string, taken: Readonly<Record<string, unknown>>): string {
  const stem = camelCase(pattern.replace(/\.[^.]*$/, ''));
  const name = kindName.safeParse(stem).success ? stem : 'files';
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}${count}`;
    if (!taken[candidate]) return candidate;
  }
}

function placeOf({ folder }: FilesConfig): string {
  return folder.at === 'local' ? 'Folder' : folder.at === 'sftp' ? 'SFTP folder' : 'S3 bucket';
}
