import { AdapterError } from '@amanah/adapter-api';
import type { AuditEntry, Log, SystemInfo } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import { compiledCodeFolder } from '../config/compiled-code-folder.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { adaptersFolder, ownAdapters } from './adapter-configs.ts';
import { adapterInfos } from './adapter-infos.ts';
import { adapterTier, type Tier } from './adapter-tier.ts';
import { Breaker } from './breaker.ts';
import { answerFromRows } from './calls/answer-from-rows.ts';
import { createAttempts } from './calls/attempts.ts';
import { createCalls } from './calls/create-calls.ts';
import { WriteLedger } from './calls/write-ledger.ts';
import { createConnectAdmin } from './connect/create-connect-admin.ts';
import type { Systems } from './contract.ts';
import { ContractStore } from './contracts/contract-store.ts';
import { DriftWatch } from './contracts/drift-watch.ts';
import { isWeb } from './definition.ts';
import type { Exchanges } from './exchanges/contract.ts';
import { createExchanges } from './exchanges/create-exchanges.ts';
import { exchangesWhenUsed } from './exchanges-when-used.ts';
import { FollowedFolders } from './followed-folders.ts';
import { createIntake } from './intake/create-intake.ts';
import { Maintenance } from './maintenance.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { OpenedSystems } from './opened-systems.ts';
import { probeOperations } from './probe-operations.ts';
import { startProbes, type ProbedSystem } from './probe-schedule.ts';
import { probe } from './probe.ts';
import { createAdapterProcesses } from './processes/create-adapter-processes.ts';
import { SystemRegistry } from './registry.ts';
import { systemInfo } from './system-infos.ts';
import { tellStates } from './system-events.ts';
import { SystemSecrets } from './system-secrets.ts';
import { SystemStates } from './system-states.ts';
import { SystemUploads } from './system-uploads.ts';
import { createSystemsAdmin } from './systems-admin.ts';

const channel = 'hub_systems';
const contractChannel = 'hub_system_contracts';
/** Folders are looked at this often: network drives and editors that replace files tell no watcher. */
const lookMs = 1_000;
/** Writes of processes that died are looked for this often, and states that other replicas found are read. */
const sweepMs = 5_000;
/** Open calls of adapter processes have so long to end when the hub stops. */
const drainMs = 10_000;

interface Sources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly access: Access;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  /** A command line reads and changes the set, but neither probes nor follows it. */
  readonly follows?: boolean;
  /** Where adapters lie, a folder each. */
  readonly adapters?: URL;
}

/** Connected systems from files of the configuration and rows of the store; a wrong file is refused by line and the others run. */
export async function createSystems({ config, log, store, access, audit, follows = true, adapters: given }: Sources): Promise<Systems> {
  const adapters = given ?? config.adaptersDir ?? adaptersFolder;
  // A folder that an operator names holds code that nobody of ours reviewed, whatever it is called.
  const trusted = config.adaptersDir && !given ? [] : ownAdapters;
  const registry = new SystemRegistry({ config, log, store, adapters, trusted });
  const states = new SystemStates(store, log);
  const maintenance = new Maintenance(store);
  const secrets = new SystemSecrets(config, store, log);
  const uploads = new SystemUploads(store);
  const contracts = new ContractStore(store);
  const ledger = new WriteLedger(store, log);
  const breaker = new Breaker();
  const tiers = new Map<string, Tier>();
  const listeners: (() => void)[] = [];
  const dependents: ((id: string) => readonly string[])[] = [];
  let histories = new Map<string, SystemInfo['history']>();

  const openExchanges = () => createExchanges({ config, store, log, audit, ledger: ledger.admin(audit) });
  const exchanges: Exchanges = follows ? await openExchanges() : exchangesWhenUsed(openExchanges);
  const processes = createAdapterProcesses({ log, adaptersFolder: adapters, trusted, cacheFolder: compiledCodeFolder(config.dataDir) });
  const tierOf = (protocol: string): Tier => {
    const tier = tiers.get(protocol) ?? adapterTier(protocol, adapters);
    tiers.set(protocol, tier);
    return tier;
  };
  const dependentsOf = (id: string) => [...new Set(dependents.flatMap((ask) => ask(id)))].sort();
  const infoOf = (id: string) =>
    systemInfo(id, { config, registry, states, maintenance, contracts, tierOf, dependentsOf, history: (of) => histories.get(of) ?? [] });

  const opened = new OpenedSystems({ registry, secrets, uploads, contracts, processes, configDir: config.configDir, accepted: contractChanged });
  const intake = createIntake({ store, log, processes, looked });
  const attempts = createAttempts({ opened, states, breaker, exchanges, processes, suspect });
  const calls = createCalls({ config, registry, contracts, states, maintenance, ledger, breaker, attempts, tierOf, fromRows: answerFromRows(opened, intake) });
  const folders = new FollowedFolders({ registry, opened, intake, log });
  const drift = new DriftWatch({ registry, contracts, opened, store, log, dependentsOf, changed: contractChanged });

  const isKnown = (id: string) => registry.byId(id) !== undefined || registry.set.waiting.some((one) => one.id === id);

  const load = oneAtATime(async () => {
    await Promise.all([registry.load(), maintenance.load(), secrets.load(), uploads.load(), contracts.load()]);
    const known = (id: string) => registry.byId(id) !== undefined;
    states.keepOnly(known);
    opened.refresh();
    calls.refresh(known);
    if (follows && config.role !== 'web') folders.refresh();
    listeners.forEach((tell) => tell());
  });
  const loadContracts = oneAtATime(async () => {
    await contracts.load();
    opened.refresh();
  });

  async function changed(id: string): Promise<void> {
    await load();
    await store.notify(channel, id);
  }

  async function contractChanged(id: string): Promise<void> {
    await loadContracts();
    await store.notify(contractChannel, id);
  }

  function suspect(id: string): void {
    void contracts.dueNow(id).catch((error: unknown) => log.warn({ err: error, system: id }, 'a contract could not be marked for comparison'));
  }

  /** A scheduled look into a folder tells as much of a system as a probe. */
  function looked(id: string, { ok, error }: { readonly ok: boolean; readonly error?: unknown }): void {
    if (ok) breaker.answered(id);
    const reason = error instanceof AdapterError ? `${error.outcome}: ${error.message}` : undefined;
    states.observe(id, { ok, ms: 0, ...(reason === undefined ? {} : { reason }) });
  }

  await states.load();
  await load();
  histories = new Map(await states.histories());
  const connect = createConnectAdmin({
    config,
    store,
    registry,
    secrets,
    uploads,
    contracts,
    drift,
    opened,
    processes,
    exchanges,
    ledger,
    audit,
    infoOf,
    tierOf,
    adapters: () => adapterInfos(registry.installed, { folder: adapters, trusted }),
    changed,
    intake,
  });
  const following = follows ? await follow() : { close: async () => {} };

  /** Systems that this process probes; a worker asks those that are called by operations only once it has called them itself. */
  function probed(): readonly ProbedSystem[] {
    const web = registry.web().map((definition): ProbedSystem => {
      const { id, probe: schedule } = definition;
      return { id, everySeconds: schedule.everySeconds, ask: () => probe(definition, registry.byId(id)?.ca) };
    });
    const called = registry.called().filter(({ definition: { id } }) => (config.role !== 'worker' || opened.has(id)) && !maintenance.of(id));
    return [
      ...web,
      ...called.map(({ definition: { id, probe: schedule } }) => ({
        id,
        everySeconds: schedule.everySeconds,
        ask: () => probeOperations(id, opened, processes),
      })),
    ];
  }

  async function follow() {
    const reload = () => void load().catch((error: unknown) => log.error({ err: error }, 'systems could not be read again'));
    const unlisten = await store.listen(channel, reload);
    const unlistenContracts = await store.listen(
      contractChannel,
      () => void loadContracts().catch((error: unknown) => log.error({ err: error }, 'contracts could not be read again')),
    );
    const look = setInterval(() => {
      if (registry.filesChanged()) reload();
    }, lookMs);
    look.unref();
    const sweepOnce = () =>
      void Promise.all([ledger.sweep(), config.role === 'worker' ? states.takeFromOthers() : undefined]).catch((error: unknown) =>
        log.warn({ err: error }, 'open writes could not be looked through'),
      );
    sweepOnce();
    const sweep = setInterval(sweepOnce, sweepMs);
    sweep.unref();
    const probes = startProbes(
      probed,
      async (id, { reached, ms, reason }) => {
        // Removed while it was asked: what is found now must not be kept under its id.
        const running = registry.byId(id);
        if (!running) return;
        states.observe(id, { ok: reached, ms: ms ?? 0, ...(reason ? { reason } : {}) });
        if (reached && !isWeb(running.definition)) breaker.answered(id);
        await states.write(id, ms, running.source === 'operations');
        histories.set(id, (await states.histories(id)).get(id) ?? []);
      },
      log,
    );
    if (config.role !== 'web') drift.start();
    const telling = config.role === 'web' ? null : tellStates({ store, registry, log });
    return {
      async close() {
        await telling?.close();
        clearInterval(look);
        clearInterval(sweep);
        probes.close();
        await drift.close();
        await unlisten();
        await unlistenContracts();
      },
    };
  }

  return {
    byHost: (label) => registry.byHost(label),
    webById: (id) => {
      const definition = registry.byId(id)?.definition;
      return definition && isWeb(definition) ? definition : undefined;
    },
    web: () => registry.web(),
    byId: (id) => registry.byId(id)?.definition,
    all: () => [...registry.set.running.values()].map((one) => one.definition),
    isKnown,
    info: infoOf,
    maintenanceOf: (id) => maintenance.of(id),
    onChange: (handle) => void listeners.push(handle),
    dependsOn: (ask) => void dependents.push(ask),
    observe: (id, outcome) => void states.observe(id, outcome),
    calls,
    connect,
    exchanges: exchanges.admin,
    definitionSchema: () => registry.definitionSchema(),
    async close() {
      await following.close();
      await folders.close();
      await intake.close();
      await processes.shutdown(drainMs);
      await exchanges.close();
    },
    admin: createSystemsAdmin({ registry, maintenance, store, access, audit, connect, infoOf, changed, forget: (id) => intake.forget(id) }),
  };
}
