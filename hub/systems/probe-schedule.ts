import type { Log } from '@amanah/plugin-api';
import { probe, type ProbeResult } from './probe.ts';
import type { RunningSystem } from './system-set.ts';

/** No more than this many systems are asked at the same moment. */
const atOnce = 4;
const tickMs = 1_000;

export interface ProbeSchedule {
  close(): void;
}

/**
 * Probes each system when its time has come, a bounded number at once, never the same one twice at once. Whatever one probe or its
 * taking throws ends with that probe: the schedule goes on.
 */
export function startProbes(
  all: () => readonly RunningSystem[],
  found: (id: string, result: ProbeResult) => Promise<void>,
  log: Log,
  ask: (one: RunningSystem) => Promise<ProbeResult> = ({ definition, ca }) => probe(definition, ca),
): ProbeSchedule {
  const dueAt = new Map<string, number>();
  const running = new Set<string>();
  const one = async (system: RunningSystem) => {
    const { id } = system.definition;
    try {
      await found(id, await ask(system));
    } catch (error) {
      log.warn({ err: error, system: id }, 'a probe of a connected system failed');
    } finally {
      running.delete(id);
    }
  };
  const tick = () => {
    const now = Date.now();
    const systems = all();
    const ids = new Set(systems.map(({ definition }) => definition.id));
    for (const id of dueAt.keys()) if (!ids.has(id)) dueAt.delete(id);
    for (const system of systems) {
      if (running.size >= atOnce) return;
      const { id, probe: schedule } = system.definition;
      if (running.has(id) || (dueAt.get(id) ?? 0) > now) continue;
      running.add(id);
      dueAt.set(id, now + schedule.everySeconds * 1_000);
      void one(system);
    }
  };
  const timer = setInterval(tick, tickMs);
  timer.unref();
  tick();
  return { close: () => clearInterval(timer) };
}
