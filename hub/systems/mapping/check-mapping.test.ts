import { expect, test } from 'vitest';
import { checkMapping } from './check-mapping.ts';
import type { FieldMapping, Mapping } from './mapping.ts';

const schema = {
  type: 'object',
  required: ['ID'],
  properties: {
    ID: { type: 'string' },
    OWNER: { $ref: '#/$defs/owner' },
    ROWS: { type: 'array', items: { anyOf: [{ $ref: '#/$defs/owner' }, { type: 'null' }] } },
    ANYTHING: true,
    MORE: { type: 'object', additionalProperties: { type: 'string' } },
  },
  $defs: {
    owner: {
      allOf: [
        { type: 'object', properties: { NM: { type: 'string' } } },
        { type: 'object', properties: { BOSS: { $ref: '#/$defs/owner' } } },
      ],
    },
  },
};

const id: FieldMapping = { to: 'ID', from: 'id' };
const problems = (fields: FieldMapping[], side: 'input' | 'output' = 'input') => checkMapping({ fields }, side, schema).map(({ field }) => field);

test('a mapping to places that are there has no problems', () => {
  const places = ['OWNER.NM', 'OWNER.BOSS.BOSS.NM', 'ROWS.0.NM', 'ANYTHING.at.all', 'MORE.whatever'];
  expect(checkMapping({ fields: [id, ...places.map((to, at) => ({ to, from: `f${at}` }))] }, 'input', schema)).toEqual([]);
  expect(checkMapping({ fields: [{ to: 'people.*.name', from: 'ROWS.*.NM' }] }, 'output', schema)).toEqual([]);
});

test.each<[string, FieldMapping, string]>([
  ['a place that the operation does not have', { to: 'OWNER.NAME', from: 'x' }, 'fields.1.to'],
  ['a place inside a text', { to: 'ID.x', from: 'x' }, 'fields.1.to'],
  ['neither from nor constant', { to: 'ANYTHING' }, 'fields.1'],
  ['both from and constant', { to: 'ANYTHING', from: 'a', constant: 1 }, 'fields.1'],
  ['an empty name in a path', { to: 'ANYTHING.', from: 'a' }, 'fields.1.to'],
  ['more stars on one side', { to: 'ROWS.*.NM', from: 'a' }, 'fields.1.to'],
  ['no codes in a list of codes', { to: 'ANYTHING', from: 'a', codes: {} }, 'fields.1.codes'],
  ['a pattern that cannot be read back', { to: 'ANYTHING', from: 'a', date: { calendar: 'hijri', pattern: 'dMyyyy' } }, 'fields.1.date.pattern'],
  ['a date as a boolean', { to: 'ANYTHING', from: 'a', date: { calendar: 'hijri', pattern: 'yyyyMMdd' }, as: 'boolean' }, 'fields.1.as'],
  ['codes and a date', { to: 'ANYTHING', from: 'a', codes: { a: 1 }, date: { calendar: 'hijri', pattern: 'yyyyMMdd' } }, 'fields.1.date'],
])('%s is told by its field', (_what, field, place) => {
  expect(problems([id, field])).toContain(place);
});

test('two fields for one place, or one inside the other, are told', () => {
  expect(problems([id, { to: 'OWNER.NM', from: 'a' }, { to: 'OWNER.NM', from: 'b' }])).toEqual(['fields.2.to']);
  expect(problems([id, { to: 'ANYTHING', from: 'a' }, { to: 'ANYTHING.b', from: 'b' }])).toEqual(['fields.2.to']);
});

test('a required field that nothing fills is told by its name', () => {
  expect(checkMapping({ fields: [{ to: 'OWNER.NM', from: 'a' }] }, 'input', schema)).toEqual([{ field: 'fields', expected: 'a value for ID', found: 'none' }]);
});

test('a name that is not there is answered with those that are', () => {
  expect(checkMapping({ fields: [{ to: 'a', from: 'OWNR' }] }, 'output', schema)).toEqual([
    { field: 'fields.0.from', expected: 'one of ID, OWNER, ROWS, ANYTHING, MORE', found: 'OWNR' },
  ]);
});

test('an expression that cannot be read is told with its position', () => {
  const broken: Mapping = { expression: '{ "a": $sum(items.price }' };
  expect(checkMapping(broken, 'input', schema)).toMatchObject([{ field: 'expression', found: expect.stringMatching(/at \d+/) }]);
  expect(checkMapping({ expression: 'items.name' }, 'input', schema)).toEqual([]);
});
