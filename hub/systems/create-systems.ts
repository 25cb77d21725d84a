import type { AuditEntry, Log, SystemInfo } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import { absentRoom } from '../host/absent-room.ts';
import type { Store } from '../store/contract.ts';
import { adaptersFolder } from './adapter-configs.ts';
import type { Systems } from './contract.ts';
import { isWeb } from './definition.ts';
import { Maintenance } from './maintenance.ts';
import { probe } from './probe.ts';
import { startProbes } from './probe-schedule.ts';
import { SystemRegistry } from './registry.ts';
import { SystemStates } from './system-states.ts';
import { createSystemsAdmin } from './systems-admin.ts';

const channel = 'hub_systems';
/** Folders are looked at this often: network drives and editors that replace files tell no watcher. */
const lookMs = 1_000;

interface Sources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly access: Access;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  /** A command line reads and changes the set, but neither probes nor follows it. */
  readonly follows?: boolean;
}

/** Connected systems from files of the configuration and rows of the store; a wrong file is refused by line and the others run. */
export async function createSystems({ config, log, store, access, audit, follows = true }: Sources): Promise<Systems> {
  const registry = new SystemRegistry({ config, log, store, adapters: adaptersFolder });
  const states = new SystemStates(store, log);
  const maintenance = new Maintenance(store);
  const listeners: (() => void)[] = [];
  let histories: ReadonlyMap<string, SystemInfo['history']> = new Map();

  const load = async () => {
    await Promise.all([registry.load(), maintenance.load()]);
    states.keepOnly((id) => registry.byId(id) !== undefined);
    listeners.forEach((tell) => tell());
  };
  await states.load();
  await load();
  histories = await states.histories();

  const infoOf = (id: string): SystemInfo | undefined => {
    const found = registry.byId(id);
    if (!found) return undefined;
    const { definition, source, from } = found;
    const seen = states.of(id);
    const planned = maintenance.of(id);
    const ahead = maintenance.ahead(id);
    const history = histories.get(id) ?? [];
    const web = isWeb(definition) ? definition : null;
    return {
      id,
      title: definition.title,
      ...(definition.description ? { description: definition.description } : {}),
      owner: definition.owner,
      adapter: definition.adapter,
      source,
      ...(source === 'file' ? { file: from } : {}),
      access: definition.access,
      url: web && `${config.publicUrl.protocol}//${web.connection.host}.${config.gatewayDomain}${config.publicUrl.port ? `:${config.publicUrl.port}` : ''}/`,
      bridge: web && web.signIn.bridge,
      bar: web?.bar ?? false,
      state: planned ? 'maintenance' : seen.state,
      reason: seen.reason,
      maintenance: planned && { until: planned.until.toISOString(), note: planned.note },
      since: seen.since?.toISOString() ?? null,
      lastUpAt: seen.lastUpAt?.toISOString() ?? null,
      medianMs: history.at(-1)?.medianMs ?? null,
      history,
      tier: null,
      operations: isWeb(definition) ? 0 : Object.keys(definition.operations).length,
      dependents: [],
      needsReview: false,
      announced: ahead && { from: ahead.from.toISOString(), until: ahead.until.toISOString(), note: ahead.note },
    };
  };
  const webById = (id: string) => {
    const definition = registry.byId(id)?.definition;
    return definition && isWeb(definition) ? definition : undefined;
  };
  const changed = async (id: string) => {
    await load();
    await store.notify(channel, id);
  };
  const following = follows ? await follow() : { close: async () => {} };

  async function follow() {
    const reload = () => void load().catch((error: unknown) => log.error({ err: error }, 'systems could not be read again'));
    const unlisten = await store.listen(channel, reload);
    const look = setInterval(() => {
      if (registry.filesChanged()) reload();
    }, lookMs);
    look.unref();
    const probes = startProbes(
      () =>
        registry.web().map((definition) => ({
          id: definition.id,
          everySeconds: definition.probe.everySeconds,
          ask: () => probe(definition, registry.byId(definition.id)?.ca),
        })),
      async (id, { reached, ms, reason }) => {
        // Removed while it was asked: what is found now must not be kept under its id.
        if (!registry.byId(id)) return;
        states.observe(id, { ok: reached, ms: ms ?? 0, ...(reason ? { reason } : {}) });
        await states.write(id, ms);
        histories = await states.histories();
      },
      log,
    );
    return {
      async close() {
        clearInterval(look);
        probes.close();
        await unlisten();
      },
    };
  }

  return {
    byHost: (label) => registry.byHost(label),
    webById,
    web: () => registry.web(),
    byId: (id) => registry.byId(id)?.definition,
    all: () => [...registry.set.running.values()].map((one) => one.definition),
    isKnown: (id) => registry.byId(id) !== undefined || registry.set.waiting.some((one) => one.id === id),
    info: infoOf,
    maintenanceOf: (id) => maintenance.of(id),
    onChange: (handle) => void listeners.push(handle),
    observe: (id, outcome) => void states.observe(id, outcome),
    close: () => following.close(),
    connect: absentRoom('way to connect systems by operations'),
    exchanges: absentRoom('record of exchanges'),
    calls: absentRoom('calls of systems'),
    admin: createSystemsAdmin({ registry, maintenance, store, access, audit, infoOf, changed }),
  };
}
