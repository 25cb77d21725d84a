import type { Db } from '@amanah/plugin-api';
import type { ImportRun } from './import-runs.ts';
import type { RolloutRules } from './rollout-rules.ts';
import { stages, type Stage, type Standing } from './stages.ts';

const dayMs = 86_400_000;

/** What keeps a register from its next stage. */
type Block =
  | 'no-legacy'
  | 'import-missing'
  | 'import-not-whole'
  | 'sample-unseen'
  | 'differences-open'
  | 'not-frozen'
  | 'import-before-freeze'
  | 'entries-open'
  | 'roll-back-days';

interface Facts {
  readonly standing: Standing;
  readonly lastReal: ImportRun | null;
  readonly openDifferences: number;
  readonly toEnter: number;
}

export const nextStage = (stage: Stage): Stage | null => stages[stages.indexOf(stage) + 1] ?? null;
export const stageBefore = (stage: Stage): Stage | null => stages[stages.indexOf(stage) - 1] ?? null;

/** Until when the last step can be taken back; `null` when there is none, or its days are over. */
export function rollBackUntil({ stage, since, hasLegacy }: Standing, { rollBackDays }: RolloutRules): Date | null {
  if (!hasLegacy || since === null || stageBefore(stage) === null) return null;
  const until = new Date(since.getTime() + rollBackDays * dayMs);
  return until > new Date() ? until : null;
}

/** Everything that is still to be done before the next stage; nothing is left out, so that the team sees all of it at once. */
export function blocksOf({ standing, lastReal, openDifferences, toEnter }: Facts, rules: RolloutRules): readonly Block[] {
  const { stage, frozenAt, hasLegacy } = standing;
  if (!hasLegacy) return ['no-legacy'];
  const imported: readonly (readonly [Block, boolean])[] = [
    ['import-missing', lastReal === null],
    ['import-not-whole', lastReal !== null && lastReal.whole !== true],
    ['entries-open', toEnter > 0],
  ];
  const wanted: Readonly<Record<Stage, readonly (readonly [Block, boolean])[]>> = {
    legacy: imported,
    parallel: [
      ...imported,
      ['sample-unseen', lastReal !== null && lastReal.sample_seen_at === null],
      ['differences-open', openDifferences > 0],
      ['not-frozen', frozenAt === null],
      ['import-before-freeze', frozenAt !== null && lastReal !== null && new Date(lastReal.started_at) < new Date(frozenAt)],
    ],
    new: [
      ['entries-open', toEnter > 0],
      ['roll-back-days', rollBackUntil(standing, rules) !== null],
    ],
    archived: [],
  };
  return wanted[stage].flatMap(([block, so]) => (so ? [block] : []));
}

/** What the guards of a unit look at. */
export async function countsOf(db: Db, unit: string): Promise<{ readonly openDifferences: number; readonly toEnter: number; readonly licences: number }> {
  const [counts] = await db.query<{ openDifferences: number; toEnter: number; licences: number }>(
    `SELECT (SELECT count(*)::int FROM register_difference WHERE unit = $1 AND settled_at IS NULL) AS "openDifferences",
            (SELECT count(*)::int FROM rollback_item WHERE unit = $1 AND outcome = 'to-enter') AS "toEnter",
            (SELECT count(*)::int FROM licence WHERE unit = $1) AS licences`,
    [unit],
  );
  return counts ?? { openDifferences: 0, toEnter: 0, licences: 0 };
}
