import type { Log } from '@amanah/plugin-api';
import type { ProbeResult } from './probe.ts';

/** No more than this many systems are asked at the same moment. */
const atOnce = 8;
const tickMs = 1_000;

/** A system with how often and how it is asked. */
export interface ProbedSystem {
  readonly id: string;
  readonly everySeconds: number;
  ask(): Promise<ProbeResult>;
}

export interface ProbeSchedule {
  close(): void;
}

/**
 * Probes each system when its time has come, a bounded number at once, never the same one twice at once. Whatever one probe or its
 * taking throws ends with that probe: the schedule goes on.
 */
export function startProbes(all: () => readonly ProbedSystem[], found: (id: string, result: ProbeResult) => Promise<void>, log: Log): ProbeSchedule {
  const dueAt = new Map<string, number>();
  const running = new Set<string>();
  let closed = false;
  const one = async ({ id, ask }: ProbedSystem) => {
    try {
      await found(id, await ask());
    } catch (error) {
      log.warn({ err: error, system: id }, 'a probe of a connected system failed');
    } finally {
      running.delete(id);
      if (!closed) tick();
    }
  };
  const tick = () => {
    const now = Date.now();
    const systems = all();
    const ids = new Set(systems.map(({ id }) => id));
    for (const id of dueAt.keys()) if (!ids.has(id)) dueAt.delete(id);
    for (const system of systems) {
      if (running.size >= atOnce) return;
      const { id, everySeconds } = system;
      if (running.has(id) || (dueAt.get(id) ?? 0) > now) continue;
      running.add(id);
      dueAt.set(id, now + everySeconds * 1_000);
      void one(system);
    }
  };
  const timer = setInterval(tick, tickMs);
  timer.unref();
  tick();
  return {
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
