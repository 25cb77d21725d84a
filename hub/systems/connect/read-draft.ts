import { secretsIn } from '@amanah/adapter-api';
import type { ConfigProblem, SystemDraft } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { isWeb, operationsSystemSchema, type OperationsSystemDefinition } from '../definition.ts';
import { clashOf } from '../names.ts';
import type { SystemRegistry } from '../registry.ts';
import { withStandIns } from '../stand-in-addresses.ts';
import type { SystemSecrets } from '../system-secrets.ts';
import { readUploads, type SystemFiles, type SystemUploads } from '../system-uploads.ts';

/** What reading a system needs of its definition; titles and chosen operations may come later. */
export type ReachableDefinition = Pick<OperationsSystemDefinition, 'id' | 'adapter' | 'connection' | 'limits'>;

/** A draft with everything that it refers to. */
export interface ReadDraft {
  readonly problems: readonly ConfigProblem[];
  /** Right as a whole. */
  readonly whole: { readonly definition: OperationsSystemDefinition; readonly given: object } | null;
  /** Enough to reach the system; `null` when adapter, connection or limits are wrong. */
  readonly reachable: ReachableDefinition | null;
  readonly secrets: Readonly<Record<string, string>>;
  /** Names of secrets that nobody has given. */
  readonly missing: readonly string[];
  /** Files given with this draft, and those that were kept before. */
  readonly given: SystemFiles;
  readonly uploads: SystemFiles;
}

interface Sources {
  readonly registry: SystemRegistry;
  readonly secrets: SystemSecrets;
  readonly uploads: SystemUploads;
}

const reachable = z.object({
  id: operationsSystemSchema.shape.id.catch('draft'),
  adapter: operationsSystemSchema.shape.adapter,
  connection: operationsSystemSchema.shape.connection,
  limits: operationsSystemSchema.shape.limits,
});

/** Reads a draft with the values and files that are kept under its id. @throws SYSTEMS_DEFINITION_INVALID for files that cannot be taken */
export async function readDraft(draft: SystemDraft, { registry, secrets, uploads }: Sources, file = 'system.yaml'): Promise<ReadDraft> {
  const given = readUploads(draft.files);
  const read = registry.read(draft.definition, file);
  const problems = 'problems' in read ? read.problems : 'waitsFor' in read ? [standsStill(file, read.waitsFor)] : notCalled(read.definition, file);
  const whole = 'definition' in read && !isWeb(read.definition) ? { definition: read.definition, given: read.given } : null;
  const part = whole?.definition ?? reachablePart(draft.definition, problems, registry);
  const id = part?.id ?? 'draft';
  const values = { ...secrets.of(id), ...draft.secrets };
  return {
    problems,
    whole,
    reachable: part,
    secrets: values,
    missing: part ? secretsIn(part.connection).filter((name) => !Object.hasOwn(values, name)) : [],
    given,
    uploads: { ...(await uploads.of(id)), ...given },
  };
}

/** The name that a definition may not have, as a problem. */
export function nameProblems(definition: OperationsSystemDefinition, registry: SystemRegistry, file = 'system.yaml'): readonly ConfigProblem[] {
  const others = [...registry.set.running.values()].filter((one) => one.definition.id !== definition.id || (one.source === 'file' && one.from !== file));
  const clash = clashOf(definition, others, registry.surroundings().hub);
  return clash ? [{ file, line: null, field: clash.field, expected: `a name that ${clash.takenBy} does not use`, found: clash.name }] : [];
}

function notCalled(definition: { readonly adapter: string }, file: string): readonly ConfigProblem[] {
  if (definition.adapter !== 'webapp') return [];
  return [{ file, line: null, field: 'adapter', expected: 'a system that is called by operations', found: definition.adapter }];
}

function standsStill(file: string, name: string): ConfigProblem {
  return { file, line: null, field: 'connection', expected: 'a stand-in system that runs', found: name };
}

/** What is enough to reach the system, when nothing that is wrong concerns it. */
function reachablePart(source: string | object, problems: readonly ConfigProblem[], registry: SystemRegistry): ReachableDefinition | null {
  if (problems.some(({ field }) => field === '' || /^(adapter|connection|limits)\b/.test(field))) return null;
  try {
    const value: unknown = typeof source === 'string' ? parse(source, { maxAliasCount: 10 }) : source;
    const read = reachable.safeParse(value);
    if (!read.success || !registry.configs.get(read.data.adapter)) return null;
    const { value: connection, missing } = withStandIns(read.data.connection, registry.surroundings().standIn);
    const checked = missing === undefined && registry.configs.get(read.data.adapter)?.safeParse(connection).success;
    return checked ? { ...read.data, connection: connection as ReachableDefinition['connection'] } : null;
  } catch {
    return null;
  }
}
