import { z } from 'zod';
import { columns, licenceOf, today, type LicenceRow } from '../register/licence-row.ts';
import { dayOf, daysBetween } from '../days.ts';
import type { Parts } from '../parts.ts';
import { accountsOf, notify } from '../tell-holders.ts';

/** Days before its end at which a licence's holders are told. */
const marks = [90, 30, 7] as const;
/** Licences looked at in one go. */
const atOnce = 500;

/** The mark that a licence has passed last; `null` while its end is further away, or past. */
export function markOf(daysLeft: number): number | null {
  return daysLeft < 0 ? null : (marks.filter((mark) => daysLeft <= mark).at(-1) ?? null);
}

/**
 * Tells the holders of our own licences that end soon, each mark once for each term; a night that was missed is made up for by the nearest mark. Licences that were
 * brought over are left out until their municipality is open.
 */
export async function tellExpiring(parts: Pick<Parts, 'ctx'>, signal: AbortSignal): Promise<number> {
  const { db } = parts.ctx;
  let told = 0;
  for (let after = ''; ;) {
    const rows = await db.query<LicenceRow>(
      `SELECT ${columns} FROM licence
       WHERE state = 'valid' AND valid_until BETWEEN ${today} AND ${today} + ${marks[0]} AND (quiet_until IS NULL OR quiet_until <= ${today}) AND number > $1
       ORDER BY number LIMIT ${atOnce}`,
      [after],
    );
    for (const row of rows) {
      if (signal.aborted) return told;
      told += await tellOne(parts, row);
    }
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return told;
    after = last.number;
  }
}

async function tellOne(parts: Pick<Parts, 'ctx'>, row: LicenceRow): Promise<number> {
  const count = daysBetween(dayOf(new Date()), row.valid_until);
  const mark = markOf(count);
  const people = mark === null ? [] : await accountsOf(parts, licenceOf(row));
  if (people.length === 0) return 0;
  await notify(parts, people, {
    template: 'licence-expiring',
    data: { number: row.number, until: row.valid_until, count },
    to: `/licences/${row.number}`,
    key: `licence-expiring/${row.number}/${row.valid_until}/${mark}`,
  });
  return 1;
}

const nothing = z.strictObject({});

/** Each night, before people wake up. */
export function registerExpiring(parts: Pick<Parts, 'ctx'>): void {
  parts.ctx.job({
    name: 'tell-expiring',
    cron: '30 4 * * *',
    input: nothing,
    key: () => 'tell-expiring',
    attempts: 3,
    timeoutMs: 600_000,
    run: async (_input, { signal }) => void (await tellExpiring(parts, signal)),
  });
}
