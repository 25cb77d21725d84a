import type { Unit } from './contract.ts';

/** The organisation as a tree: each unit knows its line up to the root. */
export interface UnitTree {
  unit(id: string): Unit | undefined;
  all(): readonly Unit[];
  /** Whether `unit` is `ancestor` or lies below it; unknown units lie nowhere. */
  within(unit: string, ancestor: string): boolean;
  /** The unit itself and everything below it, in the order of the organisation file. */
  below(id: string): readonly string[];
}

/** Builds the tree. @throws Error naming the unit when a parent is missing, an id repeats or parents form a circle. */
export function createUnitTree(units: readonly Unit[]): UnitTree {
  const byId = new Map<string, Unit>();
  for (const unit of units) {
    if (byId.has(unit.id)) throw new Error(`unit "${unit.id}" is listed twice`);
    byId.set(unit.id, unit);
  }
  const lines = new Map<string, ReadonlySet<string>>();
  for (const unit of units) lines.set(unit.id, lineOf(unit, byId));
  const within = (unit: string, ancestor: string) => lines.get(unit)?.has(ancestor) ?? false;
  return {
    unit: (id) => byId.get(id),
    all: () => units,
    within,
    below: (id) => units.filter((unit) => within(unit.id, id)).map((unit) => unit.id),
  };
}

function lineOf(unit: Unit, byId: ReadonlyMap<string, Unit>): ReadonlySet<string> {
  const line = new Set<string>();
  for (let at: Unit | undefined = unit; at;) {
    if (line.has(at.id)) throw new Error(`unit "${unit.id}" is its own ancestor`);
    line.add(at.id);
    if (at.parent === null) break;
    const parent = byId.get(at.parent);
    if (!parent) throw new Error(`unit "${at.id}" names the unknown parent "${at.parent}"`);
    at = parent;
  }
  return line;
}
