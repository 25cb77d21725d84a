import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigProblem } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { SystemDefinition } from './definition.ts';
import { readDefinition, type StandInAddress } from './read-definition.ts';

export interface SystemFile {
  readonly path: string;
  /** `null` when the file cannot be read. */
  readonly text: string | null;
}

/** Folders of system files: of this Amanah, of the profile, and those added by `amanah system add`. */
export function systemFolders(config: Pick<HubConfig, 'configDir' | 'profile' | 'dataDir'>): readonly string[] {
  const folder = fileURLToPath(config.configDir);
  return [join(folder, 'systems'), join(folder, config.profile, 'systems'), join(config.dataDir, 'systems')];
}

/** Every system file with its text. */
export function readSystemFiles(folders: readonly string[]): readonly SystemFile[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.ya?ml$/.test(name))
        .sort()
        .map((name) => join(folder, name)),
    )
    .map((path) => ({ path, text: readText(path) }));
}

/** A file may be taken away or locked between the listing and the reading; that must not end the hub. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Addresses that the demo's starter wrote for its stand-in systems. */
export function standInAddresses(dataDir: string): StandInAddress {
  const file = join(dataDir, 'run', 'stand-ins.json');
  if (!existsSync(file)) return () => undefined;
  const standIns = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { url: string }>;
  return (name) => standIns[name]?.url;
}

export interface FileSet {
  /** Definition by the path of its file. */
  readonly definitions: ReadonlyMap<string, SystemDefinition>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads a set of files; a wrong file keeps the definition it had before. A system of a stand-in that does not run is left out. */
export function readFileSet(files: readonly SystemFile[], before: ReadonlyMap<string, SystemDefinition>, standIn: StandInAddress): FileSet {
  const definitions = new Map<string, SystemDefinition>();
  const problems: ConfigProblem[] = [];
  for (const { path, text } of files) {
    const read =
      text === null ? { problems: [{ file: path, line: null, field: '', expected: 'a readable file', found: 'none' }] } : readDefinition(text, path, standIn);
    if ('waitsFor' in read) continue;
    const clash = 'definition' in read ? clashWith(read.definition, definitions) : null;
    if ('problems' in read) problems.push(...read.problems);
    else if (clash) problems.push({ file: path, line: null, field: clash.field, expected: `one that ${clash.file} does not use`, found: clash.found });
    else definitions.set(path, read.definition);
    const kept = before.get(path);
    if (!definitions.has(path) && kept && !clashWith(kept, definitions)) definitions.set(path, kept);
  }
  return { definitions, problems };
}

function clashWith(definition: SystemDefinition, others: ReadonlyMap<string, SystemDefinition>): { field: string; file: string; found: string } | null {
  for (const [file, other] of others) {
    if (other.id === definition.id) return { field: 'id', file, found: definition.id };
    if (other.connection.host === definition.connection.host) return { field: 'connection.host', file, found: definition.connection.host };
  }
  return null;
}
