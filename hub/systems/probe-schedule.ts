import type { SystemDefinition } from './definition.ts';
import { probe, type ProbeResult } from './probe.ts';

/** No more than this many systems are asked at the same moment. */
const atOnce = 4;
const tickMs = 1_000;

export interface ProbeSchedule {
  close(): void;
}

/** Probes each system when its time has come, a bounded number at once, never the same one twice at once. */
export function startProbes(
  all: () => readonly SystemDefinition[],
  found: (definition: SystemDefinition, result: ProbeResult) => Promise<void>,
): ProbeSchedule {
  const dueAt = new Map<string, number>();
  const running = new Set<string>();
  const tick = () => {
    const now = Date.now();
    for (const definition of all()) {
      if (running.size >= atOnce) return;
      if (running.has(definition.id) || (dueAt.get(definition.id) ?? 0) > now) continue;
      running.add(definition.id);
      dueAt.set(definition.id, now + definition.probe.everySeconds * 1_000);
      void probe(definition)
        .then((result) => found(definition, result))
        .finally(() => running.delete(definition.id));
    }
  };
  const timer = setInterval(tick, tickMs);
  timer.unref();
  tick();
  return { close: () => clearInterval(timer) };
}
