import fc from 'fast-check';
import type { SchemaObject } from '../json/simple-schema.ts';

/** No value within the depth allowed. */
export class TooDeep extends Error {}

const optionalUntilDepth = 7;
const mostDepth = 40;
const words = ['الخبر', 'رخصة محل', 'بقالة السنابل', 'A & B', '<tag>', '"quoted"', "it's", '1448/06/13', 'x', 'tab', 'émoji 🏪', '٠١٢٣', ']]>', 'a-b_c.d'];
const samples: Readonly<Record<string, (random: () => number) => string>> = {
  'xs:date': (random) => `${1400 + pick(random, 700)}-0${1 + pick(random, 9)}-1${pick(random, 10)}`,
  'xs:dateTime': (random) =>
    `20${10 + pick(random, 80)}-0${1 + pick(random, 9)}-1${pick(random, 10)}T1${pick(random, 10)}:0${pick(random, 10)}:59${['', '.5', '.123456'][pick(random, 3)]}${zone(random)}`,
  'xs:time': (random) => `0${pick(random, 10)}:59:0${pick(random, 10)}${zone(random)}`,
  'xs:gYear': (random) => `${1000 + pick(random, 1500)}${zone(random)}`,
  'xs:gYearMonth': (random) => `${1000 + pick(random, 1500)}-0${1 + pick(random, 9)}`,
  'xs:gMonthDay': (random) => `--0${1 + pick(random, 9)}-1${pick(random, 10)}`,
  'xs:gDay': (random) => `---1${pick(random, 10)}`,
  'xs:gMonth': (random) => `--0${1 + pick(random, 9)}`,
  'xs:duration': (random) => ['P1Y2M3DT4H5M6.7S', '-P30D', 'PT0S', 'P2M'][pick(random, 4)] ?? '',
  'xs:decimal': (random) => ['0', '-1.50', '12345678901234567890.123456789', '7', '+3', '.5', '0.10'][pick(random, 7)] ?? '',
  'xs:integer': (random) => ['0', '-5', '123456789012345678901234567890', '42'][pick(random, 4)] ?? '',
  'xs:long': (random) => ['9223372036854775807', '-9223372036854775808', '0', '12'][pick(random, 4)] ?? '',
  'xs:unsignedLong': (random) => ['18446744073709551615', '0', '5'][pick(random, 3)] ?? '',
  'xs:positiveInteger': (random) => String(1 + pick(random, 1000)),
  'xs:nonNegativeInteger': (random) => String(pick(random, 1000)),
  'xs:negativeInteger': (random) => String(-1 - pick(random, 1000)),
  'xs:nonPositiveInteger': (random) => String(-pick(random, 1000) - 1),
  'xs:language': (random) => ['ar', 'ar-SA', 'en'][pick(random, 3)] ?? '',
  'xs:anyURI': (random) => ['urn:x:1', 'https://example.test/a?b=c&d', 'relative/path'][pick(random, 3)] ?? '',
  'xs:QName': (random) => ['{urn:example:names}one', 'two', '{http://www.w3.org/2001/XMLSchema}string'][pick(random, 3)] ?? '',
};

/** A value that a JSON Schema of this adapter allows, the same for the same random numbers. It knows the keywords that the adapter writes. */
export function generateValue(schema: SchemaObject, random: () => number): unknown {
  return new Generator((schema['$defs'] ?? {}) as Record<string, SchemaObject>, random).value(schema, 0);
}

class Generator {
  readonly #definitions: Readonly<Record<string, SchemaObject>>;
  readonly #random: () => number;
  #ids = 0;

  constructor(definitions: Readonly<Record<string, SchemaObject>>, random: () => number) {
    this.#definitions = definitions;
    this.#random = random;
  }

  value(schema: SchemaObject, depth: number): unknown {
    if (depth > mostDepth) throw new TooDeep();
    if (typeof schema['$ref'] === 'string') {
      const definition = this.#definitions[schema['$ref'].slice('#/$defs/'.length)] ?? {};
      const required = [...((definition['required'] as string[] | undefined) ?? []), ...((schema['required'] as string[] | undefined) ?? [])];
      const properties = { ...(definition['properties'] as object | undefined), ...(schema['properties'] as object | undefined) };
      return this.value({ ...definition, ...(definition['properties'] ? { properties } : {}), ...(required.length > 0 ? { required } : {}) }, depth);
    }
    if ('const' in schema) return schema['const'];
    if (Array.isArray(schema['enum'])) return this.#one(schema['enum'] as unknown[]);
    const alternatives = schema['anyOf'] as SchemaObject[] | undefined;
    if (alternatives) return this.#alternative(alternatives, depth, schema['type'] === 'string' ? { type: 'string' } : {});
    switch (schema['type']) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, depth);
      case 'string':
        return schema['contentEncoding'] === 'base64' ? this.#bytes() : this.#text(schema);
      case 'integer':
        return this.#integer(schema);
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return this.#random() < 0.5;
      case 'null':
        return null;
      default:
        return 'any';
    }
  }

  #alternative(alternatives: readonly SchemaObject[], depth: number, merged: SchemaObject): unknown {
    const order = depth > optionalUntilDepth ? [...alternatives].toSorted((one, other) => weight(one) - weight(other)) : this.#shuffled(alternatives);
    for (const alternative of order) {
      try {
        return this.value({ ...merged, ...alternative }, depth + 1);
      } catch (error) {
        if (!(error instanceof TooDeep)) throw error;
      }
    }
    throw new TooDeep();
  }

  #object(schema: SchemaObject, depth: number): unknown {
    const properties = (schema['properties'] ?? {}) as Record<string, SchemaObject | false>;
    const required = new Set(schema['required'] as string[] | undefined);
    const absent = new Set<string>();
    for (const rule of (schema['allOf'] ?? []) as SchemaObject[]) this.#obey(rule, required, absent);
    const chosen: [string, unknown][] = [];
    for (const [key, inner] of Object.entries(properties)) {
      // Which types there are for what no schema tells of, only the schemas themselves know.
      if (key === '$type' && inner !== false && 'pattern' in inner) continue;
      if (inner === false || (absent.has(key) && !required.has(key))) continue;
      const wanted = required.has(key) || (depth < optionalUntilDepth && this.#random() < (depth < 3 ? 0.7 : 0.3) && !absent.has(key));
      if (wanted) chosen.push([key, this.value(inner, depth + 1)]);
    }
    if (schema['patternProperties'] && this.#random() < 0.3) chosen.push(['@{urn:example:other}more', 'قيمة']);
    return Object.fromEntries(chosen);
  }

  /** Keys that a rule wants, and wants not, this time. */
  #obey(rule: SchemaObject, required: Set<string>, absent: Set<string>): void {
    const ways = (rule['oneOf'] ?? rule['anyOf']) as SchemaObject[] | undefined;
    if (ways) {
      const way = this.#one(ways);
      for (const other of ways) if (other !== way && rule['oneOf']) for (const key of (other['required'] ?? []) as string[]) absent.add(key);
      this.#obey(way, required, absent);
      return;
    }
    for (const key of (rule['required'] ?? []) as string[]) required.add(key);
    for (const [key, inner] of Object.entries((rule['properties'] ?? {}) as Record<string, unknown>)) if (inner === false) absent.add(key);
    const dependent = rule['dependentRequired'] as Record<string, string[]> | undefined;
    if (dependent) {
      const keys = [...Object.keys(dependent), ...Object.values(dependent).flat()];
      const all = this.#random() < 0.5;
      for (const key of keys) (all ? required : absent).add(key);
    }
    for (const inner of (rule['allOf'] ?? []) as SchemaObject[]) this.#obey(inner, required, absent);
  }

  #array(schema: SchemaObject, depth: number): unknown {
    const least = (schema['minItems'] as number | undefined) ?? 0;
    const most = Math.min((schema['maxItems'] as number | undefined) ?? Infinity, Math.max(least, depth < 4 ? 3 : 1));
    const count = depth > optionalUntilDepth ? least : least + pick(this.#random, most - least + 1);
    return Array.from({ length: count }, () => this.value(schema['items'] as SchemaObject, depth + 1));
  }

  #text(schema: SchemaObject): string {
    const comment = String(schema['$comment'] ?? '');
    const patterns = [schema['pattern'], ...((schema['allOf'] ?? []) as SchemaObject[]).map((one) => one['pattern'])].filter((one) => typeof one === 'string');
    const least = (schema['minLength'] as number | undefined) ?? 0;
    const most = (schema['maxLength'] as number | undefined) ?? Infinity;
    const fits = (text: string) => [...text].length >= least && [...text].length <= most && patterns.every((pattern) => new RegExp(pattern, 'u').test(text));
    for (let attempt = 0; attempt < 30; attempt++) {
      const text = this.#guess(comment, patterns, least, most, attempt);
      if (fits(text)) return text;
    }
    throw new TooDeep();
  }

  #guess(comment: string, patterns: readonly string[], least: number, most: number, attempt: number): string {
    const sample = samples[comment];
    if (sample && attempt < 10) return sample(this.#random);
    if (comment === 'media type') return this.#one(['application/pdf', 'image/png', 'image/tiff; a="b"', 'text/plain']);
    if (/xs:(?:ID|NCName|Name|NMTOKEN|IDREF|ENTITY)$/.test(comment)) return `n${(this.#ids += 1)}`;
    if (comment === '' && patterns.some((pattern) => /^\^(?:\(\?:)?\\\{/.test(pattern)))
      return this.#one(['{urn:example:a}one', 'two', '{urn:example:b}three']);
    const own = patterns.at(-1);
    if (own !== undefined && attempt < 25) {
      try {
        const [text = ''] = fc.sample(fc.stringMatching(new RegExp(own, 'u')), { numRuns: 1, seed: pick(this.#random, 1_000_000) });
        // Digits of later versions of Unicode than libxml2 knows are digits all the same, but it does not take them.
        return text.replace(/(?![0-9٠-٩])\p{Nd}/gu, () => String(pick(this.#random, 10)));
      } catch {
        return this.#one(['A1', '1', 'a', 'AB', '12345', '0000000000', 'ABCD1234']);
      }
    }
    let text = this.#one(words);
    while ([...text].length < least) text += this.#one(['ب', 'x', '7']);
    return [...text]
      .slice(0, Number.isFinite(most) ? most : undefined)
      .join('')
      .trim();
  }

  #bytes(): string {
    return Buffer.from(Array.from({ length: pick(this.#random, 40) }, () => pick(this.#random, 256))).toString('base64');
  }

  #integer(schema: SchemaObject): number {
    const [least, most] = [(schema['minimum'] as number | undefined) ?? -1000, (schema['maximum'] as number | undefined) ?? 1000];
    if (this.#random() < 0.2) return least;
    if (this.#random() < 0.2) return most;
    return least + pick(this.#random, Math.min(most - least + 1, 100_000));
  }

  #number(schema: SchemaObject): number {
    const least = (schema['minimum'] ?? schema['exclusiveMinimum'] ?? -1000) as number;
    const most = (schema['maximum'] ?? schema['exclusiveMaximum'] ?? 1000) as number;
    return this.#random() < 0.1 && least < 1e20 && most === 1000 && least === -1000 ? 1.5e21 : least + this.#random() * (most - least);
  }

  #one<T>(values: readonly T[]): T {
    return values[pick(this.#random, values.length)] as T;
  }

  #shuffled<T>(values: readonly T[]): readonly T[] {
    return values
      .map((value) => ({ value, order: this.#random() }))
      .toSorted((one, other) => one.order - other.order)
      .map(({ value }) => value);
  }
}

function pick(random: () => number, count: number): number {
  return Math.floor(random() * count);
}

function zone(random: () => number): string {
  return ['', 'Z', '+03:00', '-11:30'][pick(random, 4)] ?? '';
}

function weight(schema: SchemaObject): number {
  return '$ref' in schema ? 2 : schema['type'] === 'object' || 'anyOf' in schema ? 1 : 0;
}
