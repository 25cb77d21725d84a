import { AdapterError } from '@amanah/adapter-api';
import type { Intake, IntakeLook, IntakeParts, IntakeSystem } from './contract.ts';
import { FileRecords } from './file-records.ts';
import { intakePlan, type IntakePlan } from './intake-kinds.ts';
import { KeptRows } from './kept-rows.ts';
import { lookIntoFolder } from './look-into-folder.ts';

const tickMs = 1_000;
/** Looks at once in this process: each may hold a connection of the store for as long as a large file takes. */
const atOnce = 2;
const pageRows = 100;

interface Followed {
  readonly system: IntakeSystem;
  readonly plan: IntakePlan;
  dueAt: number;
}

/** Takes files in from the folders of systems and answers from their rows. */
export function createIntake({ store, log, processes, looked }: IntakeParts): Intake {
  const records = new FileRecords(store.hub);
  const rows = new KeptRows(store.hub);
  const closing = new AbortController();
  let followed: ReadonlyMap<string, Followed> = new Map();
  const running = new Map<string, Promise<IntakeLook>>();

  const look = (systemId: string, plan: IntakePlan, signal: AbortSignal): Promise<IntakeLook> => {
    const before = running.get(systemId);
    if (before) return before.catch(() => {}).then(() => look(systemId, plan, signal));
    const one = lookIntoFolder({ store, log, processes, records }, systemId, plan, AbortSignal.any([signal, closing.signal]));
    running.set(systemId, one);
    const over = () => void running.delete(systemId);
    one.then(over, over);
    return one;
  };

  /** Whether this replica is the one that looks now, and in how many milliseconds somebody looks next. */
  const turn = async (systemId: string, { everySeconds }: IntakePlan): Promise<{ readonly mine: boolean; readonly waitMs: number }> => {
    const [found] = await store.hub.query<{ mine: boolean; waitMs: number | null }>(
      `WITH claimed AS (
         INSERT INTO hub.intake_turn AS turn (system_id, next_at) VALUES ($1, now() + make_interval(secs => $2))
         ON CONFLICT (system_id) DO UPDATE SET next_at = excluded.next_at WHERE turn.next_at <= now() RETURNING next_at)
       SELECT EXISTS (SELECT FROM claimed) AS mine,
              extract(epoch FROM coalesce((SELECT next_at FROM claimed), (SELECT next_at FROM hub.intake_turn WHERE system_id = $1)) - now())::float8 * 1000 AS "waitMs"`,
      [systemId, everySeconds],
    );
    return { mine: found?.mine ?? false, waitMs: found?.waitMs ?? everySeconds * 1_000 };
  };

  const scheduled = async (one: Followed) => {
    const { system, plan } = one;
    const { systemId } = system;
    try {
      const { mine, waitMs } = await turn(systemId, plan);
      one.dueAt = Date.now() + waitMs;
      if (!mine) return;
      await look(systemId, plan, closing.signal);
      looked?.(systemId, { ok: true });
    } catch (error) {
      if (closing.signal.aborted) return;
      looked?.(systemId, { ok: false, error });
      log.warn({ err: error, system: systemId }, 'the folder of a system could not be looked into');
    }
  };

  const busy = new Set<string>();
  const tick = () => {
    for (const [systemId, one] of followed) {
      if (busy.size >= atOnce) return;
      if (busy.has(systemId) || one.dueAt > Date.now()) continue;
      one.dueAt = Date.now() + one.plan.everySeconds * 1_000;
      busy.add(systemId);
      void scheduled(one).finally(() => busy.delete(systemId));
    }
  };
  const timer = setInterval(tick, tickMs);
  timer.unref();

  const intake: Intake = {
    follow(systems) {
      followed = new Map(
        systems.flatMap((system) => {
          const plan = intakePlan(system.contract);
          return plan ? [[system.systemId, { system, plan, dueAt: 0 }]] : [];
        }),
      );
      tick();
    },
    async look({ systemId, contract }, signal) {
      const plan = intakePlan(contract);
      return plan ? look(systemId, plan, signal) : { taken: [], seen: 0, postponed: 0 };
    },
    serves(contract, from) {
      return operationOf(contract, from) !== null;
    },
    async call({ systemId, contract }, { from, input, cursor }) {
      const operation = operationOf(contract, from);
      if (!operation) throw new AdapterError('input-invalid', `the contract has no operation ${from}`, { reached: 'no' });
      const given = (input ?? {}) as Readonly<Record<string, unknown>>;
      if (operation.verb === 'find') {
        const missing = operation.key.filter((field) => given[field] === undefined);
        if (missing.length > 0)
          throw new AdapterError('input-invalid', 'the key is not whole', {
            findings: missing.map((field) => ({ path: `/${field}`, message: 'is a part of the key' })),
          });
        const { row, asOf } = await rows.find(
          systemId,
          operation.kind,
          operation.key.map((field) => given[field]),
        );
        return { output: { row: row === null ? null : operation.shape(row), asOf }, next: null };
      }
      const page = await rows.list(systemId, operation.kind, cursor, Number(given['limit'] ?? pageRows));
      return { output: { rows: page.rows.map(operation.shape), asOf: page.asOf }, next: page.next };
    },
    find: (systemId, kind, key) => rows.find(systemId, kind, key),
    list: (systemId, kind, after, limit) => rows.list(systemId, kind, after, limit),
    files: (systemId) => records.latest(systemId),
    rejectedRows: (systemId, hash) => records.rejectedRows(systemId, hash),
    forget: (systemId) => records.forget(systemId),
    async close() {
      clearInterval(timer);
      closing.abort();
      await Promise.allSettled(running.values());
    },
  };
  return intake;
}

interface ServedOperation {
  readonly kind: string;
  readonly verb: 'find' | 'list';
  readonly key: readonly string[];
  /** Rows keep the fields of the contract under which they were taken in; they are given with those of the contract that holds. */
  readonly shape: (row: unknown) => unknown;
}

function operationOf(contract: IntakeSystem['contract'], from: string): ServedOperation | null {
  const [name = '', verb] = from.split('.');
  const kind = intakePlan(contract)?.kinds[name];
  if (!kind || (verb !== 'find' && verb !== 'list') || (verb === 'find' && kind.key.length === 0)) return null;
  const fields = Object.keys(kind.fields);
  const shape = (row: unknown) => Object.fromEntries(fields.map((field) => [field, (row as Readonly<Record<string, unknown>>)[field] ?? null]));
  return { kind: name, verb, key: kind.key, shape };
}
