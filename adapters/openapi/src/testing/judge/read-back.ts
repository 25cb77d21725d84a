import type { IncomingHttpHeaders } from 'node:http';

type Json = Record<string, unknown>;
/** A value that was found; `undefined` when it is not there. */
export type Found = unknown;

interface Source {
  readonly variables: ReadonlyMap<string, string>;
  readonly pairs: readonly string[];
  readonly headers: IncomingHttpHeaders;
  /** Pairs of the query that belong to a parameter. */
  readonly used: Set<string>;
}

interface Said {
  readonly name: string;
  readonly place: string;
  readonly style: string | undefined;
  readonly explode: boolean | undefined;
  /** The value is JSON text. */
  readonly json: boolean;
}

const typeOf = (schema: Json | undefined): string => {
  const type = schema?.['type'];
  const named = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  if (named.length === 1 && typeof named[0] === 'string') return named[0];
  return schema?.['properties'] ? 'object' : schema?.['items'] ? 'array' : 'string';
};

/** Text as the value that its schema says. */
function read(text: string, schema: Json | undefined): unknown {
  const type = typeOf(schema);
  if (type === 'integer' || type === 'number') return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

const items = (raw: readonly string[], schema: Json): unknown[] => raw.map((one) => read(decodeURIComponent(one), schema['items'] as Json));

function members(raw: readonly (readonly [string, string])[], schema: Json): Json {
  const properties = (schema['properties'] ?? {}) as Record<string, Json>;
  const rest = typeof schema['additionalProperties'] === 'object' ? (schema['additionalProperties'] as Json) : undefined;
  return Object.fromEntries(
    raw.map(([name, value]) => {
      const known = decodeURIComponent(name);
      return [known, read(decodeURIComponent(value), properties[known] ?? rest)];
    }),
  );
}

const paired = (list: readonly string[]): (readonly [string, string])[] =>
  Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index] ?? '', list[2 * index + 1] ?? ''] as const);
const split = (pair: string): readonly [string, string] => {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
};

/** The standard has headers as they are; ours percent-encode only what is beyond ASCII. What is read as an address is read here encoded anew. */
function inHeader(raw: string): string {
  const text = raw.replaceAll(/(?:%[89A-F][0-9A-F])+/g, (one) => decodeURIComponent(one));
  return text.replaceAll(/[^,=]+/g, (one) => encodeURIComponent(one));
}

/** Reads a parameter back from a request by its style (OpenAPI 3.1.1, Style Values). */
export function readParameter({ name, place, style, explode, json }: Said, schema: Json, source: Source): Found {
  if (place === 'path') {
    const raw = source.variables.get(name);
    if (raw === undefined) return undefined;
    return json ? JSON.parse(decodeURIComponent(raw)) : fromPath(raw, name, style ?? 'simple', explode ?? false, schema);
  }
  if (place === 'header') {
    const raw = source.headers[name.toLowerCase()];
    if (typeof raw !== 'string') return undefined;
    return json ? JSON.parse(raw) : fromPath(inHeader(raw), name, 'simple', explode ?? false, schema);
  }
  const pairs = place === 'cookie' ? (source.headers.cookie ?? '').split(/; |&/).filter((one) => one !== '') : source.pairs;
  if (json) {
    const pair = pairs.find((one) => decodeURIComponent(split(one)[0]) === name);
    if (pair === undefined) return undefined;
    source.used.add(pair);
    return JSON.parse(decodeURIComponent(split(pair)[1]));
  }
  const chosen = style ?? 'form';
  return fromPairs(pairs, name, chosen, explode ?? chosen === 'form', schema, source.used);
}

function fromPath(raw: string, name: string, style: string, explode: boolean, schema: Json): unknown {
  const type = typeOf(schema);
  if (style === 'matrix') {
    if (!raw.startsWith(';')) throw new Error(`${raw} does not begin as a matrix`);
    const parts = raw.slice(1).split(';').map(split);
    if (type === 'object') return explode ? members(parts, schema) : members(paired((parts[0]?.[1] ?? '').split(',')), schema);
    if (parts.some(([key]) => decodeURIComponent(key) !== name)) throw new Error(`${raw} is not of ${name}`);
    if (type === 'array') return items(explode ? parts.map(([, value]) => value) : (parts[0]?.[1] ?? '').split(','), schema);
    return read(decodeURIComponent(parts[0]?.[1] ?? ''), schema);
  }
  if (style === 'label') {
    if (!raw.startsWith('.')) throw new Error(`${raw} does not begin as a label`);
    const text = raw.slice(1);
    if (type === 'array') return items(text.split(explode ? '.' : ','), schema);
    if (type === 'object') return members(explode ? text.split('.').map(split) : paired(text.split(',')), schema);
    return read(decodeURIComponent(text), schema);
  }
  if (type === 'array') return items(raw.split(','), schema);
  if (type === 'object') return members(explode ? raw.split(',').map(split) : paired(raw.split(',')), schema);
  return read(decodeURIComponent(raw), schema);
}

const dividers: Readonly<Record<string, string>> = { form: ',', spaceDelimited: '%20', pipeDelimited: '%7C' };

/** Reads a value back from the pairs of a query, of cookies or of a form. */
export function fromPairs(pairs: readonly string[], name: string, style: string, explode: boolean, schema: Json, used: Set<string>): unknown {
  const type = typeOf(schema);
  const take = (fits: (key: string) => boolean) => {
    const found = pairs.filter((pair) => fits(decodeURIComponent(split(pair)[0])));
    for (const pair of found) used.add(pair);
    return found.map(split);
  };
  if (style === 'deepObject') {
    const found = take((key) => key.startsWith(`${name}[`) && key.endsWith(']'));
    return found.length === 0
      ? undefined
      : deep(
          found.map(([key, value]) => [decodeURIComponent(key).slice(name.length), decodeURIComponent(value)]),
          schema,
        );
  }
  if (type === 'object' && explode) {
    const known = Object.keys((schema['properties'] ?? {}) as Json);
    const found = take((key) => known.includes(key));
    return found.length === 0 ? undefined : members(found, schema);
  }
  const found = take((key) => key === name);
  const [first] = found;
  if (!first) return undefined;
  const list = first[1].split(dividers[style] ?? ',');
  if (type === 'array') return items(explode ? found.map(([, value]) => value) : list, schema);
  if (type === 'object') return members(paired(list), schema);
  return read(decodeURIComponent(first[1]), schema);
}

/** `[a][b]` and its value, put together. */
function deep(found: readonly (readonly [string, string])[], schema: Json): Json {
  const root: Json = {};
  for (const [path, value] of found) {
    const steps = [...path.matchAll(/\[([^\]]*)\]/g)].map(([, step]) => step ?? '');
    let [at, known]: [Json, Json | undefined] = [root, schema];
    for (const [index, step] of steps.entries()) {
      known = ((known?.['properties'] ?? {}) as Record<string, Json>)[step] ?? (known?.['items'] as Json | undefined);
      if (index === steps.length - 1) at[step] = read(value, known);
      else at = (at[step] ??= typeOf(known) === 'array' ? [] : {}) as Json;
    }
  }
  return root;
}
