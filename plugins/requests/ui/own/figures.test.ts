import { expect, test } from 'vitest';
import { figuresOf } from './figures.ts';

test('figures are numbers, choices and rows of them, in one order; no long text, no file', () => {
  const answers = {
    shopArea: 80,
    activity: '471101',
    details: 'x'.repeat(200),
    cleaningContract: false,
    signs: [{ kind: 'front', width: 4, photo: [{ id: 'f' }] }],
    documentLEASE: [{ id: 'f1', name: 'lease.pdf', size: 4 }],
    site: { district: 'x' },
    empty: '',
  };
  const expected = JSON.stringify({ activity: '471101', cleaningContract: false, shopArea: 80, signs: [{ kind: 'front', width: 4 }] });
  expect(figuresOf(answers)).toBe(expected);
  expect(figuresOf(Object.fromEntries(Object.entries(answers).reverse()))).toBe(expected);
});

test('more than an address holds is not asked', () => {
  expect(figuresOf(Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`field${at}`, 'x'.repeat(40)])))).toBeNull();
});
