import type { ContractProblem, JsonSchema } from '@amanah/adapter-api';
import type { DocumentSet, Located } from '../document/document-set.ts';
import { isObject, listAt, member, shown, textAt, type JsonObject } from '../document/json.ts';
import { checkedFormats, longIntegers, plainKeywords, schemaKeywords, types, usablePattern } from './keywords.ts';
import { putBounds, putValues, type Put, type Wrong } from './value-keywords.ts';
import { discriminatorOf, Families, keyOf, type Discriminator } from './polymorphism.ts';

/** `input`: what is sent, without what is read only; `output`: what is answered, without what is written only, and as tolerant as a reader should be. */
export type Direction = 'input' | 'output';
export type Dialect = '2.0' | '3.0' | '3.1';

/** A schema of a document as JSON Schema 2020-12; what it refers to is named and kept in the library. */
export interface Converted {
  readonly schema: JsonSchema;
  /** Definitions it refers to. */
  readonly refs: ReadonlySet<string>;
  /** Those of them that judge the very same value. */
  readonly here: ReadonlySet<string>;
  /** References that lead nowhere. */
  readonly missing: readonly ContractProblem[];
}

interface Work {
  readonly refs: Set<string>;
  readonly here: Set<string>;
  readonly missing: ContractProblem[];
  depth: number;
}

const maxDepth = 100;
const maxDescription = 300;
const none: ReadonlySet<string> = new Set();

/** Turns schemas of a document into JSON Schema 2020-12 that always compiles: what is not right is left out and noted. */
export class SchemaLibrary {
  readonly definitions = new Map<string, Converted>();
  readonly #set: DocumentSet;
  readonly #dialect: Dialect;
  readonly #direction: Direction;
  readonly #longNumbers: boolean;
  readonly #note: (problem: ContractProblem) => void;
  readonly #families: Families;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #waiting: { readonly name: string; readonly at: Located; readonly mode: 'any' | 'base' }[] = [];

  constructor(options: {
    set: DocumentSet;
    dialect: Dialect;
    direction: Direction;
    /** Where the named schemas stand. */
    schemas: Located;
    /** Whether integers of 64 bits may come as text. */
    longNumbers: boolean;
    note: (problem: ContractProblem) => void;
  }) {
    this.#set = options.set;
    this.#dialect = options.dialect;
    this.#direction = options.direction;
    this.#longNumbers = options.longNumbers;
    this.#note = options.note;
    this.#families = new Families(options.set, options.schemas);
  }

  /** Converts a schema that stands in the document; `undefined` there means anything. */
  convert(at: Located): Converted {
    const converted = this.#finish((work) => this.#schema(at, work, true));
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const { name, at: found, mode } = next;
      this.definitions.set(
        name,
        this.#finish((work) => (mode === 'any' ? this.#family(found, work) : this.#schema(found, work, true))),
      );
    }
    return converted;
  }

  #finish(make: (work: Work) => JsonSchema): Converted {
    const work: Work = { refs: new Set(), here: new Set(), missing: [], depth: 0 };
    return { schema: make(work), refs: work.refs, here: work.here, missing: work.missing };
  }

  #schema(at: Located, work: Work, here: boolean, omitted: ReadonlySet<string> = none): JsonSchema {
    const { value } = at;
    if (typeof value === 'boolean' || value === undefined) return value ?? true;
    if (!isObject(value)) return this.#dropped(at, 'invalid', value);
    if (work.depth >= maxDepth) return this.#dropped(at, 'ignored', 'deeper than can be followed');
    work.depth += 1;
    try {
      const ref = textAt(value, '$ref') ?? textAt(value, '$dynamicRef');
      if (ref === null) return this.#keywords(at, value, work, here, omitted);
      const target = this.#refer(ref, at, work, here);
      if (this.#dialect !== '3.1') return this.#nullable(value) ? { anyOf: [target, { type: 'null' }] } : target;
      const { $ref: _ref, $dynamicRef: _dynamic, ...siblings } = value;
      const beside = Object.keys(siblings).length === 0 ? {} : this.#keywords(at, siblings, work, here, omitted);
      return typeof target === 'boolean' ? beside : { ...(beside as object), ...target };
    } finally {
      work.depth -= 1;
    }
  }

  #refer(ref: string, at: Located, work: Work, here: boolean, mode: 'any' | 'base' = 'any'): JsonSchema {
    const end = this.#set.resolve(ref, at.uri);
    const target = this.#set.target(ref, at.uri).at;
    if (!end.at || !target) {
      work.missing.push({ kind: 'unresolved', place: at.pointer, found: end.missing ?? ref });
      return true;
    }
    const kinds = mode === 'any' && this.#families.kindsOf(target).length > 0;
    const name = this.#name(target, kinds ? 'any' : 'base');
    work.refs.add(name);
    if (here) work.here.add(name);
    return { $ref: `#/$defs/${name}` };
  }

  #name(target: Located, mode: 'any' | 'base'): string {
    const key = `${mode} ${keyOf(target)}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const wanted = (target.pointer.slice(target.pointer.lastIndexOf('/') + 1) || 'document').replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 120);
    const stem = mode === 'base' && this.#families.kindsOf(target).length > 0 ? `${wanted}.base` : wanted;
    let name = stem;
    for (let n = 2; this.#taken.has(name); n++) name = `${stem}_${n}`;
    this.#taken.add(name);
    this.#names.set(key, name);
    this.#waiting.push({ name, at: target, mode });
    return name;
  }

  /** A parent with a discriminator stands for each of its kinds, and for itself under any other name. */
  #family(parent: Located, work: Work): JsonSchema {
    const discriminator = discriminatorOf(parent.value) as Discriminator;
    const kinds = this.#families.kindsOf(parent).map((kind) => ({ kind, names: this.#families.namesOf(kind, discriminator, parent.uri) }));
    const others = { not: { enum: kinds.flatMap(({ names }) => names) } };
    const reference = (at: Located) => this.#refer(`#${at.pointer}`, at, work, true, 'base');
    return {
      anyOf: [
        ...kinds.map(({ kind, names }) => ({ allOf: [reference(kind), tagged(discriminator.property, names)] })),
        { allOf: [reference(parent), { properties: Object.fromEntries([[discriminator.property, others]]) }] },
      ],
    };
  }

  #keywords(at: Located, value: JsonObject, work: Work, here: boolean, inherited: ReadonlySet<string>): JsonSchema {
    const out: [string, unknown][] = [];
    const put = (name: string, found: unknown) => void out.push([name, found]);
    const part = (name: string) => this.#set.child({ ...at, value }, name);
    const wrong = (name: string) => void this.#dropped(part(name), 'invalid', value[name]);

    for (const name of ['title', 'description']) {
      const text = textAt(value, name);
      if (text) put(name, text.length > maxDescription ? `${text.slice(0, maxDescription)}…` : text);
    }
    this.#types(value, put, wrong);
    putValues(value, this.#nullable(value), put, wrong);
    putBounds(value, put, wrong);
    for (const [name, right] of Object.entries(plainKeywords)) {
      if (value[name] === undefined) continue;
      if (right(value[name])) put(name, value[name]);
      else wrong(name);
    }

    const omitted = new Set([...inherited, ...this.#omitted({ ...at, value }, 0)]);
    this.#members(at, value, work, omitted, put, wrong);
    for (const [name, same] of schemaKeywords) if (value[name] !== undefined) put(name, this.#schema(part(name), work, same && here));
    for (const name of ['patternProperties', 'dependentSchemas']) {
      if (!isObject(value[name])) continue;
      const usable = Object.keys(value[name]).filter((pattern) => name === 'dependentSchemas' || usablePattern(pattern) === pattern);
      put(name, Object.fromEntries(usable.map((key) => [key, this.#schema(this.#set.child(part(name), key), work, here && name === 'dependentSchemas')])));
    }
    this.#items(at, value, work, put);
    for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
      if (value[name] === undefined) continue;
      const branches = listAt(value, name).map((_, index) => this.#set.child(part(name), index));
      if (branches.length === 0) wrong(name);
      else this.#combine(name, branches, value, work, here, omitted, put);
    }
    const schema = Object.fromEntries(out);
    if (!this.#nullable(value) || listAt(schema, 'type').includes('null')) return schema;
    const { title, description, ...rest } = schema;
    return Object.keys(rest).length === 0
      ? schema
      : { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }), anyOf: [rest, { type: 'null' }] };
  }

  #types(value: JsonObject, put: Put, wrong: Wrong): void {
    const given = typeof value['type'] === 'string' ? [value['type']] : value['type'];
    if (given === undefined) return;
    const named = Array.isArray(given) ? given.map((one) => String(one).trim().toLowerCase()) : [];
    const known = [...new Set(named.map((one) => (one === 'file' ? 'string' : one)).filter((one) => types.has(one)))];
    if (known.length === 0 || known.length < named.length) wrong('type');
    if (named.includes('file') || (textAt(value, 'format') === 'byte' && known.includes('string'))) put('contentEncoding', 'base64');
    const format = textAt(value, 'format') ?? '';
    if (this.#longNumbers && this.#direction === 'output' && known.includes('integer') && longIntegers.has(format)) known.push('string');
    // `null` beside keywords that judge the value as a whole would have to pass them too: `#keywords` wraps instead.
    const whole = ['allOf', 'anyOf', 'oneOf', 'not', 'const', 'if'].some((name) => value[name] !== undefined);
    if (this.#nullable(value) && !whole && known.length > 0 && !known.includes('null')) known.push('null');
    if (known.length === 1) put('type', known[0]);
    else if (known.length > 1) put('type', known);
    if (this.#direction === 'input' && checkedFormats.has(format)) put('format', format);
    else if (format !== '') put('$comment', `format: ${format.slice(0, 100)}`);
  }

  #members(at: Located, value: JsonObject, work: Work, omitted: ReadonlySet<string>, put: Put, wrong: Wrong): void {
    const { properties } = value;
    if (isObject(properties)) {
      const place = this.#set.child({ ...at, value }, 'properties');
      const own = Object.keys(properties).map((name) => {
        const child = this.#set.child(place, name);
        return [name, this.#isOmitted(child) ? false : this.#schema(child, work, false)] as const;
      });
      put('properties', Object.fromEntries(own));
    } else if (properties !== undefined) wrong('properties');
    if (Array.isArray(value['required'])) {
      const names = [...new Set(value['required'].filter((one): one is string => typeof one === 'string' && !omitted.has(one)))];
      if (names.length > 0) put('required', names);
    } else if (value['required'] !== undefined && typeof value['required'] !== 'boolean') wrong('required');
  }

  #items(at: Located, value: JsonObject, work: Work, put: Put): void {
    const tuple = Array.isArray(value['items']) ? 'items' : Array.isArray(value['prefixItems']) ? 'prefixItems' : null;
    if (tuple !== null) {
      const place = this.#set.child({ ...at, value }, tuple);
      const parts = listAt(value, tuple).map((_, index) => this.#schema(this.#set.child(place, index), work, false));
      if (parts.length > 0) put('prefixItems', parts);
    }
    const rest = tuple === 'items' ? 'additionalItems' : 'items';
    if (value[rest] !== undefined) put('items', this.#schema(this.#set.child({ ...at, value }, rest), work, false));
  }

  #combine(
    name: 'allOf' | 'anyOf' | 'oneOf',
    branches: readonly Located[],
    value: JsonObject,
    work: Work,
    here: boolean,
    omitted: ReadonlySet<string>,
    put: Put,
  ): void {
    const discriminator = name === 'allOf' ? null : discriminatorOf(value);
    const converted = branches.map((branch) => {
      const ref = textAt(branch.value, '$ref');
      if (name === 'allOf' && ref !== null && this.#dialect !== '3.1') return this.#refer(ref, branch, work, here, 'base');
      if (name === 'allOf' && ref !== null && Object.keys(branch.value as object).length === 1) return this.#refer(ref, branch, work, here, 'base');
      const schema = this.#schema(branch, work, here, omitted);
      const target = ref === null || !discriminator ? undefined : this.#set.resolve(ref, branch.uri).at;
      if (!discriminator || !target || this.#tellsItself(target, discriminator.property, 0)) return schema;
      return { allOf: [schema, tagged(discriminator.property, this.#families.namesOf(target, discriminator, branch.uri))] };
    });
    // Who reads takes what fits any: documents often name alternatives that overlap.
    put(name === 'oneOf' && this.#direction === 'output' ? 'anyOf' : name, converted);
  }

  /** Whether a schema itself says which values its discriminating field may have. */
  #tellsItself(at: Located, property: string, hops: number): boolean {
    const found = this.#set.deref(at).at;
    if (!found || hops > 5) return false;
    const field = this.#set.deref(this.#set.child(this.#set.child(found, 'properties'), property)).at?.value;
    if (member(field, 'enum') !== undefined || member(field, 'const') !== undefined) return true;
    return listAt(found.value, 'allOf').some((_, index) => this.#tellsItself(this.#set.child(this.#set.child(found, 'allOf'), index), property, hops + 1));
  }

  /** Names of fields that this direction leaves out, also those of the parts of `allOf`. */
  #omitted(at: Located, hops: number): readonly string[] {
    const found = this.#set.deref(at).at;
    if (!found || hops > 10) return [];
    const properties = this.#set.child(found, 'properties');
    const own = Object.keys(isObject(properties.value) ? properties.value : {}).filter((name) => this.#isOmitted(this.#set.child(properties, name)));
    const parts = this.#set.child(found, 'allOf');
    return [...own, ...listAt(found.value, 'allOf').flatMap((_, index) => this.#omitted(this.#set.child(parts, index), hops + 1))];
  }

  #isOmitted(at: Located): boolean {
    const keyword = this.#direction === 'input' ? 'readOnly' : 'writeOnly';
    return member(at.value, keyword) === true || member(this.#set.deref(at).at?.value, keyword) === true;
  }

  #nullable(value: JsonObject): boolean {
    return this.#dialect !== '3.1' && (value['nullable'] === true || value['x-nullable'] === true);
  }

  #dropped(at: Located, kind: 'invalid' | 'ignored', found: unknown): true {
    this.#note({ kind, place: at.pointer, found: shown(found) });
    return true;
  }
}

function tagged(property: string, names: readonly string[]): JsonSchema {
  const only = names.length === 1 ? { const: names[0] } : { enum: names };
  return { type: 'object', properties: Object.fromEntries([[property, only]]), required: [property] };
}
