import { expect, test } from 'vitest';
import { filtersOf, queryOf } from './exchange-filters.tsx';

test('an address of the page names what to look for', () => {
  expect(queryOf(filtersOf('?system=ejar&case=EA-2026-7'))).toEqual({ system: 'ejar', case: 'EA-2026-7' });
  expect(queryOf(filtersOf('?person=noura'))).toEqual({ person: 'noura' });
  expect(queryOf(filtersOf(''))).toEqual({});
});

test('days are those of the Amanah, both included; an empty text is nothing to look for', () => {
  const filters = { ...filtersOf(''), outcome: 'failed', mark: 'operation', typed: '  ', from: '2026-11-01', until: '2026-11-02' } as const;
  expect(queryOf(filters)).toEqual({ outcome: 'failed', from: '2026-11-01T00:00:00+03:00', until: '2026-11-02T23:59:59.999+03:00' });
  expect(queryOf({ ...filters, typed: ' find ' })).toMatchObject({ operation: 'find' });
});
