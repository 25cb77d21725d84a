import { AmanahError } from '@amanah/errors';
import type { AuditEntry, ConfigProblem, Log, SystemInfo } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { connectionChecks } from './connection-checks.ts';
import type { Systems } from './contract.ts';
import type { SystemDefinition } from './definition.ts';
import { probe } from './probe.ts';
import { startProbes } from './probe-schedule.ts';
import { readDefinition } from './read-definition.ts';
import { readFileSet, readSystemFiles, standInAddresses, systemFolders } from './system-files.ts';
import { SystemStates } from './system-states.ts';

const channel = 'hub_systems';
/** Folders are looked at this often: network drives and editors that replace files tell no watcher. */
const lookMs = 2_000;

interface Sources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly access: Access;
  readonly jobs: unknown;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
}

/** Connected systems from files of the configuration and rows of the store; a wrong file is refused by line and the others run. */
export async function createSystems({ config, log, store, access, audit }: Sources): Promise<Systems> {
  let current = new Map<string, { definition: SystemDefinition; source: 'file' | 'operations' }>();
  let problems: readonly ConfigProblem[] = [];
  let histories: ReadonlyMap<string, SystemInfo['history']> = new Map();
  let fileDefinitions: ReadonlyMap<string, SystemDefinition> = new Map();
  let filesRead = '';
  const listeners: (() => void)[] = [];
  const states = new SystemStates(store, log);
  const folders = systemFolders(config);

  const load = async () => {
    const files = readSystemFiles(folders);
    filesRead = JSON.stringify(files);
    const set = readFileSet(files, fileDefinitions, standInAddresses(config.dataDir));
    const rows = await store.hub.query<{ definition: object }>('SELECT definition FROM hub.connected_system ORDER BY id');
    const stored = rows.map((row) => readDefinition(row.definition, 'operations'));
    fileDefinitions = set.definitions;
    problems = [...set.problems, ...stored.flatMap((one) => ('problems' in one ? one.problems : []))];
    current = new Map<string, { definition: SystemDefinition; source: 'file' | 'operations' }>([
      ...[...set.definitions.values()].map((definition) => [definition.id, { definition, source: 'file' as const }] as const),
      ...stored.flatMap((one) => ('definition' in one ? [[one.definition.id, { definition: one.definition, source: 'operations' as const }] as const] : [])),
    ]);
    for (const problem of problems) log.error({ ...problem }, 'system definition refused');
    listeners.forEach((tell) => tell());
  };
  await states.load();
  await load();
  histories = await states.histories();
  const reload = () => void load().catch((error: unknown) => log.error({ err: error }, 'systems could not be read again'));
  const unlisten = await store.listen(channel, reload);
  const look = setInterval(() => {
    if (JSON.stringify(readSystemFiles(folders)) !== filesRead) reload();
  }, lookMs);
  look.unref();
  const probes = startProbes(
    () => [...current.values()].map((one) => one.definition),
    async ({ id }, { reached, ms, reason }) => {
      states.observe(id, { ok: reached, ms: ms ?? 0, ...(reason ? { reason } : {}) });
      await states
        .write(id, ms)
        .then(async () => void (histories = await states.histories()))
        .catch((error: unknown) => log.warn({ err: error, system: id }, 'state of a system was not written'));
    },
  );

  const infoOf = (id: string): SystemInfo | undefined => {
    const found = current.get(id);
    if (!found) return undefined;
    const { definition, source } = found;
    const seen = states.of(id);
    const history = histories.get(id) ?? [];
    const host = `${definition.connection.host}.${config.gatewayDomain}`;
    return {
      id,
      title: definition.title,
      ...(definition.description ? { description: definition.description } : {}),
      owner: definition.owner,
      adapter: definition.adapter,
      source,
      access: definition.access,
      url: `${config.publicUrl.protocol}//${host}${config.publicUrl.port ? `:${config.publicUrl.port}` : ''}/`,
      bridge: definition.signIn.bridge,
      bar: definition.bar,
      state: underMaintenance(definition) ? 'maintenance' : seen.state,
      since: seen.since?.toISOString() ?? null,
      lastUpAt: seen.lastUpAt?.toISOString() ?? null,
      medianMs: history.at(-1)?.medianMs ?? null,
      history,
      maintenance: definition.maintenance ? { until: definition.maintenance.until, note: definition.maintenance.note ?? null } : null,
    };
  };
  const list = () => [...current.keys()].map((id) => infoOf(id)!);
  const changed = async (action: string, id: string, entry: Pick<AuditEntry, 'actor' | 'requestId'>) => {
    await audit.record({ action: `systems:${action}`, subject: `system/${id}`, ...entry });
    await load();
    await store.notify(channel, id);
  };

  return {
    byHost: (label) => [...current.values()].find((one) => one.definition.connection.host === label)?.definition,
    byId: (id) => current.get(id)?.definition,
    all: () => [...current.values()].map((one) => one.definition),
    info: infoOf,
    onChange: (handle) => void listeners.push(handle),
    observe: (id, outcome) => void states.observe(id, outcome),
    async close() {
      clearInterval(look);
      probes.close();
      await unlisten();
    },
    admin: {
      list: async () => list(),
      listFor: async (actor) => list().filter((one) => one.access === 'public' || one.access === 'signed-in' || access.decide(actor, one.access).allowed),
      async test(source) {
        const read = readDefinition(source, 'system.yaml', standInAddresses(config.dataDir));
        if (!('definition' in read))
          return { ok: false, problems: problemsOf(read), probe: { reached: false, status: null, ms: null, reason: null }, checks: [] };
        const result = await probe(read.definition);
        const { definition } = read;
        const checks = await connectionChecks({
          definition,
          probe: result,
          hostTakenBy: [...current.values()].find(({ definition: other }) => hostClash(definition, other))?.definition.id ?? null,
          hasClient: async (id) => (await store.hub.query('SELECT 1 FROM hub.client WHERE id = $1', [id])).length > 0,
        });
        return { ok: checks.every((check) => check.state !== 'failed'), problems: [], probe: result, checks };
      },
      async save(source, actor, requestId) {
        const read = readDefinition(source, 'system.yaml', standInAddresses(config.dataDir));
        if (!('definition' in read))
          throw new AmanahError('SYSTEMS_DEFINITION_INVALID', {
            fields: problemsOf(read).map((one) => ({ path: one.field, message: `${one.file}:${one.line ?? '-'}: ${one.expected}` })),
          });
        const { definition } = read;
        const taken = [...current.values()].find((one) => hostClash(definition, one.definition));
        if (taken) throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { fields: [{ path: 'connection.host', message: `used by ${taken.definition.id}` }] });
        await store.hub.query(
          'INSERT INTO hub.connected_system (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now()',
          [definition.id, JSON.stringify(definition)],
        );
        await changed('saved', definition.id, { actor, requestId });
        return infoOf(definition.id)!;
      },
      async remove(id, actor, requestId) {
        const gone = await store.hub.query('DELETE FROM hub.connected_system WHERE id = $1 RETURNING id', [id]);
        if (gone.length === 0) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
        await changed('removed', id, { actor, requestId });
      },
      async setMaintenance(id, until, note, actor, requestId) {
        const found = current.get(id);
        if (!found) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
        const { maintenance: _ended, ...rest } = found.definition;
        const definition = until === null ? rest : { ...rest, maintenance: { until, ...(note ? { note } : {}) } };
        await store.hub.query(
          'INSERT INTO hub.connected_system (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now()',
          [id, JSON.stringify(definition)],
        );
        await changed(until === null ? 'maintenance-ended' : 'maintenance-set', id, { actor, requestId });
      },
      problems: async () => problems,
      definition: async (id) => current.get(id)?.definition ?? null,
    },
  };
}

function hostClash(definition: SystemDefinition, other: SystemDefinition): boolean {
  return other.id !== definition.id && other.connection.host === definition.connection.host;
}

/** Why a definition cannot run, also when it waits for a stand-in system that is not there. */
function problemsOf(read: { problems: readonly ConfigProblem[] } | { waitsFor: string }): readonly ConfigProblem[] {
  return 'problems' in read
    ? read.problems
    : [{ file: 'system.yaml', line: null, field: 'connection.upstream', expected: 'a stand-in system that runs', found: read.waitsFor }];
}

/** Planned maintenance ends by itself at its time. */
function underMaintenance({ maintenance }: SystemDefinition): boolean {
  return maintenance !== undefined && !(Date.parse(maintenance.until) < Date.now());
}
