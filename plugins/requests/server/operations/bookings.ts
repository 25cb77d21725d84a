import type { OutsideOutcome, OutsideWork } from '../../contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

/** How many may come to one facility or counter in one half of a day. */
const places = 8;
const hours = { morning: 9, afternoon: 13 } as const;
const remindHoursBefore = 24;

/** Slots of what can be booked: kept in one transaction, so that the last one goes to one person. */
export function offerBookings({ ctx, operations, calendar }: Pick<PluginParts, 'ctx' | 'operations' | 'calendar'>): void {
  operations.offer('booking.keep', async ({ request, key }: OutsideWork): Promise<OutsideOutcome> => {
    const { answers } = request;
    const day = String(answers['bookingDate'] ?? '');
    const period = answers['bookingPeriod'] === 'afternoon' ? 'afternoon' : 'morning';
    const startsAt = new Date(`${day}T${String(hours[period]).padStart(2, '0')}:00:00+03:00`);
    if (Number.isNaN(startsAt.getTime()) || startsAt <= new Date() || !calendar.isWorkingDay(startsAt)) return { error: 'slot-taken' };
    const what = [request.unit, request.service, answers['facility'] ?? answers['appointmentWith'] ?? ''].join('/');
    const kept = await ctx.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`booking ${what} ${day} ${period}`]);
      const [own] = await tx.query('SELECT 1 FROM booking WHERE key = $1', [key]);
      if (own) return true;
      const [taken] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM booking WHERE what = $1 AND day = $2 AND period = $3 AND state = 'kept'`,
        [what, day, period],
      );
      if ((taken?.count ?? 0) >= places) return false;
      await tx.query('INSERT INTO booking (key, request, what, day, period) VALUES ($1, $2, $3, $4, $5)', [key, request.number, what, day, period]);
      return true;
    });
    if (!kept) return { error: 'slot-taken' };
    const remindAt = new Date(Math.max(startsAt.getTime() - remindHoursBefore * 3_600_000, Date.now() + 60_000));
    return { facts: { appointment: { at: startsAt.toISOString(), period }, bookingStartsAt: startsAt.toISOString(), bookingRemindAt: remindAt.toISOString() } };
  });
  const leave =
    (state: 'freed' | 'missed') =>
    async ({ request }: OutsideWork) => {
      await ctx.db.query(`UPDATE booking SET state = $2 WHERE request = $1 AND state = 'kept'`, [request.number, state]);
      return undefined;
    };
  operations.offer('booking.free', leave('freed'));
  operations.offer('booking.miss', leave('missed'));
}
