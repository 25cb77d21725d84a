import type { Queryable } from '@amanah/plugin-api';
import type { Holder } from '../../procedure/definition.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** The clock of the service level: it runs while the authority has the request in hand. */
export interface Clock {
  readonly holder: Holder;
  /** When the time is up, while the clock runs. */
  readonly due: Date | null;
  /** Milliseconds of working days that were left when it stopped. */
  readonly leftMs: number | null;
}

/** The clock after the request has come into other hands: stopped with what is left, or going on with it. */
export function clockAfter({ holder: before, due, leftMs }: Clock, holder: Holder, now: Date, calendar: WorkingCalendar): Clock {
  if (before === holder) return { holder, due, leftMs };
  if (holder !== 'authority') return { holder, due: null, leftMs: due === null ? leftMs : calendar.workingMsBetween(now, due) };
  return { holder, due: leftMs === null ? due : calendar.addWorkingMs(now, leftMs), leftMs: null };
}

/** Messages that the applicant brings about, whichever lane waits for them. */
const broughtByApplicant = ['payment-received', 'renewal-requested', 'correction-proved', 'objection-filed'];

/** Who has a running request in hand: the authority as long as anything of it is to be done there. */
export async function holderNow(tx: Queryable, number: string): Promise<Holder> {
  const [row] = await tx.query<{ holder: Holder }>(
    `SELECT holder FROM (
       SELECT holder FROM task WHERE request = $1 AND closed_at IS NULL
       UNION ALL SELECT 'authority' FROM outside_step WHERE request = $1 AND state = 'waiting'
       UNION ALL SELECT CASE WHEN message = ANY($2) THEN 'applicant' ELSE holder END FROM awaited WHERE request = $1) AS hands
     ORDER BY array_position(ARRAY['authority', 'applicant', 'external'], holder) LIMIT 1`,
    [number, broughtByApplicant],
    'request-holder',
  );
  return row?.holder ?? 'authority';
}
