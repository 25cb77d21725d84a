import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import { shopLicenceRegister } from '../../contract.ts';
import type { Context } from './context.ts';
import { blocksOf, countsOf, nextStage, rollBackUntil, stageBefore } from './guards.ts';
import type { ImportRuns } from './import-runs.ts';
import { writeBack } from './roll-back.ts';
import type { RolloutRules } from './rollout-rules.ts';
import type { Stage, Stages } from './stages.ts';

/** Hours for which nothing is changed while a roll-back writes. */
const rollBackFreezeHours = 1;

interface Order {
  readonly unit: string;
  readonly actor: Actor;
  readonly why: string;
  readonly requestId: string;
}

/** Steps of the roll-out: each one guarded, recorded with who and why, and taken back within its days. */
export class Moves {
  readonly #ctx: Context;
  readonly #stages: Stages;
  readonly #runs: ImportRuns;
  readonly #rules: RolloutRules;

  constructor(ctx: Context, stages: Stages, runs: ImportRuns, rules: RolloutRules) {
    this.#ctx = ctx;
    this.#stages = stages;
    this.#runs = runs;
    this.#rules = rules;
  }

  /** @throws ROLLOUT_STEP_BLOCKED with everything that is still to be done */
  async advance({ unit, actor, why, requestId }: Order, to: Stage): Promise<void> {
    const standing = await this.#stages.of(unit);
    if (nextStage(standing.stage) !== to) throw new AmanahError('ROLLOUT_STEP_BLOCKED', { fields: [{ path: 'to', message: `stage-${standing.stage}` }] });
    const blocks = blocksOf({ standing, lastReal: await this.#runs.lastReal(unit), ...(await countsOf(this.#ctx.db, unit)) }, this.#rules);
    if (blocks.length > 0) throw new AmanahError('ROLLOUT_STEP_BLOCKED', { fields: blocks.map((block) => ({ path: 'to', message: block })) });
    await this.#ctx.db.transaction(async (tx) => {
      await this.#stages.move(tx, standing, to, 'advanced', actor.person, why);
      // From now on holders are told of the end of their licence as everywhere.
      if (to === 'new') await tx.query('UPDATE licence SET quiet_until = NULL WHERE unit = $1', [unit]);
    });
    await this.#record('rollout.advance', { unit, actor, why, requestId }, standing.stage, to);
  }

  /** @throws ROLLOUT_ROLL_BACK_OVER; what the older register throws when it does not answer: then nothing has moved, and it is asked for again */
  async rollBack({ unit, actor, why, requestId }: Order): Promise<void> {
    const standing = await this.#stages.of(unit);
    const to = stageBefore(standing.stage);
    if (to === null || standing.since === null || !rollBackUntil(standing, this.#rules)) throw new AmanahError('ROLLOUT_ROLL_BACK_OVER');
    if (standing.stage === 'new') {
      await this.#stages.freeze(this.#ctx.db, standing, rollBackFreezeHours, actor.person, why);
      try {
        await writeBack(this.#ctx, unit, standing.since, this.#ctx.port(shopLicenceRegister, unit));
      } catch (error) {
        await this.#stages.freeze(this.#ctx.db, standing, 0, actor.person, why);
        throw error;
      }
    }
    await this.#ctx.db.transaction(async (tx) => {
      await this.#stages.move(tx, standing, to, 'rolled-back', actor.person, why);
      if (standing.stage === 'new') await tx.query(`UPDATE licence SET quiet_until = 'infinity' WHERE unit = $1`, [unit]);
    });
    await this.#record('rollout.rollBack', { unit, actor, why, requestId }, standing.stage, to);
  }

  /** Nothing is changed in the register for the hours of the configuration, or again from now. @throws ROLLOUT_STEP_BLOCKED where no older register is left */
  async freeze({ unit, actor, why, requestId }: Order, on: boolean): Promise<void> {
    const standing = await this.#stages.of(unit);
    if (!standing.hasLegacy || standing.stage !== 'parallel')
      throw new AmanahError('ROLLOUT_STEP_BLOCKED', { fields: [{ path: 'on', message: `stage-${standing.stage}` }] });
    await this.#stages.freeze(this.#ctx.db, standing, on ? this.#rules.freezeHours : 0, actor.person, why);
    await this.#record(on ? 'rollout.freeze' : 'rollout.thaw', { unit, actor, why, requestId }, standing.stage, standing.stage);
  }

  async #record(action: string, { unit, actor, why, requestId }: Order, from: Stage, to: Stage): Promise<void> {
    await this.#ctx.audit.record({ action, actor, subject: `rollout/${unit}`, requestId, data: { from, to, why } });
  }
}
