import { expect, test } from 'vitest';
import type { Form } from '../../shared/forms/form-types.ts';
import { proposedBy, withProposed } from './use-proposed.ts';

const title = { ar: 'س', en: 'x' };
const ui = {
  shopArea: { title, widget: 'number' },
  activity: { title, widget: 'search', options: [{ id: '471101', title }] },
} as unknown as Form['ui'];
const fetched = (proposes: object) => ({ state: 'fetched', at: '2026-11-27T10:00:00Z', items: [], proposes: { ...proposes } }) as const;

test('a register fills in only what the form asks for and offers', () => {
  expect(proposedBy({ ui }, fetched({ shopArea: 80, activity: '471101', owner: 'x' }))).toEqual({ shopArea: 80, activity: '471101' });
  expect(proposedBy({ ui }, fetched({ activity: '999999' }))).toEqual({});
  expect(proposedBy({ ui }, { state: 'waiting' })).toEqual({});
});

test('what a person wrote stays', () => {
  expect(withProposed({ shopArea: 75 }, { shopArea: 80, activity: '471101' })).toEqual({ shopArea: 75, activity: '471101' });
});
