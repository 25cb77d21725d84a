import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calmSettings } from '../shared/settings.ts';
import { afterQuiet, plan, retryAt } from './plan.ts';

const at = (time: string) => new Date(`2026-11-27T${time}:00+03:00`);
const night = { from: 22 * 60, until: 7 * 60 };

describe('quiet hours', () => {
  test.each([
    ['21:59', '2026-11-27T21:59'],
    ['22:00', '2026-11-28T07:00'],
    ['23:59', '2026-11-28T07:00'],
    ['00:00', '2026-11-27T07:00'],
    ['06:59', '2026-11-27T07:00'],
    ['07:00', '2026-11-27T07:00'],
  ])('over midnight: what falls due at %s goes at %s in Riyadh', (time, until) => {
    expect(afterQuiet(night, at(time))).toEqual(new Date(`${until}:00+03:00`));
  });

  test('by day, and none where they begin when they end', () => {
    expect(afterQuiet({ from: 12 * 60, until: 16 * 60 }, at('13:30'))).toEqual(at('16:00'));
    expect(afterQuiet({ from: 60, until: 60 }, at('01:00'))).toEqual(at('01:00'));
    expect(afterQuiet(null, at('01:00'))).toEqual(at('01:00'));
  });

  test('whatever they are, what waited goes at their end, within a day, and never within them', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    fc.assert(
      fc.property(minute, minute, fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }), (from, until, moment) => {
        const quiet = { from, until };
        const later = afterQuiet(quiet, moment);
        expect(later.getTime()).toBeGreaterThanOrEqual(moment.getTime());
        expect(later.getTime() - moment.getTime()).toBeLessThanOrEqual(86_400_000);
        expect(afterQuiet(quiet, later)).toEqual(later);
      }),
    );
  });
});

describe('what becomes of a notice', () => {
  const of = (channel: 'mail' | 'sms', category: keyof typeof calmSettings.choices, urgent = false, time = '12:00') =>
    plan({ channel, category, urgent }, calmSettings, at(time));

  test('by the calm default: tasks once a day, announcements in the portal only, text messages where money, a licence or the account is at stake', () => {
    expect(of('mail', 'tasks')).toEqual({ state: 'delayed', reason: 'daily-mail', at: new Date('2026-11-28T08:00:00+03:00') });
    expect(of('mail', 'tasks', false, '07:59')).toMatchObject({ at: at('08:00') });
    expect(of('mail', 'announcements')).toEqual({ state: 'suppressed', reason: 'preference' });
    expect(of('sms', 'requests')).toEqual({ state: 'suppressed', reason: 'preference' });
    expect(of('sms', 'payments')).toEqual({ state: 'waiting', at: at('12:00') });
    expect(of('mail', 'security')).toEqual({ state: 'waiting', at: at('12:00') });
  });

  test('urgent: at once, in quiet hours and past the daily mail; but not what was turned off', () => {
    expect(of('mail', 'tasks', true, '23:00')).toEqual({ state: 'waiting', at: at('23:00') });
    expect(of('sms', 'licences', true, '02:00')).toEqual({ state: 'waiting', at: at('02:00') });
    expect(of('sms', 'licences', false, '02:00')).toMatchObject({ state: 'delayed', reason: 'quiet-hours', at: at('07:00') });
    expect(of('sms', 'announcements', true)).toMatchObject({ state: 'suppressed' });
  });
});

test('attempts stand further apart each time, half an hour at most', () => {
  const waits = [1, 2, 3, 8, 9, 200].map((failed) => (retryAt(failed, at('12:00')).getTime() - at('12:00').getTime()) / 1_000);
  expect(waits).toEqual([10, 20, 40, 1_280, 1_800, 1_800]);
});
