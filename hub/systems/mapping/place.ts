/** A dotted path, taken apart: names, positions in lists, and `*` for every item of a list. A dot that belongs to a name is written `\.`. */
export type Place = readonly string[];

export function placeOf(path: string): Place {
  return path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));
}

/** What stands at a place; `undefined` when nothing does. With `*` a list of what stands there in each item, nested as the lists are. */
export function readPlace(value: unknown, [step, ...rest]: Place): unknown {
  if (step === undefined) return value;
  if (step === '*') return Array.isArray(value) ? value.map((item) => readPlace(item, rest)) : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return readPlace((value as Record<string, unknown>)[step], rest);
}

/** Puts a value at a place, with what must stand around it. For `*` the value is a list with one entry for each item. */
export function writePlace(target: unknown, [step, ...rest]: Place, value: unknown): unknown {
  if (step === undefined) return value;
  if (step === '*') {
    const items = Array.isArray(target) ? [...target] : [];
    return (value as readonly unknown[]).map((one, at) => (one === undefined ? (items[at] ?? {}) : writePlace(items[at], rest, one)));
  }
  if (Array.isArray(target) || (target === undefined && /^\d+$/.test(step))) {
    const items = [...((target as unknown[] | undefined) ?? [])];
    items[Number(step)] = writePlace(items[Number(step)], rest, value);
    return Array.from(items, (item) => item ?? null);
  }
  const fields = (target ?? {}) as Record<string, unknown>;
  const inner = writePlace(Object.hasOwn(fields, step) ? fields[step] : undefined, rest, value);
  // Not by assignment: a field may be called `__proto__`.
  Object.defineProperty(fields, step, { value: inner, enumerable: true, configurable: true, writable: true });
  return fields;
}
