import type { Db, Queryable } from '@amanah/plugin-api';
import { shopLicenceRegister } from '../../contract.ts';
import type { Context, Doer } from './context.ts';

export const stages = ['legacy', 'parallel', 'new', 'archived'] as const;
export type Stage = (typeof stages)[number];

/** Where the register of a unit stands. */
export interface Standing {
  readonly unit: string;
  readonly stage: Stage;
  /** When it came there; `null` where the configuration put it. */
  readonly since: Date | null;
  /** Nothing is changed before this moment, when it is still to come. */
  readonly frozenUntil: Date | null;
  readonly frozenAt: Date | null;
  /** An older register serves the port there. */
  readonly hasLegacy: boolean;
}

interface Row {
  readonly stage: Stage;
  readonly since: Date;
  readonly frozen_until: Date | null;
  readonly frozen_at: Date | null;
}

/** Stages of the registers, read at every call: what was decided holds at once on every replica. */
export class Stages {
  readonly #ctx: Pick<Context, 'db' | 'providerOf'>;

  constructor(ctx: Pick<Context, 'db' | 'providerOf'>) {
    this.#ctx = ctx;
  }

  async of(unit: string, tx: Queryable = this.#ctx.db): Promise<Standing> {
    const provider = this.#ctx.providerOf(shopLicenceRegister, unit);
    const hasLegacy = provider !== null && 'system' in provider;
    // Without an older register there is nothing on the way: ours serves it, or nobody does.
    if (!hasLegacy) return { unit, stage: provider ? 'new' : 'legacy', since: null, frozenUntil: null, frozenAt: null, hasLegacy };
    const [row] = await tx.query<Row>('SELECT stage, since, frozen_until, frozen_at FROM rollout_stage WHERE unit = $1', [unit]);
    if (!row) return { unit, stage: 'legacy', since: null, frozenUntil: null, frozenAt: null, hasLegacy };
    const frozen = row.frozen_until !== null && new Date(row.frozen_until) > new Date();
    return {
      unit,
      stage: row.stage,
      since: new Date(row.since),
      frozenUntil: frozen ? row.frozen_until : null,
      frozenAt: frozen ? row.frozen_at : null,
      hasLegacy,
    };
  }

  /** Moves a unit and notes who did it; a freeze ends with it. */
  async move(tx: Queryable, { unit, stage }: Standing, to: Stage, kind: 'advanced' | 'rolled-back', by: Doer, why: string): Promise<void> {
    await tx.query(
      `INSERT INTO rollout_stage (unit, stage) VALUES ($1, $2)
       ON CONFLICT (unit) DO UPDATE SET stage = $2, since = now(), frozen_until = NULL, frozen_at = NULL`,
      [unit, to],
    );
    await noteStep(tx, { unit, kind, from: stage, to, by, why });
  }

  /** Nothing is changed in the register for so many hours; 0 ends that. */
  async freeze(db: Db, { unit, stage }: Standing, hours: number, by: Doer, why: string): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO rollout_stage (unit, stage, frozen_until, frozen_at) VALUES ($1, $2, now() + make_interval(secs => $3), now())
         ON CONFLICT (unit) DO UPDATE SET frozen_until = now() + make_interval(secs => $3), frozen_at = now()`,
        [unit, stage, hours * 3_600],
      );
      await noteStep(tx, { unit, kind: hours > 0 ? 'frozen' : 'thawed', from: stage, to: stage, by, why });
    });
  }
}

interface Step {
  readonly unit: string;
  readonly kind: string;
  readonly from: Stage;
  readonly to: Stage;
  readonly by: Doer;
  readonly why: string;
}

async function noteStep(tx: Queryable, { unit, kind, from, to, by, why }: Step): Promise<void> {
  await tx.query('INSERT INTO rollout_step (unit, kind, from_stage, to_stage, person_id, person_name, why) VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    unit,
    kind,
    from,
    to,
    by.id,
    JSON.stringify(by.name),
    why,
  ]);
}
