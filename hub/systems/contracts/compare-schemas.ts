import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@amanah/adapter-api';
import type { ContractChange } from '@amanah/plugin-api';
import { flatSchema, isBare, holdsType, type FlatSchema, type PlacedSchema } from './flat-schema.ts';

/** One difference between two schemas. */
export type SchemaChange = Pick<ContractChange, 'path' | 'change' | 'before' | 'after' | 'breaking'>;

/** Whether values go to the system or come from it. */
export type Direction = 'input' | 'output';

/** Deeper than any real message; a schema that goes round in itself ends here at the latest. */
const maxDepth = 60;

/**
 * Every difference between two schemas. Breaking is what makes a value that was right before wrong now, or to be misread: of an input what is asked
 * more or taken less, of an output what may be missing or may be new to its reader.
 */
export function compareSchemas(before: JsonSchema, after: JsonSchema, direction: Direction): readonly SchemaChange[] {
  const comparison = new Comparison(direction);
  comparison.compare({ schema: before, root: before }, { schema: after, root: after }, direction, 0);
  return comparison.changes;
}

class Comparison {
  readonly changes: SchemaChange[] = [];
  readonly #direction: Direction;
  readonly #compared = new Map<JsonSchema, Set<JsonSchema>>();

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  compare(before: PlacedSchema, after: PlacedSchema, path: string, depth: number): void {
    if (depth > maxDepth || this.#seen(before.schema, after.schema)) return;
    const [was, is] = [flatSchema(before), flatSchema(after)];
    if (!was.options && !is.options) return this.#compareLevel(was, is, path, depth);
    // One form became one of several, or the other way round.
    if (!was.options && isBare(is)) return this.#compareOptions([before], is.options ?? [], path, depth);
    if (!is.options && isBare(was)) return this.#compareOptions(was.options ?? [], [after], path, depth);
    this.#compareLevel(was, is, path, depth);
    if (was.options && is.options) return this.#compareOptions(was.options, is.options, path, depth);
    const narrower = this.#direction === 'input' ? is.options : was.options;
    this.#add(path, 'other', optionsText(was.options), optionsText(is.options), narrower !== null);
  }

  #compareLevel(was: FlatSchema, is: FlatSchema, path: string, depth: number): void {
    if (!this.#compareTypes(was, is, path)) return;
    this.#compareValues(was, is, path);
    this.#compareProperties(was, is, path, depth);
    this.#compareItems(was, is, path, depth);
    this.#compareBounds(was, is, path);
    for (const keyword of new Set([...was.others.keys(), ...is.others.keys()])) {
      const [a, b] = [was.others.get(keyword), is.others.get(keyword)];
      // What these say together cannot be weighed; a person looks at it.
      if (!isDeepStrictEqual(a, b)) this.#add(path, 'other', textOf(keyword, a), textOf(keyword, b), true);
    }
  }

  /** Schemas that go round in themselves lead to the same pair again. */
  #seen(before: JsonSchema, after: JsonSchema): boolean {
    if (typeof before === 'boolean' || typeof after === 'boolean') return false;
    const with_ = this.#compared.get(before) ?? new Set();
    if (with_.has(after)) return true;
    this.#compared.set(before, with_.add(after));
    return false;
  }

  #add(path: string, change: SchemaChange['change'], before: string | null, after: string | null, breaking: boolean): void {
    this.changes.push({ path, change, before, after, breaking });
  }

  /** What must be contained in what: all that was sent before in all that is taken now; all that comes now in all that was expected. */
  #sides<T>(before: T, after: T): { readonly from: T; readonly into: T } {
    return this.#direction === 'input' ? { from: before, into: after } : { from: after, into: before };
  }

  /** @returns whether the two still have a type in common, so that what is inside can be compared */
  #compareTypes(was: FlatSchema, is: FlatSchema, path: string): boolean {
    const { from, into } = this.#sides(was.types, is.types);
    const contained = into === null || (from !== null && [...from].every((type) => holdsType(into, type)));
    const same = contained && (was.types === null) === (is.types === null) && isDeepStrictEqual(was.types, is.types);
    if (!same) this.#add(path, 'type-changed', typeText(was), typeText(is), !contained);
    return (
      was.types === null || is.types === null || [...was.types].some((type) => holdsType(is.types!, type) || (type === 'number' && is.types!.has('integer')))
    );
  }

  #compareValues(was: FlatSchema, is: FlatSchema, path: string): void {
    const gone = was.values?.filter((value) => is.values !== null && !is.values.includes(value)) ?? [];
    const come = is.values?.filter((value) => was.values !== null && !was.values.includes(value)) ?? [];
    const input = this.#direction === 'input';
    if (was.values === null && is.values !== null) return this.#add(path, 'values-removed', null, listText(is.values), input);
    if (was.values !== null && is.values === null) return this.#add(path, 'values-added', listText(was.values), null, !input);
    if (gone.length > 0) this.#add(path, 'values-removed', listText(gone), null, input);
    if (come.length > 0) this.#add(path, 'values-added', null, listText(come), !input);
  }

  #compareProperties(was: FlatSchema, is: FlatSchema, path: string, depth: number): void {
    const input = this.#direction === 'input';
    for (const [name, before] of was.properties) {
      const place = `${path}.${name}`;
      const after = is.properties.get(name);
      if (after) {
        if (was.required.has(name) && !is.required.has(name)) this.#add(place, 'no-longer-required', null, null, !input);
        if (!was.required.has(name) && is.required.has(name)) this.#add(place, 'now-required', null, null, input);
        this.compare(before, after, place, depth + 1);
      } else this.#add(place, 'removed', typeText(flatSchema(before)), null, true);
    }
    for (const [name, after] of is.properties) {
      if (was.properties.has(name)) continue;
      const breaking = input ? is.required.has(name) : was.additional.schema === false;
      this.#add(`${path}.${name}`, 'added', null, typeText(flatSchema(after)), breaking);
    }
    for (const name of is.required) if (!is.properties.has(name) && !was.required.has(name)) this.#add(`${path}.${name}`, 'now-required', null, null, input);
    for (const name of was.required)
      if (!was.properties.has(name) && !is.required.has(name)) this.#add(`${path}.${name}`, 'no-longer-required', null, null, !input);
    this.#compareAdditional(was, is, path, depth);
  }

  #compareAdditional(was: FlatSchema, is: FlatSchema, path: string, depth: number): void {
    const place = `${path}.*`;
    const [before, after] = [was.additional.schema, is.additional.schema];
    if (isDeepStrictEqual(before, after) && was.additional.root === is.additional.root) return;
    if (before !== false && after !== false) return this.compare(was.additional, is.additional, place, depth + 1);
    if (before === after) return;
    const { into } = this.#sides(before, after);
    this.#add(place, after === false ? 'removed' : 'added', before === false ? null : 'any', after === false ? null : 'any', into === false);
  }

  #compareItems(was: FlatSchema, is: FlatSchema, path: string, depth: number): void {
    const first = Math.max(was.prefixItems.length, is.prefixItems.length);
    for (let index = 0; index < first; index++) {
      this.compare(was.prefixItems[index] ?? was.items, is.prefixItems[index] ?? is.items, `${path}[${index}]`, depth + 1);
    }
    if (was.items.schema !== true || is.items.schema !== true) this.compare(was.items, is.items, `${path}[]`, depth + 1);
  }

  #compareBounds(was: FlatSchema, is: FlatSchema, path: string): void {
    for (const keyword of new Set([...was.bounds.keys(), ...is.bounds.keys()])) {
      const [before, after] = [was.bounds.get(keyword), is.bounds.get(keyword)];
      if (isDeepStrictEqual(before, after)) continue;
      const { from, into } = this.#sides(before, after);
      this.#add(path, 'other', textOf(keyword, before), textOf(keyword, after), !contains(keyword, into, from));
    }
  }

  /** Alternatives are paired by what they are: those written alike, then those of the same name, then what is left in order. */
  #compareOptions(was: readonly PlacedSchema[], is: readonly PlacedSchema[], path: string, depth: number): void {
    const left = [...is];
    const paired = (open: readonly PlacedSchema[], key: (option: PlacedSchema) => string | null) =>
      open.filter((before) => {
        const wanted = key(before);
        const found = wanted === null ? -1 : left.findIndex((after) => key(after) === wanted);
        const [after] = found === -1 ? [] : left.splice(found, 1);
        if (after) this.compare(before, after, path, depth + 1);
        return !after;
      });
    const unpaired = paired(
      paired(was, ({ schema }) => JSON.stringify(schema)),
      nameOf,
    );
    const input = this.#direction === 'input';
    for (const before of unpaired) {
      const after = left.shift();
      if (after) this.compare(before, after, path, depth + 1);
      else this.#add(path, 'values-removed', optionText(before), null, input);
    }
    for (const after of left) this.#add(path, 'values-added', null, optionText(after), !input);
  }
}

function nameOf({ schema }: PlacedSchema): string | null {
  if (typeof schema === 'boolean') return null;
  const { $ref, title } = schema as { $ref?: string; title?: string };
  return $ref ?? title ?? null;
}

const upper: ReadonlySet<string> = new Set(['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties']);
const lower: ReadonlySet<string> = new Set(['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties']);

/** Whether everything within one bound is within the other. */
function contains(keyword: string, outer: unknown, inner: unknown): boolean {
  if (outer === undefined || outer === false) return true;
  if (inner === undefined) return false;
  if (upper.has(keyword)) return Number(inner) <= Number(outer);
  if (lower.has(keyword)) return Number(inner) >= Number(outer);
  if (keyword === 'multipleOf') return Number.isInteger(Number(inner) / Number(outer));
  return false;
}

function typeText({ types, values, bounds }: FlatSchema): string {
  const type = types === null ? 'any' : [...types].join(' | ') || 'nothing';
  const format = bounds.get('format');
  return `${type}${typeof format === 'string' ? ` (${format})` : ''}${values ? `: ${listText(values)}` : ''}`;
}

function optionText(option: PlacedSchema): string {
  return nameOf(option)?.split('/').at(-1) ?? typeText(flatSchema(option));
}

function optionsText(options: readonly PlacedSchema[] | null): string | null {
  return options && options.map(optionText).join(' | ');
}

function listText(values: readonly string[]): string {
  return values.length > 20 ? `${values.slice(0, 20).join(', ')} … (${values.length})` : values.join(', ');
}

function textOf(keyword: string, value: unknown): string | null {
  return value === undefined ? null : `${keyword} ${JSON.stringify(value)}`.slice(0, 200);
}
