import { expect, test } from 'vitest';
import { schemaFields } from './schema-fields.ts';

const text = (schema: Parameters<typeof schemaFields>[0]) => schemaFields(schema).map(({ path, type, required }) => `${path} ${type}${required ? ' *' : ''}`);

test('fields stand under their paths, lists by a star, names with a dot as one name', () => {
  expect(
    text({
      type: 'object',
      required: ['number'],
      properties: {
        number: { type: 'string' },
        owner: { type: 'object', properties: { 'full.name': { type: ['string', 'null'] } } },
        licences: {
          type: 'array',
          items: { type: 'object', required: ['until'], properties: { until: { type: 'string', format: 'date' }, area: { type: 'number' } } },
        },
        notes: { type: 'array', items: { type: 'string' } },
        state: { enum: ['a', 'b', null] },
      },
    }),
  ).toEqual([
    'number text *',
    'owner object',
    'owner.full\\.name text',
    'licences list',
    'licences.*.until date *',
    'licences.*.area number',
    'notes list',
    'state values',
  ]);
});

test('references, parts and forms are followed; what refers to itself is named once', () => {
  const unit = { type: 'object', properties: { id: { type: 'integer' }, parent: { $ref: '#/$defs/unit' } } };
  expect(
    text({
      $defs: { unit },
      allOf: [{ properties: { unit: { $ref: '#/$defs/unit' } } }],
      properties: { when: { anyOf: [{ type: 'null' }, { type: 'string', format: 'date-time' }] }, yes: { type: 'boolean' } },
    }),
  ).toEqual(['unit object', 'unit.id integer', 'unit.parent object', 'when moment', 'yes truth']);
});

test('a schema that says nothing has no fields, and one without end is cut', () => {
  expect([schemaFields(true), schemaFields({})]).toEqual([[], []]);
  const many = { properties: Object.fromEntries(Array.from({ length: 1_000 }, (_none, at) => [`f${at}`, { type: 'string' }])) };
  expect(schemaFields(many)).toHaveLength(300);
});
