import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AmanahError } from '@amanah/errors';
import type { AuditEntry, ConfigProblem, Log, SystemInfo, SystemState } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import type { Systems } from './contract.ts';
import type { SystemDefinition } from './definition.ts';
import { parseDefinition } from './parse-definition.ts';

const channel = 'hub_systems';
const slowMs = 3_000;

interface Observed {
  state: SystemState;
  since: string | null;
  lastUpAt: string | null;
  readonly recentMs: number[];
}

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
  const observed = new Map<string, Observed>();
  const listeners: (() => void)[] = [];

  const load = async () => {
    const files = await readFiles(config);
    const rows = await store.hub.query<{ definition: object }>('SELECT definition FROM hub.connected_system ORDER BY id');
    const read = [...files.map(({ text, file }) => ({ source: 'file' as const, ...parseDefinition(text, file) })), ...rows.map((row) => ({ source: 'operations' as const, ...parseDefinition(row.definition) }))];
    problems = read.flatMap((one) => one.problems);
    current = new Map(read.flatMap(({ definition, source }) => (definition ? [[definition.id, { definition, source }] as const] : [])));
    for (const problem of problems) log.error({ ...problem }, 'system definition refused');
    listeners.forEach((tell) => tell());
  };
  await load();
  const unlisten = await store.listen(channel, () => void load().catch((error: unknown) => log.error({ err: error }, 'systems could not be read again')));

  const infoOf = (id: string): SystemInfo | undefined => {
    const found = current.get(id);
    if (!found) return undefined;
    const { definition, source } = found;
    const seen = observed.get(id);
    const host = `${definition.connection.host}.${config.gatewayDomain}`;
    const sorted = [...(seen?.recentMs ?? [])].sort((a, b) => a - b);
    return {
      id, title: definition.title, ...(definition.description ? { description: definition.description } : {}),
      owner: definition.owner, adapter: definition.adapter, source, access: definition.access,
      url: `${config.publicUrl.protocol}//${host}${config.publicUrl.port ? `:${config.publicUrl.port}` : ''}/`,
      bridge: definition.signIn.bridge, bar: definition.bar,
      state: definition.maintenance ? 'maintenance' : (seen?.state ?? 'unknown'), since: seen?.since ?? null, lastUpAt: seen?.lastUpAt ?? null,
      medianMs: sorted[Math.floor(sorted.length / 2)] ?? null, history: [],
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
    observe(id, { ok, ms }) {
      const seen: Observed = observed.get(id) ?? { state: 'unknown', since: null, lastUpAt: null, recentMs: [] };
      const state = !ok ? 'down' : ms > slowMs ? 'slow' : 'up';
      const now = new Date().toISOString();
      if (state !== seen.state) Object.assign(seen, { state, since: now });
      if (ok) {
        seen.lastUpAt = now;
        seen.recentMs.push(ms);
        if (seen.recentMs.length > 50) seen.recentMs.shift();
      }
      observed.set(id, seen);
    },
    close: unlisten,
    admin: {
      list: async () => list(),
      listFor: async (actor) => list().filter((one) => one.access === 'public' || one.access === 'signed-in' || access.decide(actor, one.access).allowed),
      async test(source) {
        const { definition, problems: wrong } = parseDefinition(source);
        if (!definition) return { ok: false, problems: wrong, probe: { reached: false, status: null, ms: null, reason: null } };
        const startedAt = performance.now();
        const reply = await fetch(new URL(definition.probe.path, definition.connection.upstream), { redirect: 'manual', signal: AbortSignal.timeout(definition.limits.connectMs) }).catch((error: unknown) => error as Error);
        const ms = Math.round(performance.now() - startedAt);
        if (reply instanceof Error) return { ok: false, problems: [], probe: { reached: false, status: null, ms, reason: String((reply.cause as Error | undefined)?.message ?? reply.message) } };
        return { ok: reply.status < 500, problems: [], probe: { reached: true, status: reply.status, ms, reason: null } };
      },
      async save(source, actor, requestId) {
        const { definition, problems: wrong } = parseDefinition(source);
        if (!definition) throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { fields: wrong.map((one) => ({ path: one.field, message: `${one.file}:${one.line ?? '-'}: ${one.expected}` })) });
        await store.hub.query('INSERT INTO hub.connected_system (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now()', [definition.id, JSON.stringify(definition)]);
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
        await store.hub.query('INSERT INTO hub.connected_system (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2, updated_at = now()', [id, JSON.stringify(definition)]);
        await changed(until === null ? 'maintenance-ended' : 'maintenance-set', id, { actor, requestId });
      },
      problems: async () => problems,
    },
  };
}

/** `systems/*.yaml` of the configuration, and of the demo; `${standIn:name}` is the address of a stand-in that runs. */
async function readFiles({ configDir, profile, dataDir }: HubConfig): Promise<readonly { file: string; text: string }[]> {
  const standIns = JSON.parse(await readFile(join(dataDir, 'run', 'stand-ins.json'), 'utf8').catch(() => '{}')) as Record<string, { url: string }>;
  const folders = ['systems/', ...(profile === 'demo' ? ['demo/systems/'] : [])];
  const read = folders.map(async (folder) => {
    const names = (await readdir(new URL(folder, configDir)).catch(() => [])).filter((name) => name.endsWith('.yaml')).sort();
    return Promise.all(
      names.map(async (name) => ({
        file: `config/${folder}${name}`,
        text: (await readFile(new URL(folder + name, configDir), 'utf8')).replace(/\$\{standIn:([a-z0-9-]+)\}/g, (place, standIn: string) => standIns[standIn]?.url ?? place),
      })),
    );
  });
  return (await Promise.all(read)).flat();
}
