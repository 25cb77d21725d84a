import { expect, test } from 'vitest';
import type { Mapping } from '../mapping/mapping.ts';
import { mappedSchema } from './mapped-schema.ts';
import { operationsDocument } from './operations-document.ts';

const licence = {
  type: 'object',
  properties: {
    NO: { type: 'string', pattern: '^\\d+$' },
    HALA: { enum: ['1', '2'] },
    SINCE: { type: 'string' },
    AREA: { type: 'string' },
    OWNERS: { type: 'array', items: { $ref: '#/$defs/Owner' } },
  },
  required: ['NO', 'HALA'],
  $defs: { Owner: { type: 'object', properties: { ID: { type: 'integer' }, OF: { $ref: '#/$defs/Owner' } } } },
};
const output: Mapping = {
  fields: [
    { to: 'number', from: 'NO' },
    { to: 'state', from: 'HALA', codes: { '1': 'valid', '2': 'ended' } },
    { to: 'area.m2', from: 'AREA', as: 'number' },
    { to: 'validUntil', from: 'SINCE', date: { calendar: 'hijri', pattern: 'yyyy/MM/dd' } },
    { to: 'owners.*.id', from: 'OWNERS.*.ID' },
    { to: 'owners.*.parent', from: 'OWNERS.*.OF' },
    { to: 'register', constant: 'khobar' },
  ],
};

test('what our side gets follows from the mapping: names, codes, dates, types, lists and constants', () => {
  expect(mappedSchema(output, 'output', licence)).toMatchObject({
    type: 'object',
    properties: {
      number: { type: 'string', pattern: '^\\d+$' },
      state: { enum: ['valid', 'ended'] },
      area: { type: 'object', properties: { m2: { type: 'number' } } },
      validUntil: { type: ['string', 'null'], format: 'date' },
      owners: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
      register: { const: 'khobar' },
    },
    required: ['register'],
    $defs: licence.$defs,
  });
});

test('what our side gives is asked for where the system asks for it', () => {
  const input: Mapping = {
    fields: [
      { to: 'NO', from: 'licence.number' },
      { to: 'SINCE', from: 'on', date: { calendar: 'hijri', pattern: 'yyyy/MM/dd' } },
      { to: 'HALA', constant: '1' },
    ],
  };
  expect(mappedSchema(input, 'input', licence)).toMatchObject({
    properties: { licence: { type: 'object', properties: { number: { type: 'string' } } }, on: { type: 'string', format: 'date' } },
    required: ['licence'],
  });
});

test('without a mapping it is the system’s own schema; of an expression nothing is known', () => {
  expect(mappedSchema(undefined, 'output', licence)).toBe(licence);
  expect(mappedSchema({ expression: '$' }, 'output', licence)).toEqual({});
});

test('the document is whole in itself: definitions of each operation stand among its own, and every reference leads to one', () => {
  const about = { title: { ar: 'رخصة', en: 'Licence' }, from: 'x', effect: 'read', idempotent: true, deadlineMs: 1, cacheSeconds: 0, access: 'a:b.c' } as const;
  const document = operationsDocument({ id: 'shops', title: { ar: 'س', en: 'Shops' } }, [
    { ...about, name: 'find', input: {}, output: licence },
    { ...about, name: 'tree', input: true, output: { type: 'object', properties: { child: { $ref: '#' }, first: { $ref: '#/properties/child' } } } },
  ]) as { components: { schemas: Record<string, unknown> } };
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"\$ref":"#([^"]+)"/g)].map(([, path]) => path!);
  expect(references.length).toBeGreaterThan(6);
  for (const path of references) {
    const found = path
      .split('/')
      .slice(1)
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
    expect(found, path).toBeDefined();
  }
  expect(text).not.toContain('$defs');
});
