import { z } from 'zod';
import type { RegisterClient } from '../register/own-register.ts';
import type { Municipality } from '../register-config.ts';
import type { Context } from './context.ts';
import { ImportRuns } from './import-runs.ts';
import { Imports } from './imports.ts';
import { Moves } from './moves.ts';
import { registerRolloutHeads } from './rollout-heads.ts';
import { registerRolloutRoutes } from './rollout-routes.ts';
import { readRolloutRules } from './rollout-rules.ts';
import { clockText } from './clock-text.ts';
import { stagedRegister } from './staged-register.ts';
import { Stages } from './stages.ts';

const everyMinute = '* * * * *';
const timeoutMs = 600_000;

interface Rollout {
  /** The register that serves a unit, as its stage has it at each call. */
  registerOf(unit: string): RegisterClient;
  /** When the register of a unit takes changes again, in words; `null` while it takes them. */
  frozenUntil(unit: string): Promise<string | null>;
  /** Whether an older register keeps the licences of a unit: it renews them and does nothing else that is asked for in the portal. */
  renewsOnly(unit: string): Promise<boolean>;
  /** Whether the register of a unit has come into ours of late: its older one is not archived yet. */
  justMoved(unit: string): Promise<boolean>;
  /** Goes on with imports that were under way when the process ended. */
  begin(): Promise<void>;
}

/** The way of each municipality's register from the older one to ours. */
export function registerRollout(ctx: Context, municipalities: readonly Municipality[]): Rollout {
  const rules = readRolloutRules(ctx.configDir);
  const stages = new Stages(ctx);
  const runs = new ImportRuns(ctx.db);
  const imports = new Imports(ctx, runs, rules);
  const run = ctx.job({
    name: 'import-register',
    input: z.strictObject({ id: z.string(), from: z.string() }),
    key: ({ id, from }) => `${id}/${from}`,
    attempts: 3,
    timeoutMs,
    run: ({ id }) => imports.goOn(id),
  });
  const carryOn = (id: string) => run.enqueue({ id, from: new Date().toISOString() });
  const sweep = async (seconds?: number) => {
    for (const id of await runs.leftLying(seconds)) await carryOn(id);
  };
  ctx.job({
    name: 'go-on-with-imports',
    input: z.strictObject({}),
    key: () => 'go-on-with-imports',
    attempts: 1,
    timeoutMs: 30_000,
    cron: everyMinute,
    run: () => sweep(),
  });
  registerRolloutHeads(ctx);
  registerRolloutRoutes({ ctx, municipalities, stages, runs, rules, moves: new Moves(ctx, stages, runs, rules), carryOn });
  return {
    registerOf: (unit) => stagedRegister(ctx, stages, unit),
    frozenUntil: async (unit) => clockText((await stages.of(unit)).frozenUntil),
    renewsOnly: async (unit) => {
      const { stage, hasLegacy } = await stages.of(unit);
      return hasLegacy && (stage === 'legacy' || stage === 'parallel');
    },
    justMoved: async (unit) => {
      const { stage, hasLegacy } = await stages.of(unit);
      return hasLegacy && stage === 'new';
    },
    begin: () => sweep(0),
  };
}
