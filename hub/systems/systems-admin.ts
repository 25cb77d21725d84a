import { AmanahError } from '@amanah/errors';
import type { Actor, AuditEntry, ConfigProblem, SystemInfo, SystemsAdmin, SystemTest } from '@amanah/plugin-api';
import type { Access } from '../access/contract.ts';
import type { Store } from '../store/contract.ts';
import type { ConnectRoom } from './connect/create-connect-admin.ts';
import { connectionChecks } from './connection-checks.ts';
import { definitionRefused, nameTaken } from './definition-refused.ts';
import { isWeb, type WebSystemDefinition } from './definition.ts';
import type { Maintenance } from './maintenance.ts';
import { clashOf } from './names.ts';
import { probe } from './probe.ts';
import type { ReadDefinition } from './read-definition.ts';
import type { SystemRegistry } from './registry.ts';
import { removeRow, saveRow } from './system-rows.ts';
import { problemsWith } from './system-set.ts';

interface Sources {
  readonly registry: SystemRegistry;
  readonly maintenance: Maintenance;
  readonly store: Store;
  readonly access: Access;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  /** Systems that are called by operations are tried and saved there. */
  readonly connect: Pick<ConnectRoom, 'testDraft' | 'saveDraft'>;
  infoOf(id: string): SystemInfo | undefined;
  /** Reads again here and tells the other replicas. */
  changed(id: string): Promise<void>;
  /** Whatever other rooms keep of a system that was removed goes too. */
  forget(id: string): Promise<void>;
}

/** What operators do with connected systems, for the operations pages and the command line. */
export function createSystemsAdmin({ registry, maintenance, store, access, audit, connect, infoOf, changed, forget }: Sources): SystemsAdmin {
  const list = () => [...registry.set.running.keys()].map((id) => infoOf(id)!);
  const others = (id: string) => [...registry.set.running.values()].filter((one) => one.definition.id !== id || one.source === 'file');
  const done = async (action: string, id: string, actor: Actor | null, requestId: string, data?: AuditEntry['data']) => {
    await audit.record({ action: `systems:${action}`, subject: `system/${id}`, actor, requestId, ...(data ? { data } : {}) });
    await changed(id);
  };
  const needKnown = (id: string) => {
    if (!registry.byId(id)) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
  };

  const examine = async (definition: WebSystemDefinition, ca?: string): Promise<SystemTest> => {
    const result = await probe(definition, ca);
    const checks = await connectionChecks({
      definition,
      ...(ca === undefined ? {} : { ca }),
      probe: result,
      hasClient: async (id) => (await store.hub.query('SELECT 1 FROM hub.client WHERE id = $1', [id])).length > 0,
    });
    return { ok: checks.every(({ state }) => state !== 'failed'), problems: [], checks, probe: result };
  };

  return {
    list: async () => list(),
    listFor: async (actor) =>
      list().filter((one) => one.url !== null && (one.access === 'public' || one.access === 'signed-in' || access.decide(actor, one.access).allowed)),
    waiting: async () => registry.set.waiting,
    problems: async () => registry.set.problems,
    definition: async (id) => (registry.byId(id)?.given as Readonly<Record<string, unknown>> | undefined) ?? null,
    async test(source, file) {
      const read = registry.read(source, file);
      if ('definition' in read && !isWeb(read.definition)) return connect.testDraft({ definition: source }, file);
      const around = registry.surroundings();
      const problems = 'definition' in read ? problemsWith(read.definition, file ?? 'system.yaml', others(read.definition.id), around) : problemsOf(read, file);
      if (problems.length > 0 || !('definition' in read) || !isWeb(read.definition))
        return { ok: false, problems, checks: [], probe: { reached: false, status: null, ms: null, reason: null } };
      const { caFile } = read.definition.connection;
      return examine(read.definition, (caFile !== undefined && around.readCa(caFile)) || undefined);
    },
    async testRunning(id) {
      const found = registry.byId(id);
      if (!found) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
      return isWeb(found.definition) ? examine(found.definition, found.ca) : connect.testDraft({ definition: found.given }, found.from);
    },
    async save(source, actor, requestId, file) {
      await registry.load();
      const read = registry.read(source, file);
      if (!('definition' in read)) throw definitionRefused(problemsOf(read, file));
      const { definition, given } = read;
      if (!isWeb(definition)) return connect.saveDraft({ definition: source }, actor, requestId, file);
      const clash = clashOf(definition, others(definition.id), registry.surroundings().hub);
      if (clash) throw nameTaken({ field: clash.field, found: clash.name, expected: `a name that ${clash.takenBy} does not use` });
      const problems = problemsWith(definition, file ?? 'system.yaml', [], registry.surroundings());
      if (problems.length > 0) throw definitionRefused(problems);
      await saveRow(store.hub, definition.id, given);
      await done('saved', definition.id, actor, requestId, { upstream: definition.connection.upstream, access: definition.access });
      return infoOf(definition.id)!;
    },
    async remove(id, actor, requestId) {
      await registry.load();
      const found = registry.byId(id);
      if (found?.source === 'file') throw new AmanahError('SYSTEMS_FROM_FILE', { params: { file: found.from }, detail: id });
      if (!(await removeRow(store, id))) throw new AmanahError('SYSTEMS_UNKNOWN', { detail: id });
      await forget(id);
      await done('removed', id, actor, requestId);
    },
    async setMaintenance(id, until, note, actor, requestId, from) {
      needKnown(id);
      if (until === null) {
        await maintenance.end(id);
        return done('maintenance-ended', id, actor, requestId);
      }
      const begins = from === undefined ? null : new Date(from);
      const ends = new Date(until);
      if (!(ends.getTime() > Date.now())) throw new AmanahError('SYSTEMS_MAINTENANCE_INVALID', { fields: [{ path: 'until', message: until }] });
      if (begins && !(begins.getTime() < ends.getTime()))
        throw new AmanahError('SYSTEMS_MAINTENANCE_INVALID', { fields: [{ path: 'from', message: from ?? '' }] });
      await maintenance.set(id, { from: begins, until: ends, note });
      return done('maintenance-set', id, actor, requestId, { ...(begins ? { from: begins.toISOString() } : {}), until: ends.toISOString() });
    },
  };
}

/** Why a definition cannot run, also when it waits for a stand-in system that is not there. */
function problemsOf(read: ReadDefinition, file = 'system.yaml'): readonly ConfigProblem[] {
  if ('problems' in read) return read.problems;
  return 'waitsFor' in read ? [{ file, line: null, field: 'connection.upstream', expected: 'a stand-in system that runs', found: read.waitsFor }] : [];
}
