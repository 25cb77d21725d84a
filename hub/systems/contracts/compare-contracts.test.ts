import type { Contract, JsonSchema, OperationDescription } from '@amanah/adapter-api';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareContracts, touchedOperations } from './compare-contracts.ts';
import { compareSchemas } from './compare-schemas.ts';

const operation = (name: string, more: Partial<OperationDescription> = {}): OperationDescription => ({
  name,
  summary: null,
  group: null,
  effect: 'read',
  idempotent: true,
  input: { type: 'object', properties: { id: { type: 'string' }, note: { type: 'string' } }, required: ['id'] },
  output: { type: 'object', properties: { state: { type: 'string', enum: ['valid', 'ended'] }, name: { type: 'string' } }, required: ['state', 'name'] },
  problems: [],
  ...more,
});
const contract = (operations: readonly OperationDescription[], more: Partial<Contract> = {}): Contract => ({
  protocol: 'openapi',
  kind: 'OpenAPI 3.1.0',
  title: null,
  version: '1',
  operations,
  problems: [],
  snapshot: {},
  ...more,
});
const object = (properties: Record<string, JsonSchema>, required: readonly string[] = []): JsonSchema => ({ type: 'object', properties, required });

test('a contract that is the same, with its fields in another order, has no changes', () => {
  const before = operation('company');
  const { required, properties, type } = before.input as Record<string, unknown>;
  const { id, note } = properties as Record<string, unknown>;
  const after = { ...before, input: { required, properties: { note, id }, type } as JsonSchema };
  expect(compareContracts(contract([before, operation('b')]), contract([operation('b'), after]), new Set(['company']))).toEqual([]);
});

test('an operation that is gone breaks who uses it; a new one breaks nobody', () => {
  const changes = compareContracts(contract([operation('company'), operation('old')]), contract([operation('company'), operation('new')]), new Set(['old']));
  expect(changes).toMatchObject([
    { operation: 'old', change: 'removed', breaking: true, used: true },
    { operation: 'new', change: 'added', breaking: false, used: false },
  ]);
  expect([...touchedOperations(changes)]).toEqual(['old']);
});

test('a breaking change of an operation that nobody has chosen touches nothing', () => {
  const changes = compareContracts(contract([operation('a'), operation('b')]), contract([operation('a')]), new Set(['a']));
  expect(changes).toMatchObject([{ operation: 'b', breaking: true, used: false }]);
  expect(touchedOperations(changes).size).toBe(0);
});

test('another protocol breaks the whole; another version breaks nothing', () => {
  const after = contract([operation('a')], { protocol: 'soap', version: '2' });
  expect(compareContracts(contract([operation('a')]), after, new Set(['a']))).toMatchObject([
    { operation: null, path: 'protocol', breaking: true, used: true },
    { operation: null, path: 'version', before: '1', after: '2', breaking: false },
  ]);
});

test('an operation that begins to write, or that can no longer be called, breaks', () => {
  const problem = { kind: 'unresolved', place: '#/a', found: 'x.json' } as const;
  const after = contract([operation('a', { effect: 'write' }), operation('b', { problems: [problem] })]);
  expect(compareContracts(contract([operation('a'), operation('b')]), after, new Set(['a', 'b']))).toMatchObject([
    { operation: 'a', path: 'effect', before: 'read', after: 'write', breaking: true },
    { operation: 'b', path: 'problems', after: '#/a: x.json', breaking: true },
  ]);
});

const text: JsonSchema = { type: 'string' };
const rows: readonly (readonly [string, JsonSchema, JsonSchema, object, boolean, boolean])[] = [
  ['a field is added', object({}), object({ a: text }), { path: '.a', change: 'added', after: 'string' }, false, false],
  ['a field is removed', object({ a: text }), object({}), { path: '.a', change: 'removed', before: 'string' }, true, true],
  ['a required field is added', object({}), object({ a: text }, ['a']), { path: '.a', change: 'added' }, true, false],
  ['a field becomes required', object({ a: text }), object({ a: text }, ['a']), { path: '.a', change: 'now-required' }, true, false],
  ['a field is no longer required', object({ a: text }, ['a']), object({ a: text }), { path: '.a', change: 'no-longer-required' }, false, true],
  [
    'a text becomes a number',
    object({ a: text }),
    object({ a: { type: 'number' } }),
    { path: '.a', change: 'type-changed', before: 'string', after: 'number' },
    true,
    true,
  ],
  ['a number becomes whole', { type: 'number' }, { type: 'integer' }, { path: '', change: 'type-changed' }, true, false],
  ['a text may be null', text, { type: ['string', 'null'] }, { path: '', change: 'type-changed', after: 'string | null' }, false, true],
  ['null as an alternative', text, { anyOf: [text, { type: 'null' }] }, { path: '', change: 'type-changed', after: 'string | null' }, false, true],
  ['a value is added', { enum: ['a'] }, { enum: ['a', 'b'] }, { path: '', change: 'values-added', after: '"b"' }, false, true],
  ['a value is removed', { enum: ['a', 'b'] }, { enum: ['a'] }, { path: '', change: 'values-removed', before: '"b"' }, true, false],
  ['a text gets a list of values', text, { type: 'string', enum: ['a'] }, { path: '', change: 'values-removed', after: '"a"' }, true, false],
  ['a text gets shorter', { type: 'string', maxLength: 9 }, { type: 'string', maxLength: 5 }, { path: '', change: 'other', after: 'maxLength 5' }, true, false],
  [
    'a date becomes a moment',
    { type: 'string', format: 'date' },
    { type: 'string', format: 'date-time' },
    { path: '', change: 'other', after: 'format "date-time"' },
    true,
    true,
  ],
  ['further fields are refused', object({}), { ...(object({}) as object), additionalProperties: false }, { path: '.*', change: 'removed' }, true, false],
  ['an element changes', { type: 'array', items: text }, { type: 'array', items: { type: 'boolean' } }, { path: '[]', change: 'type-changed' }, true, true],
  [
    'an alternative is added',
    { anyOf: [object({ a: text }, ['a']), object({ b: text }, ['b'])] },
    { anyOf: [object({ a: text }, ['a']), object({ b: text }, ['b']), text] },
    { path: '', change: 'values-added', after: 'string' },
    false,
    true,
  ],
  ['one form becomes one of two', object({ a: text }), { oneOf: [object({ a: text }), text] }, { path: '', change: 'values-added' }, false, true],
  ['a rule that cannot be weighed changes', { not: text }, { not: { type: 'null' } }, { path: '', change: 'other' }, true, true],
];

describe.each(rows)('%s', (_title, before, after, change, breaksInput, breaksOutput) => {
  const { path, ...rest } = change as { path: string };
  test.each([
    ['input', breaksInput],
    ['output', breaksOutput],
  ] as const)('of an %s: breaking %s', (direction, breaking) => {
    expect(compareSchemas(before, after, direction)).toMatchObject([{ path: direction + path, ...rest, breaking }]);
  });
});

test('schemas that go round in themselves, by reference and with alternatives, are compared to their end', () => {
  const tree = (leaf: JsonSchema): JsonSchema => ({
    $ref: '#/$defs/node',
    $defs: {
      node: { oneOf: [{ $ref: '#/$defs/branch' }, leaf] },
      branch: object({ left: { $ref: '#/$defs/node' }, right: { $ref: '#/$defs/node' } }, ['left']),
    },
  });
  expect(compareSchemas(tree(text), tree(text), 'input')).toEqual([]);
  expect(compareSchemas(tree(text), tree({ type: 'number' }), 'output')).toMatchObject([
    { change: 'type-changed', before: 'string', after: 'number', breaking: true },
  ]);
});

test('fields brought together by allOf are the fields of the whole', () => {
  const apart: JsonSchema = { allOf: [{ $ref: '#/$defs/base' }, object({ b: text })], $defs: { base: object({ a: text }, ['a']) } };
  expect(compareSchemas(apart, object({ a: text, b: text }, ['a']), 'input')).toEqual([]);
});

describe('for any two schemas', () => {
  const leaf = fc.oneof(
    fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'null') }),
    fc.record({ type: fc.constant('string'), maxLength: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -2, max: 2 }), maximum: fc.integer({ min: 3, max: 6 }) }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }) }),
    fc.record({ type: fc.uniqueArray(fc.constantFrom('string', 'null', 'boolean', 'integer'), { minLength: 1, maxLength: 3 }) }),
  ) as fc.Arbitrary<JsonSchema>;
  const schema: fc.Arbitrary<JsonSchema> = fc.letrec<{ any: JsonSchema }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc
        .record({
          names: fc.uniqueArray(fc.constantFrom('p', 'q', 'r'), { minLength: 1 }),
          inner: fc.array(tie('any'), { minLength: 3, maxLength: 3 }),
          required: fc.subarray(['p', 'q', 'r']),
          closed: fc.boolean(),
        })
        .map(({ names, inner, required, closed }) => ({
          ...(object(
            Object.fromEntries(names.map((name, index) => [name, inner[index]!])),
            required.filter((name) => (names as string[]).includes(name)),
          ) as object),
          ...(closed ? { additionalProperties: false } : {}),
        })),
      tie('any').map((items) => ({ type: 'array', items })),
      fc.tuple(tie('any'), tie('any')).map((anyOf) => ({ anyOf })),
      tie('any').map((one) => ({ $ref: '#/$defs/one', $defs: { one } })),
    ),
  })).any;
  // A reference is looked up from the top: below it would mean something else.
  const usable = schema.filter((one) => (JSON.stringify(one).match(/\$defs"/g)?.length ?? 0) === 0 || (one as { $defs?: unknown }).$defs !== undefined);
  const plain = usable.filter((one) => (JSON.stringify(one).match(/"\$defs"/g)?.length ?? 0) <= 1);
  const sound = plain.map((one) => JSON.parse(JSON.stringify(one)) as JsonSchema);
  const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', 'b', 'c', 'dd', 'eeee', null, true, false, 0, 1, 2.5, -2, 5),
      fc.array(tie('any'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('p', 'q', 'r'), tie('any'), { maxKeys: 3 }),
    ),
  })).any!;
  const ajv = new Ajv2020({ strict: false, addUsedSchema: false });
  const valid = (given: JsonSchema) => ajv.compile(given);
  /** Only fields that a schema names: what nobody described is nobody's contract. */
  const described = (given: JsonSchema, one: unknown) => {
    const names = new Set([...JSON.stringify(given).matchAll(/"([pqr])":/g)].map(([, name]) => name));
    return [...JSON.stringify(one).matchAll(/"([pqr])":/g)].every(([, name]) => names.has(name));
  };

  test('the same has no changes', () => {
    fc.assert(
      fc.property(
        sound,
        fc.constantFrom('input', 'output' as const),
        (one, direction) => void expect(compareSchemas(one, structuredClone(one), direction as 'input')).toEqual([]),
      ),
    );
  });

  /** The same schema with one of its parts taken away, so that the two differ by little. */
  const less = (given: JsonSchema, pick: number): JsonSchema => {
    const copy = structuredClone(given);
    const places: (() => void)[] = [];
    const visit = (node: unknown) => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push(() => (Array.isArray(node) ? node.length > 1 && node.splice(Number(key), 1) : delete (node as Record<string, unknown>)[key]));
        visit((node as Record<string, unknown>)[key]);
      }
    };
    visit(copy);
    places[pick % Math.max(1, places.length)]?.();
    return JSON.stringify(copy).includes('"$ref"') && !JSON.stringify(copy).includes('"one"') ? given : copy;
  };
  const pair = fc.oneof(
    fc.tuple(sound, sound),
    fc.tuple(sound, fc.nat(), fc.boolean()).map(([one, pick, turned]) => (turned ? ([less(one, pick), one] as const) : ([one, less(one, pick)] as const))),
  );

  test('an input that was right and would be refused now is told as breaking, and so is an answer that nobody expected', () => {
    let met = 0;
    fc.assert(
      fc.property(pair, fc.array(value, { minLength: 40, maxLength: 40 }), ([before, after], values) => {
        const [was, is] = [valid(before), valid(after)];
        const breaks = (direction: 'input' | 'output') => compareSchemas(before, after, direction).some(({ breaking }) => breaking);
        const refused = values.some((one) => described(before, one) && was(one) && !is(one));
        const unexpected = values.some((one) => described(after, one) && is(one) && !was(one));
        if (refused) expect(breaks('input')).toBe(true);
        if (unexpected) expect(breaks('output')).toBe(true);
        met += Number(refused) + Number(unexpected);
      }),
      { numRuns: 400 },
    );
    expect(met).toBeGreaterThan(80);
  });
});
