import type { PartHealth } from '@amanah/plugin-api';
import type { PluginRecord } from './plugin-record.ts';

/** One thing whose health is asked. */
export interface Part {
  readonly part: string;
  readonly critical: boolean;
  readonly timeoutMs: number;
  check(signal: AbortSignal): Promise<void>;
}

/** Asks every part at once; one that does not answer in its time is not well, and the others do not wait for it. */
export async function healthOf(parts: readonly Part[]): Promise<readonly PartHealth[]> {
  return Promise.all(
    parts.map(async ({ part, critical, timeoutMs, check }) => {
      const startedAt = performance.now();
      const signal = AbortSignal.timeout(timeoutMs);
      const expired = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs} ms`)), { once: true }),
      );
      const detail = await Promise.race([check(signal), expired]).then(
        () => null,
        (error: unknown) => String((error as Error)?.message ?? error),
      );
      return { part, ok: detail === null, critical, ms: Math.round(performance.now() - startedAt), detail };
    }),
  );
}

/** The checks a plugin registered, and the plugin itself: a refused one is not well, but never critical to the hub. */
export function partsOf(plugin: PluginRecord): readonly Part[] {
  const itself: Part = {
    part: `plugin:${plugin.id}`,
    critical: false,
    timeoutMs: 1_000,
    check: async () => {
      if (plugin.refusal) throw new Error(`${plugin.refusal.code}: ${plugin.refusal.detail}`);
    },
  };
  return [itself, ...plugin.checks.map((check) => ({ ...check, part: `plugin:${plugin.id}:${check.name}` }))];
}
