import { readdirSync, readFileSync } from 'node:fs';
import type { SystemInfo } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import { adaptersFolder } from './adapter-configs.ts';

export const tiers = ['bronze', 'silver', 'gold', 'platinum'] as const;
export type Tier = NonNullable<SystemInfo['tier']>;

const ruleState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), proof: z.string(), test: z.string().min(10) }),
  z.strictObject({ status: z.enum(['todo', 'exempt']), comment: z.string().min(5) }),
]);
const quality = z.strictObject({ rules: z.record(z.string(), ruleState) });

export type RuleState = z.infer<typeof ruleState>;

/** Tier of each quality rule, from its page. @throws Error when the folder cannot be read */
export function qualityRules(folder: URL = new URL('../../docs/quality/', import.meta.url)): ReadonlyMap<string, string | undefined> {
  return new Map(
    readdirSync(folder)
      .filter((file) => file !== 'README.md')
      .map((file) => [
        file.replace(/\.md$/, ''),
        /^Tier: (\w+) · Check: (?:suite|lint|adapter|review)$/m.exec(readFileSync(new URL(file, folder), 'utf8'))?.[1],
      ]),
  );
}

/** What an adapter says of each rule. @throws Error when its `quality.yaml` cannot be read or is not valid */
export function statedRules(protocol: string, adapters: URL = adaptersFolder): Readonly<Record<string, RuleState>> {
  return quality.parse(parse(readFileSync(new URL(`${protocol}/quality.yaml`, adapters), 'utf8'))).rules;
}

/** The highest tier of which, with all below it, no rule is open. */
export function tierOf(stated: Readonly<Record<string, RuleState>>, rules: ReadonlyMap<string, string | undefined>): Tier {
  const open = (rule: string) => !stated[rule] || stated[rule].status === 'todo';
  const missing = tiers.findIndex((tier) => [...rules].some(([rule, of]) => of === tier && open(rule)));
  return tiers.slice(0, missing === -1 ? tiers.length : missing).at(-1) ?? 'below bronze';
}

/** Computed tier of the adapter of a protocol; one that says nothing of its quality is below bronze. */
export function adapterTier(protocol: string, adapters?: URL): Tier {
  try {
    return tierOf(statedRules(protocol, adapters), qualityRules());
  } catch {
    return 'below bronze';
  }
}

/** Whether writes may pass an adapter of this tier. */
export function mayWrite(tier: Tier): boolean {
  return tier === 'gold' || tier === 'platinum';
}
