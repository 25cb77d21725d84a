import { expect, test } from 'vitest';
import { addressOf, filterOfAddress, isWhole, wholeInbox } from './inbox-filter.ts';

test('a filter is the same after its way through the address, and the whole inbox needs none', () => {
  for (const filter of [wholeInbox, { who: 'mine', sort: 'opened', service: 'SRV-001', unit: 'm-dhahran', due: 'late' } as const])
    expect(filterOfAddress(addressOf(filter))).toEqual(filter);
  expect(addressOf(wholeInbox)).toBe('');
});

test('what an address says wrongly is left out', () => {
  expect(filterOfAddress('?who=everybody&due=never&sort=up&page=7')).toEqual(wholeInbox);
});

test('an order alone narrows nothing', () => {
  expect([isWhole({ who: 'all', sort: 'opened' }), isWhole({ who: 'free', sort: 'due' })]).toEqual([true, false]);
});
