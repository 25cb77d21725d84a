import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../shared/answers/request-answers.ts';
import { progressOf } from './progress-of.ts';

const told = (title: string, kind: TimelineEntry['kind'] = 'state'): TimelineEntry => ({
  at: '2026-11-23T08:00:00Z',
  kind,
  title,
  step: null,
  by: null,
  reasons: [],
  note: null,
});
const request = (timeline: TimelineEntry[], state: string, ended = false) =>
  progressOf({ timeline, state: { id: 'x', title: state, tone: 'info' }, ended, changedAt: '2026-11-24T08:00:00Z' });
const shown = (passed: ReturnType<typeof progressOf>) => passed.map(({ title, now }) => (now ? `${title} now` : title));

test('where it stands now is the last entry where that says so, else one of its own', () => {
  expect(shown(request([told('Sent', 'submitted'), told('Under review')], 'Under review'))).toEqual(['Sent', 'Under review now']);
  expect(shown(request([told('Sent', 'submitted'), told('Completed', 'decision')], 'In work'))).toEqual(['Sent', 'Completed', 'In work now']);
});

test('a decision and the state of the same name are told once', () => {
  expect(shown(request([told('Sent', 'submitted'), told('Returned', 'decision'), told('Returned')], 'Returned'))).toEqual(['Sent', 'Returned now']);
});

test('what has ended stands nowhere', () => {
  expect(shown(request([told('Sent', 'submitted'), told('Withdrawn', 'withdrawn')], 'Withdrawn', true))).toEqual(['Sent', 'Withdrawn']);
});
