import { randomUUID } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { AuditEntry, Log, OperationOptions, PortAssignment, PortClient, PortProvider, PortsAdmin } from '@amanah/plugin-api';
import type { Access } from '../../access/contract.ts';
import type { HubConfig } from '../../config/contract.ts';
import type { Store } from '../../store/contract.ts';
import { currentCall } from '../calls/current-caller.ts';
import type { Systems } from '../contract.ts';
import type { AnyOperations, AnyPort, Ports, Serve } from './contract.ts';
import { keepDeclaredPorts, keptPorts, type DeclaredPort } from './declared-ports.ts';
import { portClient } from './port-client.ts';
import { portProvider, readPortFiles } from './port-file.ts';
import { resolvePort } from './resolve.ts';

const channel = 'hub_ports';

interface Sources {
  readonly config: Pick<HubConfig, 'configDir' | 'profile'>;
  readonly log: Log;
  readonly store: Pick<Store, 'hub' | 'listen' | 'notify'>;
  readonly access: Pick<Access, 'unit'>;
  readonly audit: { record(entry: AuditEntry): Promise<void> };
  readonly systems: Pick<Systems, 'byId' | 'all' | 'calls'>;
}

interface Provided {
  readonly port: AnyPort;
  readonly serve: Serve;
}

const nameOf = ({ plugin, name }: AnyPort) => `${plugin}/${name}`;

/** Ports with their assignments from files and from the operations pages; a change holds on every replica without a restart. */
export async function createPorts({ config, log, store, access, audit, systems }: Sources): Promise<Ports> {
  const declared = new Map<string, AnyPort>();
  const provided = new Map<string, Map<string, Provided>>();
  const fromFiles = readPortFiles(config);
  let assignments: readonly PortAssignment[] = fromFiles;

  const load = async () => {
    const rows = await store.hub.query<{ port: string; unit: string; provider: PortProvider }>(
      'SELECT port, unit, provider FROM hub.port_assignment ORDER BY port, unit',
    );
    assignments = [...fromFiles, ...rows.map(({ port, unit, provider }) => ({ port, unit, by: provider, source: 'operations' as const }))];
  };
  await load();
  const unlisten = await store.listen(channel, () => void load().catch((error: unknown) => log.error({ err: error }, 'ports could not be read again')));
  const changed = async (port: string) => {
    await load();
    await store.notify(channel, port);
  };

  const declaredNow = (): readonly DeclaredPort[] =>
    [...declared.values()].map((port) => ({
      port: nameOf(port),
      title: port.title,
      operations: Object.fromEntries(
        Object.entries(port.operations).map(([name, { effect, optional }]) => [name, { effect, ...(optional ? { optional } : {}) }]),
      ),
      plugins: [...(provided.get(nameOf(port))?.keys() ?? [])],
    }));
  /** Without plugins of its own, as in a command, the ports are those of the hub that runs. */
  const known = async () => (declared.size > 0 ? declaredNow() : keptPorts(store));

  const operationsOf = (system: string) => {
    const found = systems.byId(system);
    return found && 'operations' in found ? (found.operations as Readonly<Record<string, { readonly effect: string }>>) : {};
  };

  /** Operations of a port that a provider lacks, or has with another effect. */
  const missingOf = (port: DeclaredPort, by: PortProvider): readonly string[] => {
    if ('plugin' in by) return port.plugins.includes(by.plugin) ? [] : Object.keys(port.operations);
    const has = operationsOf(by.system);
    return Object.entries(port.operations).flatMap(([name, { effect, optional }]) => (has[name]?.effect === effect || (optional && !has[name]) ? [] : [name]));
  };

  const carry = (port: AnyPort, unit: string, plugin: string) => async (operation: string, input: unknown, options: OperationOptions) => {
    const assignment = resolvePort(nameOf(port), unit, assignments, access);
    const unserved = (detail: string) => new AmanahError('SYSTEMS_PORT_UNSERVED', { params: { port: port.title[currentCall()?.language ?? 'ar'] }, detail });
    const notOffered = (system: string) => new AmanahError('SYSTEMS_NOT_OFFERED', { params: { system }, detail: `${nameOf(port)}.${operation}` });
    if (!assignment) throw unserved(`${nameOf(port)} on ${unit}`);
    const { by } = assignment;
    if ('plugin' in by) {
      const serve = provided.get(nameOf(port))?.get(by.plugin)?.serve;
      if (!serve) throw unserved(`the plugin ${by.plugin} does not serve ${nameOf(port)} now`);
      const own = serve(unit)[operation] as ((input: unknown, options: OperationOptions) => Promise<unknown>) | undefined;
      if (!own) throw notOffered(by.plugin);
      return { provider: by.plugin, output: await own(input, { language: currentCall()?.language ?? 'ar', ...options }) };
    }
    const current = currentCall();
    const known = systems.byId(by.system);
    if (known && port.operations[operation]?.optional && !operationsOf(by.system)[operation]) {
      throw notOffered(known.title[current?.language ?? 'ar']);
    }
    const caller = {
      plugin,
      actor: current?.actor ?? null,
      ...(current?.system ? { system: current.system } : {}),
      language: current?.language ?? ('ar' as const),
      requestId: current?.requestId ?? randomUUID(),
    };
    const { output } = await systems.calls.call({ system: by.system, operation, input, cursor: null, caller, options });
    return { provider: by.system, output };
  };

  const admin: PortsAdmin = {
    async list() {
      return (await known()).map((port) => ({
        port: port.port,
        title: port.title,
        operations: Object.keys(port.operations),
        providers: [
          ...port.plugins.map((plugin) => ({ plugin })),
          ...systems.all().flatMap(({ id }) => (missingOf(port, { system: id }).length === 0 ? [{ system: id }] : [])),
        ],
        assignments: assignments.filter((one) => one.port === port.port),
      }));
    },
    async assign(name, unit, by, actor, requestId) {
      const port = (await known()).find((one) => one.port === name);
      const missing = port ? missingOf(port, portProvider.parse(by)) : [name];
      const provider = 'plugin' in by ? by.plugin : by.system;
      if (!port || missing.length > 0) throw new AmanahError('SYSTEMS_PORT_INVALID', { params: { provider, port: name, missing: missing.join(', ') } });
      if (!access.unit(unit))
        throw new AmanahError('SYSTEMS_PORT_INVALID', { params: { provider, port: name, missing: unit }, fields: [{ path: 'unit', message: unit }] });
      await store.hub.query(
        `INSERT INTO hub.port_assignment (port, unit, provider) VALUES ($1, $2, $3)
         ON CONFLICT (port, unit) DO UPDATE SET provider = $3, assigned_at = now()`,
        [name, unit, JSON.stringify(by)],
      );
      await audit.record({ action: 'ports:assigned', subject: `port/${name}`, actor, requestId, data: { unit, by } });
      await changed(name);
    },
    async unassign(name, unit, actor, requestId) {
      await store.hub.query('DELETE FROM hub.port_assignment WHERE port = $1 AND unit = $2', [name, unit]);
      await audit.record({ action: 'ports:unassigned', subject: `port/${name}`, actor, requestId, data: { unit } });
      await changed(name);
    },
  };

  return {
    admin,
    declare(plugin, port) {
      if (port.plugin !== plugin) throw new AmanahError('HOST_SERVICE_MISSING', { detail: `"${nameOf(port)}" is not a port of ${plugin}` });
      declared.set(nameOf(port), port);
    },
    serve(plugin, port, serve) {
      const providers = provided.get(nameOf(port)) ?? new Map<string, Provided>();
      provided.set(nameOf(port), providers.set(plugin, { port, serve }));
    },
    client: (port, unit, plugin): PortClient<AnyOperations> => portClient(port, carry(port, unit, plugin)),
    providerOf: (port, unit) => resolvePort(nameOf(port), unit, assignments, access)?.by ?? null,
    publish: () => keepDeclaredPorts(store, declaredNow()),
    servedBy: (system) => [...new Set(assignments.flatMap(({ port, by }) => ('system' in by && by.system === system ? [port] : [])))],
    close: unlisten,
  };
}
