import { expect, test } from 'vitest';
import { fieldSchema as asField } from '../kind.ts';
import { fieldSchema } from './field-schema.ts';

test.each<[object, object]>([
  [{}, { type: ['string', 'null'] }],
  [{ required: true }, { type: 'string' }],
  [
    { from: 'رقم الرخصة', required: true },
    { title: 'رقم الرخصة', type: 'string' },
  ],
  [
    { from: 3, required: true },
    { title: 'column 3', type: 'string' },
  ],
  [{ codes: { 1: 'open', 2: 'closed', 3: 'open' } }, { enum: ['open', 'closed', null] }],
  [{ codes: { 1: true }, required: true }, { enum: [true] }],
  [
    { type: 'integer', min: 1, max: 9 },
    { type: ['integer', 'null'], minimum: 1, maximum: 9 },
  ],
  [{ type: 'number' }, { type: ['number', 'null'] }],
  [{ type: 'boolean', required: true }, { type: 'boolean' }],
  [{ type: 'date' }, { type: ['string', 'null'], format: 'date' }],
  [
    { type: 'date-time', format: 'yyyy-MM-dd HH:mm' },
    { type: ['string', 'null'], pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$' },
  ],
  [{ type: 'decimal' }, { type: ['string', 'null'], pattern: '^-?\\d+(?:\\.\\d+)?$' }],
  [{ type: 'hijri-date' }, { type: ['string', 'null'], description: 'Hijri' }],
  [
    { maxLength: 5, pattern: '[a-z]+' },
    { type: ['string', 'null'], maxLength: 5, pattern: '^(?:[a-z]+)$' },
  ],
])('%j is described as %j', (given, schema) => {
  expect(fieldSchema(asField.parse(given), 'number')).toEqual(schema);
});
