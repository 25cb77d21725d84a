import { expect, test } from 'vitest';
import { draftOf, entryOf, faultsOf, freshDraft } from './entry-draft.ts';

const id = '00000000-0000-4000-8000-000000000001';
const whole = { ...freshDraft('2026-11-27'), content: id };

test('a fresh entry lacks only what it plays, and begins once at six', () => {
  expect([...faultsOf(freshDraft('2026-11-27'))]).toEqual(['content']);
  expect(entryOf(whole)).toEqual({
    content: { kind: 'programme', id },
    day: '2026-11-27',
    time: '18:00',
    repeat: 'once',
    weekdays: [],
    until: null,
    minutes: null,
  });
});

test('weekdays and a last day are asked for where it repeats, a length only for a broadcast', () => {
  expect([...faultsOf({ ...whole, repeat: 'weekly', weekdays: [], until: '2026-11-20' })]).toEqual(['weekdays', 'until']);
  expect([...faultsOf({ ...whole, minutes: 'an hour' })]).toEqual([]);
  expect([...faultsOf({ ...whole, kind: 'broadcast', minutes: '0' })]).toEqual(['minutes']);
  expect(entryOf({ ...whole, repeat: 'weekly', weekdays: [5, 0], until: '2026-12-31' })).toMatchObject({ weekdays: [0, 5], until: '2026-12-31' });
});

test('an hour may be typed with one digit and is sent with two; what is no hour is told', () => {
  expect(entryOf({ ...whole, time: '9:30' }).time).toBe('09:30');
  expect([...faultsOf({ ...whole, time: '25:00' })]).toEqual(['time']);
});

test('an entry that is opened again and saved unchanged stays what it was', () => {
  const entry = entryOf({ ...whole, repeat: 'daily', until: '2026-12-31' });
  const read = { ...entry, id, version: 1, title: { ar: '', en: '' }, seconds: 60, empty: false };
  expect(entryOf(draftOf(read))).toEqual(entry);
});
