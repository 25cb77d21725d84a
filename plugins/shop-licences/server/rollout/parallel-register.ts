import { AmanahError } from '@amanah/errors';
import { refusalOf } from '@amanah/plugin-api';
import type { Licence } from '../../contract.ts';
import type { OfferedRegister, RegisterClient } from '../register/own-register.ts';
import type { Context } from './context.ts';
import { differencesOf, isOfCalendar, noteDifference, noteExplained, type Difference } from './differences.ts';

interface Pair {
  readonly unit: string;
  readonly legacy: RegisterClient;
  readonly own: OfferedRegister;
}

/**
 * Both registers of a unit at once. The older one answers; ours is written with the same key and compared. What differs is kept for the roll-out team and never
 * meets whoever asked. What the older register does not keep is answered by ours.
 */
export function parallelRegister(ctx: Pick<Context, 'db' | 'log'>, { unit, legacy, own }: Pair): OfferedRegister {
  const note = (number: string, difference: Difference) => noteDifference(ctx.db, unit, number, difference);
  /** Comparing is for us: whoever asked gets the answer also when it fails. */
  const aside = async (number: string, work: () => Promise<void>) =>
    work().catch((error: unknown) => ctx.log.error({ err: error, unit, number }, 'both registers could not be compared'));

  /** Ours follows a renewal that the older register has carried out. */
  const follow = async (asked: Parameters<RegisterClient['renew']>[0], options: Parameters<RegisterClient['renew']>[1]) => {
    const { number, years } = asked;
    try {
      await own.renew(asked, options);
    } catch (error) {
      const kind = refusalOf(error) === 'unknown' ? 'own-missing' : 'own-failed';
      return note(number, { kind, own: error instanceof AmanahError ? error.code : 'HTTP_INTERNAL', key: options?.idempotencyKey, asked });
    }
    const [theirs, ours] = await Promise.all([legacy.find({ number }), own.find({ number })]);
    if (theirs.validUntil !== ours.validUntil && isOfCalendar(theirs.validUntil, ours.validUntil, years)) {
      await takeLastDay(ctx, number, theirs.validUntil);
      await noteExplained(ctx.db, unit, number, { legacy: theirs.validUntil, own: ours.validUntil });
    }
    await compare(theirs, await own.find({ number }));
  };
  const compare = async (theirs: Licence, ours: Licence) => {
    for (const difference of differencesOf(theirs, ours)) await note(theirs.number, difference);
  };

  return {
    ...own,
    async find(asked, options) {
      const theirs = await legacy.find(asked, options).catch((error: unknown) => {
        // One that ours issued before a roll-back, and that nobody has entered there yet.
        if (refusalOf(error) === 'unknown') return null;
        throw error;
      });
      if (theirs === null) return own.find(asked, options);
      await aside(asked.number, async () => {
        const ours = await own.find(asked, options).catch((error: unknown) => {
          if (refusalOf(error) === 'unknown') return null;
          throw error;
        });
        // A row that the import did not take is in its report.
        if (ours) await compare(theirs, ours);
      });
      return theirs;
    },
    listByOwner: (asked, options) => legacy.listByOwner(asked, options),
    async renew(asked, options) {
      let answer: Awaited<ReturnType<RegisterClient['renew']>>;
      try {
        answer = await legacy.renew(asked, options);
      } catch (error) {
        if (error instanceof AmanahError && error.code === 'SYSTEMS_OUTCOME_UNKNOWN')
          await aside(asked.number, () => note(asked.number, { kind: 'outcome-unknown', key: options?.idempotencyKey, asked }));
        throw error;
      }
      await aside(asked.number, () => follow(asked, options));
      return answer;
    },
    exportPage: (asked, options) => legacy.exportPage(asked, options),
    exportChanges: (asked, options) => legacy.exportChanges(asked, options),
    issue: (asked, options) => legacy.issue(asked, options),
    amend: (asked, options) => legacy.amend(asked, options),
    transfer: (asked, options) => legacy.transfer(asked, options),
    suspend: (asked, options) => legacy.suspend(asked, options),
    lift: (asked, options) => legacy.lift(asked, options),
    cancel: (asked, options) => legacy.cancel(asked, options),
    noteDuplicate: (asked, options) => legacy.noteDuplicate(asked, options),
  };
}

/** The paper that was given out says the older register's day: ours says the same, and so does its history of this renewal. */
async function takeLastDay(ctx: Pick<Context, 'db'>, number: string, validUntil: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.query('UPDATE licence SET valid_until = $2 WHERE number = $1', [number, validUntil]);
    await tx.query(
      `UPDATE licence_history SET valid_until = $2
       WHERE number = $1 AND nth = (SELECT max(nth) FROM licence_history WHERE number = $1 AND kind = 'renewed')`,
      [number, validUntil],
    );
  });
}
