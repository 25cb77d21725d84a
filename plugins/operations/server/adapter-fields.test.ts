import type { AdapterInfo } from '@amanah/plugin-api';
import { expect, test } from 'vitest';
import { fieldsOf, otherAdapters } from './adapter-fields.ts';

const connection = {
  type: 'object',
  required: ['url', 'key'],
  properties: {
    url: { type: 'string', format: 'uri' },
    key: { type: 'object', properties: { secret: { type: 'string' } }, required: ['secret'] },
    mode: { type: 'string', enum: ['fast', 'safe'] },
    tries: { type: 'integer' },
    whole: { type: 'boolean' },
    more: { type: 'object', properties: { a: { type: 'string' } } },
    any: true,
  },
};
const words = { 'field.url': { ar: 'العنوان', en: 'Address' }, 'hint.url': { ar: 'جذر النظام', en: 'Its root' } };

test('each field of a connection is drawn by what its schema takes, in the words of its adapter', () => {
  const fields = fieldsOf({ connection, words }, 'ar');
  expect(fields.map(({ name, kind, optional }) => `${name} ${kind}${optional ? ' optional' : ''}`)).toEqual([
    'url text',
    'key secret',
    'mode choice optional',
    'tries number optional',
    'whole boolean optional',
    'more json optional',
    'any json optional',
  ]);
  expect(fields[0]).toMatchObject({ label: 'العنوان', hint: 'جذر النظام' });
  expect(fields[1]).toMatchObject({ label: 'key', hint: null });
  expect(fields[2]).toMatchObject({ choices: ['fast', 'safe'] });
});

test('adapters that have a form of their own, and those that cannot be used, are not offered twice', () => {
  const adapter = (protocol: string, refusal: string | null = null): AdapterInfo => ({
    protocol,
    title: { ar: 'عدادات', en: 'Meters' },
    tier: 'below bronze',
    reviewed: false,
    refusal,
    connection,
    words,
  });
  expect(otherAdapters([adapter('openapi'), adapter('broken', 'it cannot be loaded'), adapter('parking-meters')], 'en')).toMatchObject([
    { protocol: 'parking-meters', title: 'Meters' },
  ]);
});
