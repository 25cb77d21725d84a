import type { ContractProblem, JsonSchema } from '@amanah/adapter-api';
import type { Converted } from './schema-library.ts';

/** A converted schema whose definitions are not with it yet. */
export interface Draft {
  readonly schema: JsonSchema;
  readonly refs: ReadonlySet<string>;
}

/** A schema with its definitions. */
export interface WholeSchema {
  readonly schema: JsonSchema;
  /** Definitions that were left open because the schema would be too large: anything passes there. */
  readonly open: number;
  /** References in it that lead nowhere. */
  readonly missing: readonly ContractProblem[];
}

/** Puts schemas together with their definitions, sharing the measured sizes. */
export class SchemaSizes {
  readonly #definitions: ReadonlyMap<string, Converted>;
  readonly #sizes = new Map<string, number>();

  constructor(definitions: ReadonlyMap<string, Converted>) {
    this.#definitions = definitions;
  }

  /** Characters of a schema with all its definitions, counted no further than `most`. */
  measure({ schema, refs }: Draft, most: number): number {
    let size = JSON.stringify(schema).length;
    for (const name of this.#reach(refs)) {
      size += this.#size(name);
      if (size > most) return most;
    }
    return size;
  }

  /** A schema that stands by itself. Definitions come nearest first until `most` characters are used; those beyond stay open. */
  whole({ schema, refs }: Draft, most: number): WholeSchema {
    if (refs.size === 0) return { schema, open: 0, missing: [] };
    const kept = new Map<string, JsonSchema>();
    const open = new Set<string>();
    let size = JSON.stringify(schema).length;
    const fits = (next: string) => size + this.#size(next) <= most;
    for (const name of this.#reach(refs, fits, open)) {
      size += this.#size(name);
      kept.set(name, this.#definitions.get(name)?.schema ?? true);
    }
    for (const name of open) kept.set(name, true);
    const missing = [...kept.keys()].flatMap((name) => (open.has(name) ? [] : (this.#definitions.get(name)?.missing ?? [])));
    const named = [...kept].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const beside = typeof schema === 'object' ? schema : {};
    return { schema: { ...beside, $defs: Object.fromEntries(named) }, open: open.size, missing };
  }

  /** Names that are reached, nearest first; those that `admits` refuses go to `refused` and are not followed. */
  *#reach(refs: Iterable<string>, admits: (name: string) => boolean = () => true, refused = new Set<string>()): Generator<string> {
    const seen = new Set<string>();
    let waiting: Iterable<string> = refs;
    for (;;) {
      const next: string[] = [];
      for (const name of waiting) {
        if (seen.has(name)) continue;
        seen.add(name);
        if (!admits(name)) {
          refused.add(name);
          continue;
        }
        yield name;
        next.push(...(this.#definitions.get(name)?.refs ?? []));
      }
      if (next.length === 0) return;
      waiting = next;
    }
  }

  #size(name: string): number {
    let size = this.#sizes.get(name);
    if (size === undefined) {
      size = name.length + JSON.stringify(this.#definitions.get(name)?.schema ?? true).length + 4;
      this.#sizes.set(name, size);
    }
    return size;
  }
}

/** The most that each may have when all together have `total`: who needs less leaves the rest to the others. */
export function fairShare(sizes: readonly number[], total: number): number {
  const ascending = sizes.toSorted((one, other) => one - other);
  let left = total;
  for (const [index, size] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (size > share) return share;
    left -= size;
  }
  return Number.POSITIVE_INFINITY;
}

/** Definitions among those reached that judge a value by themselves again, without end. */
export function endless(start: ReadonlySet<string>, definitions: ReadonlyMap<string, Converted>): string | null {
  const done = new Set<string>();
  const visit = (name: string, path: ReadonlySet<string>): string | null => {
    if (path.has(name)) return name;
    if (done.has(name)) return null;
    const within = new Set([...path, name]);
    for (const next of definitions.get(name)?.here ?? []) {
      const found = visit(next, within);
      if (found !== null) return found;
    }
    done.add(name);
    return null;
  };
  for (const name of start) {
    const found = visit(name, new Set());
    if (found !== null) return found;
  }
  return null;
}
