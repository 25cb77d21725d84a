import type { Actor, Bilingual } from '@amanah/plugin-api';
import type { BoardRow, DifferenceAnswer, ImportAnswer, UnitAnswer } from '../../shared/rollout-answers.ts';
import type { Context } from './context.ts';
import { blocksOf, countsOf, nextStage, rollBackUntil, stageBefore } from './guards.ts';
import type { ImportRun, ImportRuns } from './import-runs.ts';
import type { RolloutRules } from './rollout-rules.ts';
import type { Stage, Stages } from './stages.ts';

const shown = 100;
const iso = (at: Date): string => new Date(at).toISOString();
const isoOrNull = (at: Date | null): string | null => (at === null ? null : iso(at));

export interface BoardParts {
  readonly ctx: Context;
  readonly stages: Stages;
  readonly runs: ImportRuns;
  readonly rules: RolloutRules;
}

/** A unit by its name in the organisation. */
const nameOf = ({ access }: Context, unit: string): Bilingual => access.unit(unit)?.name ?? { ar: unit, en: unit };

export const importAnswerOf = (ctx: Context, run: ImportRun): ImportAnswer => ({
  id: run.id,
  unit: run.unit,
  municipality: nameOf(ctx, run.unit),
  kind: run.kind,
  state: run.state,
  fresh: run.fresh,
  changed: run.changed,
  same: run.same,
  bad: run.bad,
  legacySums: run.legacy_sums,
  ownSums: run.own_sums,
  whole: run.whole,
  sampleSeen: run.sample_seen_at && run.sample_seen_by ? { at: iso(run.sample_seen_at), by: run.sample_seen_by } : null,
  error: run.error,
  by: run.person_name,
  startedAt: iso(run.started_at),
  endedAt: isoOrNull(run.ended_at),
});

/** A municipality with where its register stands and what comes next. */
export async function boardRowOf({ ctx, stages, runs, rules }: BoardParts, unit: string, actor: Actor): Promise<BoardRow> {
  const [standing, lastReal, [last], counts] = await Promise.all([stages.of(unit), runs.lastReal(unit), runs.list(unit, 1), countsOf(ctx.db, unit)]);
  const until = rollBackUntil(standing, rules);
  const before = stageBefore(standing.stage);
  const next = standing.hasLegacy ? nextStage(standing.stage) : null;
  return {
    unit,
    municipality: nameOf(ctx, unit),
    stage: standing.stage,
    since: isoOrNull(standing.since),
    frozenUntil: isoOrNull(standing.frozenUntil),
    hasLegacy: standing.hasLegacy,
    next,
    blocks: next ? [...blocksOf({ standing, lastReal, ...counts }, rules)] : [],
    licences: counts.licences,
    lastImport: last ? importAnswerOf(ctx, last) : null,
    openDifferences: counts.openDifferences,
    toEnter: counts.toEnter,
    rollBack: until && before ? { to: before, until: iso(until) } : null,
    mayManage: ctx.access.may(actor, 'shop-licences:rollout.manage', unit),
  };
}

interface StepRow {
  readonly kind: UnitAnswer['steps'][number]['kind'];
  readonly from: Stage;
  readonly to: Stage;
  readonly at: Date;
  readonly by: Bilingual;
  readonly why: string;
}
interface DifferenceRow extends Omit<DifferenceAnswer, 'at' | 'settled'> {
  readonly at: Date;
  readonly settled_at: Date | null;
  readonly settled_how: string | null;
  readonly settled_by: Bilingual | null;
  readonly why: string | null;
}
type EntryRow = Omit<UnitAnswer['entries'][number], 'happenedAt'> & { readonly happenedAt: Date };

/** Everything of one municipality: its steps, imports, differences and what is to be entered by hand. */
export async function unitAnswerOf(parts: BoardParts, unit: string, actor: Actor): Promise<UnitAnswer> {
  const { db } = parts.ctx;
  const [row, steps, imports, differences, entries] = await Promise.all([
    boardRowOf(parts, unit, actor),
    db.query<StepRow>(
      `SELECT kind, from_stage AS "from", to_stage AS "to", at, person_name AS by, why FROM rollout_step WHERE unit = $1 ORDER BY id DESC LIMIT ${shown}`,
      [unit],
    ),
    parts.runs.list(unit, shown),
    db.query<DifferenceRow>(
      `SELECT id::text, number, kind, field, legacy, own, at, settled_at, settled_how, settled_by, why FROM register_difference WHERE unit = $1
       ORDER BY settled_at IS NOT NULL, id DESC LIMIT ${shown}`,
      [unit],
    ),
    db.query<EntryRow>(
      `SELECT key, number, kind, happened_at AS "happenedAt", outcome, reference, why FROM rollback_item WHERE unit = $1 ORDER BY outcome <> 'to-enter', happened_at LIMIT ${shown}`,
      [unit],
    ),
  ]);
  return {
    row,
    steps: steps.map((one) => ({ ...one, at: iso(one.at) })),
    imports: imports.map((run) => importAnswerOf(parts.ctx, run)),
    differences: differences.map(({ settled_at, settled_how, settled_by, why, ...one }) => ({
      ...one,
      at: iso(one.at),
      settled: settled_at && settled_how ? { how: settled_how, at: iso(settled_at), by: settled_by, why } : null,
    })),
    entries: entries.map((one) => ({ ...one, happenedAt: iso(one.happenedAt) })),
  };
}
