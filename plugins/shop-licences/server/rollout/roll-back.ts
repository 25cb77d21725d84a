import { AmanahError } from '@amanah/errors';
import { refusalOf, type Db } from '@amanah/plugin-api';
import type { RegisterClient } from '../register/own-register.ts';
import { dayOf } from '../days.ts';
import type { Context } from './context.ts';

interface Renewal {
  readonly key: string;
  readonly number: string;
  readonly legacy_number: string | null;
  readonly years: number;
  readonly bill: string;
  readonly renewed_at: Date;
}

interface Change {
  readonly number: string;
  readonly nth: number;
  readonly kind: string;
  readonly at: Date;
}

/**
 * Writes what happened in our register since it took over back to the older one: renewals with the keys that they had, so that one which is sent again is
 * carried out once; everything else, and what the older register refuses, is listed for a person to enter there.
 */
export async function writeBack(ctx: Pick<Context, 'db' | 'log'>, unit: string, since: Date, legacy: Pick<RegisterClient, 'renew'>): Promise<void> {
  const { db } = ctx;
  const renewals = await db.query<Renewal>(
    `SELECT r.key, r.number, i.legacy_number, r.years, r.bill, r.renewed_at FROM renewal r JOIN licence l USING (number) LEFT JOIN licence_import i USING (number)
     WHERE l.unit = $1 AND r.renewed_at >= $2 AND NOT EXISTS (SELECT 1 FROM rollback_item b WHERE b.unit = $1 AND b.key = r.key AND b.outcome = 'written')
     ORDER BY r.renewed_at`,
    [unit, since],
  );
  for (const { key, number, legacy_number, years, bill, renewed_at } of renewals) {
    const item = { key, number, kind: 'renewed', at: renewed_at };
    if (legacy_number === null) {
      await keep(db, unit, { ...item, outcome: 'to-enter', why: 'unknown' });
      continue;
    }
    try {
      const { reference } = await legacy.renew({ number: legacy_number, years, bill, on: dayOf(new Date(renewed_at)) }, { idempotencyKey: key });
      await keep(db, unit, { ...item, outcome: 'written', reference });
    } catch (error) {
      // A register that is away is asked again: the roll-back has not happened until it answered.
      if (!(error instanceof AmanahError) || (refusalOf(error) === null && error.code !== 'SYSTEMS_INPUT_INVALID' && error.code !== 'SYSTEMS_OUTCOME_UNKNOWN'))
        throw error;
      await keep(db, unit, { ...item, outcome: 'to-enter', why: refusalOf(error) ?? error.code });
    }
  }
  const changes = await db.query<Change>(
    `SELECT h.number, h.nth, h.kind, h.at FROM licence_history h JOIN licence l USING (number)
     WHERE l.unit = $1 AND h.at >= $2 AND h.kind NOT IN ('renewed', 'imported', 'duplicated') AND h.legacy_reference IS NULL ORDER BY h.at`,
    [unit, since],
  );
  for (const { number, nth, kind, at } of changes) await keep(db, unit, { key: `${number}/${nth}`, number, kind, at, outcome: 'to-enter' });
}

interface Item {
  readonly key: string;
  readonly number: string;
  readonly kind: string;
  readonly at: Date;
  readonly outcome: 'written' | 'to-enter';
  readonly reference?: string;
  readonly why?: string;
}

/** What was entered by a person stays entered. */
async function keep(db: Db, unit: string, { key, number, kind, at, outcome, reference, why }: Item): Promise<void> {
  await db.query(
    `INSERT INTO rollback_item (unit, key, number, kind, happened_at, outcome, reference, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (unit, key) DO UPDATE SET outcome = $6, reference = $7, why = $8, at = now() WHERE rollback_item.outcome <> 'entered'`,
    [unit, key, number, kind, at, outcome, reference ?? null, why ?? null],
  );
}
