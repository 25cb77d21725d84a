import type { Log } from '@amanah/plugin-api';
import { expect, test } from 'vitest';
import type { Store } from '../store/contract.ts';
import { SystemStates } from './system-states.ts';

const lost = { ok: false, ms: 0, reason: 'ECONNREFUSED' };
const answered = { ok: true, ms: 20 };

/** Observing touches no store; lines are what an operator would read. */
function watched() {
  const lines: string[] = [];
  const note = (_fields: object, message: string) => void lines.push(message);
  const log = { info: note, warn: note } as unknown as Log;
  return { states: new SystemStates({} as Store, log), lines };
}

test('a system that was never asked is unknown', () => {
  expect(watched().states.of('permits')).toMatchObject({ state: 'unknown', since: null, lastUpAt: null });
});

test('one lost request is no outage, a second one is', () => {
  const { states } = watched();
  states.observe('permits', answered);
  states.observe('permits', lost);
  expect(states.of('permits').state).toBe('up');
  states.observe('permits', lost);
  expect(states.of('permits').state).toBe('down');
});

test('going down and coming back are each logged once', () => {
  const { states, lines } = watched();
  for (const outcome of [answered, lost, lost, lost, lost, answered, answered]) states.observe('permits', outcome);
  expect(lines).toEqual(['connected system is down', 'connected system is back']);
});

test('a system that is down keeps the moment of its last answer, and since when it is down', () => {
  const { states } = watched();
  states.observe('permits', answered);
  const { lastUpAt } = states.of('permits');
  states.observe('permits', lost);
  states.observe('permits', lost);
  const { since } = states.of('permits');
  states.observe('permits', lost);
  expect(states.of('permits')).toMatchObject({ state: 'down', lastUpAt, since });
});

test('a late answer makes it slow, a quick one up again', () => {
  const { states } = watched();
  expect(states.observe('permits', { ok: true, ms: 3_001 })).toBe(true);
  expect(states.of('permits').state).toBe('slow');
  expect(states.observe('permits', answered)).toBe(true);
  expect(states.of('permits').state).toBe('up');
});

test('systems do not share their state', () => {
  const { states } = watched();
  states.observe('permits', lost);
  states.observe('permits', lost);
  expect(states.of('wiki').state).toBe('unknown');
});
