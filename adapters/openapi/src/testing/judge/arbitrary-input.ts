import type { JsonSchema } from '@amanah/adapter-api';
import fc, { type Arbitrary } from 'fast-check';

type Json = Readonly<Record<string, unknown>>;

/** What people write: Arabic, signs that mean something in an address, plain words. */
const word = fc.oneof(
  fc.constantFrom('حي الشاطئ', 'a b', 'x&y=z', '50%', 'ق/1', '+966', "o'neil", '#', '?', 'a;b', 'ركن الواحة'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
const maxDepth = 4;

/** Random input for an operation by its schema; what it cannot make on purpose it leaves to the check afterwards. */
export function arbitraryInput(schema: JsonSchema): Arbitrary<unknown> {
  return make(schema, typeof schema === 'object' ? ((schema['$defs'] ?? {}) as Json) : {}, 0);
}

function make(schema: unknown, defs: Json, depth: number): Arbitrary<unknown> {
  if (schema === true || schema === undefined) return word;
  if (typeof schema !== 'object' || schema === null) return fc.constant(undefined);
  const node = schema as Json;
  const ref = node['$ref'];
  // Only what is drawn is built: schemas refer to each other without end.
  if (typeof ref === 'string') return fc.constant(ref).chain((name) => make(defs[name.slice('#/$defs/'.length)] ?? true, defs, depth + 1));
  if (node['const'] !== undefined) return fc.constant(node['const']);
  if (Array.isArray(node['enum'])) return fc.constantFrom(...(node['enum'] as unknown[]));
  if (Array.isArray(node['allOf'])) {
    const { allOf, ...rest } = node;
    const parts = [
      ...(allOf as unknown[]),
      ...(['type', 'properties', 'anyOf', 'oneOf'].some((name) => rest[name as keyof typeof rest] !== undefined) ? [rest] : []),
    ].map((part) => make(part, defs, depth));
    return fc.tuple(...parts).map((values) => (values.every((one) => typeof one === 'object' && one !== null) ? Object.assign({}, ...values) : values.at(-1)));
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    if (!Array.isArray(node[keyword])) continue;
    const { [keyword]: branches, ...rest } = node;
    return fc
      .oneof(...(branches as unknown[]).map((branch) => make(branch, defs, depth + 1)))
      .chain((value) =>
        typeof value === 'object' && value !== null && rest['properties'] !== undefined
          ? make({ ...rest, type: 'object' }, defs, depth).map((own) => ({ ...(own as object), ...(value as object) }))
          : fc.constant(value),
      );
  }
  const types = Array.isArray(node['type']) ? (node['type'] as string[]) : [node['type'] as string | undefined];
  return fc.oneof(...types.map((type) => ofType(type, node, defs, depth)));
}

function ofType(type: string | undefined, node: Json, defs: Json, depth: number): Arbitrary<unknown> {
  switch (type ?? (node['properties'] ? 'object' : node['items'] ? 'array' : 'string')) {
    case 'object':
      return object(node, defs, depth);
    case 'array': {
      const [minLength, maxLength] = [(node['minItems'] as number | undefined) ?? 0, Math.min((node['maxItems'] as number | undefined) ?? 3, 4)];
      return fc.array(make(node['items'], defs, depth + 1), { minLength, maxLength: Math.max(minLength, depth > maxDepth ? minLength : maxLength) });
    }
    case 'integer':
      return fc.integer({ min: bound(node, 'minimum', 'exclusiveMinimum', 1, -1_000), max: bound(node, 'maximum', 'exclusiveMaximum', -1, 1_000_000) });
    case 'number':
      return fc
        .integer({ min: bound(node, 'minimum', 'exclusiveMinimum', 1, -1_000) * 4, max: bound(node, 'maximum', 'exclusiveMaximum', -1, 100_000) * 4 })
        .map((n) => n / 4);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return text(node);
  }
}

function bound(node: Json, keyword: string, exclusive: string, inward: number, otherwise: number): number {
  const [limit, beyond] = [node[keyword], node[exclusive]];
  if (typeof beyond === 'number') return Math.trunc(beyond) + inward;
  return typeof limit === 'number' ? Math.ceil(limit) : otherwise;
}

function object(node: Json, defs: Json, depth: number): Arbitrary<unknown> {
  const required = new Set((node['required'] ?? []) as string[]);
  const properties = Object.entries((node['properties'] ?? {}) as Json).filter(
    ([name, schema]) => schema !== false && (required.has(name) || depth <= maxDepth),
  );
  const missing = [...required].filter((name) => !properties.some(([known]) => known === name));
  const record = Object.fromEntries([
    ...properties.map(([name, schema]) => [name, make(schema, defs, depth + 1)] as const),
    ...missing.map((name) => [name, word] as const),
  ]);
  return fc.record(record, { requiredKeys: Object.keys(record).filter((name) => required.has(name)) });
}

const formats: Readonly<Record<string, Arbitrary<string>>> = {
  date: fc.constantFrom('2026-11-24', '1999-01-01'),
  'date-time': fc.constantFrom('2026-11-24T08:00:00Z', '2026-11-24T08:00:00+03:00'),
  time: fc.constant('08:00:00Z'),
  email: fc.constant('noura@demo.amanah.test'),
  uuid: fc.constant('7f3b1c62-6a01-4c6a-9d3e-3a6f0f6f2f10'),
  uri: fc.constant('https://example.test/a?b=c'),
  hostname: fc.constant('example.test'),
  ipv4: fc.constant('127.0.0.1'),
};

function text(node: Json): Arbitrary<unknown> {
  if (node['contentEncoding'] === 'base64') return fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  const format = formats[String(node['format'] ?? '')];
  if (format) return format;
  if (typeof node['pattern'] === 'string') {
    try {
      return fc.stringMatching(new RegExp(node['pattern'], 'u'));
    } catch {
      return word;
    }
  }
  const [minLength, maxLength] = [(node['minLength'] as number | undefined) ?? 0, node['maxLength'] as number | undefined];
  const sized = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength ?? 12, minLength + 12)) });
  return minLength > 1 || maxLength !== undefined ? sized : word;
}
