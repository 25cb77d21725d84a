import { AmanahError } from '@amanah/errors';
import { refusalOf, type Queryable } from '@amanah/plugin-api';
import { notifications } from '../../../notifications/contract.ts';
import { shopLicenceRegister, type WrittenChange } from '../../contract.ts';
import { dayOf } from '../days.ts';
import type { Context } from './context.ts';
import type { ImportRun, ImportRuns } from './import-runs.ts';
import { judgePage } from './judge-page.ts';
import type { RolloutRules } from './rollout-rules.ts';
import { writePage } from './write-page.ts';

/** Longest wait for a page, in milliseconds. */
const deadlineMs = 30_000;

/** Carries imports out, page by page: what a page writes and how far the import has come are one transaction, so that it can be killed anywhere. */
export class Imports {
  readonly #ctx: Context;
  readonly #runs: ImportRuns;
  readonly #rules: RolloutRules;

  constructor(ctx: Context, runs: ImportRuns, rules: RolloutRules) {
    this.#ctx = ctx;
    this.#runs = runs;
    this.#rules = rules;
  }

  /** Goes on with an import until its end, or until somebody pauses it. Two that do so at once do no harm: one page is taken by one of them. */
  async goOn(id: string): Promise<void> {
    for (let run = await this.#runs.get(id); run.state === 'running'; run = await this.#runs.get(id)) {
      try {
        await this.#page(run);
      } catch (error) {
        await this.#runs.noteError(id, error instanceof AmanahError ? error.code : 'HTTP_INTERNAL');
        throw error;
      }
    }
  }

  async #page(run: ImportRun): Promise<void> {
    const legacy = this.#ctx.port(shopLicenceRegister, run.unit);
    const rows = (await legacy.exportPage({ after: run.after }, { deadlineMs })).rows ?? [];
    const last = rows.at(-1)?.number;
    const changes = run.kind === 'real' && last !== undefined ? await this.#changes(run, last) : [];
    await this.#silently(async () => {
      const moved = await this.#ctx.db.transaction(async (tx) => {
        const here = await this.#runs.lock(tx, run);
        if (!here) return null;
        if (rows.length === 0) return this.#finish(tx, here);
        const judged = await judgePage(tx, { run: run.id, unit: run.unit, rows, today: dayOf(new Date()) }, this.#rules);
        if (run.kind === 'real') {
          const register = this.#ctx.access.unit(run.unit)?.name ?? { ar: run.unit, en: run.unit };
          await writePage(tx, { run: run.id, unit: run.unit, rows: judged, changes, why: this.#ctx.text('rolloutImportedFrom', 'ar'), register }, this.#rules);
          // Whoever hears of it knows that nobody is to be told.
          const licences = judged.filter(({ taken }) => taken !== null).length;
          await this.#ctx.events.emit(tx, { type: 'register.imported', subject: run.unit, data: { unit: run.unit, run: run.id, licences, import: true } });
        }
        return this.#runs.advance(tx, here, judged);
      });
      if (moved) await this.#ctx.notify([moved.person_id], { type: 'shop-licences.import', data: { run: moved.id, state: moved.state } });
    });
  }

  /** Ours is what the older register is now: what differed before is settled by that, except writes whose outcome nobody knows. */
  async #finish(tx: Queryable, run: ImportRun): Promise<ImportRun> {
    const done = await this.#runs.finish(tx, run);
    if (done.whole)
      await tx.query(
        `UPDATE register_difference SET settled_at = now(), settled_how = 'took-legacy', settled_by = $2
         WHERE unit = $1 AND settled_at IS NULL AND kind <> 'outcome-unknown' AND EXISTS (SELECT 1 FROM licence_import i WHERE i.number = register_difference.number)`,
        [run.unit, JSON.stringify(run.person_name)],
      );
    return done;
  }

  async #changes(run: ImportRun, upTo: string): Promise<readonly WrittenChange[]> {
    try {
      return (await this.#ctx.port(shopLicenceRegister, run.unit).exportChanges({ after: run.after, upTo }, { deadlineMs })).rows ?? [];
    } catch (error) {
      if (refusalOf(error) === 'not-offered') return [];
      throw error;
    }
  }

  async #silently(work: () => Promise<void>): Promise<void> {
    let service;
    try {
      service = this.#ctx.use(notifications);
    } catch (error) {
      if (error instanceof AmanahError && error.code === 'HOST_SERVICE_MISSING') return work();
      throw error;
    }
    return service.silently(work);
  }
}
