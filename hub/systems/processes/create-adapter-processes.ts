import { AdapterError, type CallProtocol, type Contract, type IncomingFile, type ReadFile } from '@amanah/adapter-api';
import type { Log } from '@amanah/plugin-api';
import type { Death } from './adapter-process-options.ts';
import { AdapterProcess } from './adapter-process.ts';
import type { AdapterProcesses, CallableSystem, ProcessAnswer, ProcessCall, SystemAccess } from './contract.ts';
import { PendingTask, type TaskEnd, type TaskOptions } from './pending-task.ts';
import { ProcessGuard } from './process-guard.ts';
import { defaultSettings, type ProcessSettings } from './process-settings.ts';
import { ship, type Task } from './wire.ts';

interface Sources {
  readonly log: Log;
  /** Folder with one folder for each protocol, ending with a slash. */
  readonly adaptersFolder: URL;
  /** Protocols whose adapters are our own reviewed code; any other runs alone under Node's permission model. */
  readonly trusted: readonly string[];
  readonly settings?: Partial<ProcessSettings>;
  /** Folder of the hub's own for compiled code of adapters, which then start in half the time; nobody else may write there. */
  readonly cacheFolder?: string;
}

/** A suspect's own process starts so long after the one that its neighbours wait for: they need the processor first. */
const suspectAfterMs = 1_000;

/** Starts processes for adapters as systems need them. */
export function createAdapterProcesses({ log, adaptersFolder, trusted, settings: given = {}, cacheFolder }: Sources): AdapterProcesses {
  const settings = { ...defaultSettings, ...given };
  const guard = new ProcessGuard(log);
  const all = new Set<AdapterProcess>();
  /** Processes whose systems share them. */
  const shared = new Set<AdapterProcess>();
  const drafts = new Map<CallProtocol, AdapterProcess>();
  const homes = new Map<string, AdapterProcess>();
  const suspects = new Set<string>();
  let ending = false;

  const createProcess = (protocol: CallProtocol, kind: { readonly drafts?: boolean; readonly startAfterMs?: number } = {}) => {
    const room = { module: new URL(`${protocol}/src/adapter.ts`, adaptersFolder).href, trusted: trusted.includes(protocol), cacheFolder: cacheFolder ?? null };
    const made: AdapterProcess = new AdapterProcess({ protocol, room, settings, drafts: false, ...kind, guard, log, onDeath: (death) => onDeath(made, death) });
    all.add(made);
    return made;
  };

  const place = (system: CallableSystem, startAfterMs?: number): void => {
    const alone = suspects.has(system.systemId) || !trusted.includes(system.protocol);
    const free = [...shared].find(({ options, systems }) => options.protocol === system.protocol && systems.size < settings.systemsPerProcess);
    const home = (!alone && free) || createProcess(system.protocol, startAfterMs === undefined ? {} : { startAfterMs });
    if (!alone) shared.add(home);
    homes.set(system.systemId, home);
    home.open(system);
  };

  const drop = async (one: AdapterProcess, drainMs: number) => {
    shared.delete(one);
    await one.end(drainMs);
    all.delete(one);
  };

  const leave = async (systemId: string, home: AdapterProcess) => {
    await home.close(systemId);
    if (home.systems.size === 0) await drop(home, 0);
  };

  function onDeath(dead: AdapterProcess, { cause, orphans, suspect }: Death): void {
    const system = suspect === null ? undefined : dead.systems.get(suspect);
    // An endless loop is surely the process's own; anything else may have come from outside once.
    if (system && shared.has(dead) && dead.systems.size > 1 && (cause === 'silent' || dead.deaths >= 2)) {
      log.warn({ adapter: system.protocol, system: system.systemId, cause }, 'a system runs alone from now on');
      suspects.add(system.systemId);
      void dead.close(system.systemId);
      place(system, suspectAfterMs);
    }
    for (const task of orphans) {
      const home = task.systemId === null ? dead : homes.get(task.systemId);
      if (home) home.give(task);
      else task.lost('unreachable', 'the system was closed');
    }
  }

  const run = (home: AdapterProcess, task: Task, options: TaskOptions): Promise<TaskEnd> => {
    const pending = new PendingTask(task, options);
    home.give(pending);
    return pending.ended;
  };

  const homeOf = (systemId: string): AdapterProcess => {
    const home = homes.get(systemId);
    if (!home) throw new AdapterError('unreachable', `the system ${systemId} is not open`, { reached: 'no' });
    return home;
  };

  const inDraft = async (system: SystemAccess, task: Task, options: TaskOptions): Promise<TaskEnd> => {
    const { protocol } = system;
    if (ending) throw new AdapterError('unreachable', 'the hub is ending', { reached: 'no' });
    if (trusted.includes(protocol)) {
      const home = drafts.get(protocol) ?? createProcess(protocol, { drafts: true });
      drafts.set(protocol, home);
      home.expect(system);
      return run(home, task, options);
    }
    const home = createProcess(protocol, { drafts: true });
    home.expect(system);
    try {
      return await run(home, task, options);
    } finally {
      void drop(home, 0);
    }
  };

  const callOptions = (call: ProcessCall, signal: AbortSignal): TaskOptions => {
    const bytes = JSON.stringify(call.input)?.length ?? 0;
    if (bytes > settings.maxInputBytes)
      throw new AdapterError('input-invalid', `the input has ${bytes} characters, ${settings.maxInputBytes} are allowed`, { reached: 'no' });
    return { signal, deadlineAt: call.deadlineAt, repeatable: call.effect === 'read' };
  };

  const files = async <T>(systemId: string, task: Task, options: Omit<TaskOptions, 'deadlineAt'>): Promise<T> =>
    (await run(homeOf(systemId), task, { deadlineAt: null, ...options })).result as T;

  return {
    async discover(system, signal) {
      const { system: shipped, blobs } = ship<SystemAccess>(system);
      const { result } = await inDraft(system, { do: 'discover', system: shipped }, { signal, deadlineAt: null, repeatable: false, blobs });
      return result as Contract;
    },
    open(system) {
      if (ending) return;
      const home = homes.get(system.systemId);
      if (home?.options.protocol === system.protocol) return home.open(system);
      if (home) void leave(system.systemId, home);
      place(system);
    },
    async close(systemId) {
      const home = homes.get(systemId);
      if (!home) return;
      homes.delete(systemId);
      suspects.delete(systemId);
      await leave(systemId, home);
    },
    async probe(systemId, signal) {
      await run(homeOf(systemId), { do: 'probe', systemId }, { signal, deadlineAt: null, repeatable: true });
    },
    async call(systemId, call, signal) {
      return answerOf(await run(homeOf(systemId), { do: 'call', systemId, call }, callOptions(call, signal)));
    },
    async callOnce(system, call, signal) {
      const { system: shipped, blobs } = ship<CallableSystem>(system);
      return answerOf(await inDraft(system, { do: 'once', system: shipped, call }, { ...callOptions(call, signal), blobs }));
    },
    listFiles: (systemId, signal) => files<readonly IncomingFile[]>(systemId, { do: 'list', systemId }, { signal, repeatable: true }),
    hashFile: (systemId, file, signal) => files<string>(systemId, { do: 'hash', systemId, file }, { signal, repeatable: true }),
    readFile: (systemId, file, sink, signal) => files<ReadFile>(systemId, { do: 'read', systemId, file }, { signal, repeatable: false, sink }),
    async settleFile(systemId, file, outcome, signal) {
      await files(systemId, { do: 'settle', systemId, file, outcome }, { signal, repeatable: true });
    },
    // A place for drafts where nobody tries one is nothing to see.
    processes: () => [...all].map((one) => one.info()).filter(({ pid, systems }) => pid !== null || systems.length > 0),
    async shutdown(drainMs) {
      ending = true;
      await Promise.all([...all].map((one) => drop(one, drainMs)));
      guard.close();
    },
  };
}

function answerOf({ result, sent, received }: TaskEnd): ProcessAnswer {
  const { output, next } = result as { output: unknown; next: string | null };
  return { output, next, sent, received };
}
