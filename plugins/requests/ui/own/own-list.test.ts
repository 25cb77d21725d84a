import { expect, test } from 'vitest';
import type { OwnList, RequestLine } from '../../shared/answers/request-answers.ts';
import { byNeed } from './licence-order.ts';
import { joined, together } from './own-list.ts';

const line = (number: string, waitsForYou = false): RequestLine => ({
  number,
  service: { code: 'SRV-071', name: '' },
  unit: 'm-dhahran',
  state: { id: 'under-review', title: '', tone: 'info' },
  holder: waitsForYou ? 'applicant' : 'authority',
  beneficiary: null,
  submittedAt: '2026-11-01T08:00:00Z',
  changedAt: '2026-11-01T08:00:00Z',
  dueAt: null,
  ended: false,
  waitsForYou,
});
const page = (requests: RequestLine[], next: string | null, waiting: RequestLine[] = []): OwnList => ({ waiting, requests, drafts: [], next });

test('what waits stands first and once, also when it is old, and when a later page brings it again', () => {
  const old = line('1448-0101-00001', true);
  const first = page([line('1448-0606-00003'), line('1448-0606-00002', true)], '1448-0606-00002', [line('1448-0606-00002', true), old]);
  const second = page([line('1448-0303-00009'), old], null);
  const all = joined([first, second]);
  expect(all.waiting.map(({ number }) => number)).toEqual(['1448-0606-00002', '1448-0101-00001']);
  expect(all.others.map(({ number }) => number)).toEqual(['1448-0606-00003', '1448-0303-00009']);
  expect(all.next).toBeNull();
  expect(joined([first]).next).toBe('1448-0606-00002');
});

test('a page that comes twice, by two presses, counts once', () => {
  const second = page([line('1448-0303-00009')], null);
  expect(together(together([], second), second)).toHaveLength(1);
});

test('licences that need their holder come first, and cancelled ones last', () => {
  const licences = [
    { validUntil: '2027-05-01', state: 'valid' },
    { validUntil: '2026-01-01', state: 'cancelled' },
    { validUntil: '2025-01-01', state: 'expired' },
    { validUntil: '2026-10-01', state: 'expired' },
    { validUntil: '2027-01-01', state: 'valid' },
    { validUntil: '2027-09-01', state: 'suspended' },
  ] as const;
  expect(byNeed(licences).map(({ state, validUntil }) => `${state} ${validUntil}`)).toEqual([
    'suspended 2027-09-01',
    'expired 2026-10-01',
    'expired 2025-01-01',
    'valid 2027-01-01',
    'valid 2027-05-01',
    'cancelled 2026-01-01',
  ]);
});
