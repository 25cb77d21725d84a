import type { Actor, AuditEntry, JobDefinition } from '@amanah/plugin-api';
import { Router } from 'express';
import { Registry } from 'prom-client';
import { accessOf } from '../access/create-access.ts';
import type { HubConfig } from '../config/contract.ts';
import { absentRoom } from '../host/absent-room.ts';
import { createHost, type HostSources } from '../host/create-host.ts';
import type { Identity, Session } from '../identity/contract.ts';
import type { Store } from '../store/contract.ts';
import { createApp, type AppSources } from './create-app.ts';

const name = { ar: 'سارة', en: 'Sara' };

/** A third party's micro-frontend, as an operator registers it. */
export const parks = {
  id: 'parks',
  title: { ar: 'الحدائق', en: 'Parks' },
  origin: 'https://parks.example.sa',
  entry: '/main.js',
  files: { '/main.js': `sha384-${'a'.repeat(64)}` },
  at: '/parks',
  permission: 'public',
};

/** A session of a person with the given permissions. */
export function sessionWith(permissions: readonly string[], of: Partial<Actor> = {}): Session {
  const actor: Actor = {
    person: { type: 'person', id: 'p1', name },
    username: 'sara',
    capacityId: 'self',
    capacity: { kind: 'self' },
    grants: permissions.map((permission) => ({ permission, units: ['*'] })),
    roles: [],
    acr: 'urn:amanah:acr:1',
    authTime: Math.floor(Date.now() / 1_000),
    sessionId: 's1',
    ...of,
  };
  const later = new Date(Date.now() + 3_600_000);
  return { id: 's1', actor, createdAt: new Date(), idleExpiresAt: later, absoluteExpiresAt: later };
}

/** The app over the fixture plugins, with a store in memory; `x-test-session: yes` signs in as `session`. */
export async function fixtureApp(
  session: Session | null = null,
  config: Partial<HubConfig> = {},
  {
    migrates = false,
    store: given,
    files = { plugin: () => absentRoom('files'), check: async () => {}, checkScanner: null },
  }: { migrates?: boolean; store?: Store; files?: HostSources['files'] } = {},
) {
  const logged: { level: string; fields: object; message: string }[] = [];
  const log = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [level, (fields: object, message: string) => void logged.push({ level, fields, message })]),
  ) as unknown as AppSources['log'];
  const audited: AuditEntry[] = [];
  const audit = {
    record: async (entry: AuditEntry) => void audited.push(entry),
    latest: async () => [],
    verify: async () => ({ records: 0, brokenAt: null, reason: null }),
  };
  const listeners = new Map<string, (payload: string) => void>();
  const revoked: ((sessionId: string) => void)[] = [];
  const changed: ((sessionId: string) => void)[] = [];
  const store = given ?? memoryStore(listeners, migrates);
  const access = accessOf([{ id: 'root', name, type: 'amanah', parent: null }], []);
  const settings = {
    profile: 'test',
    role: 'all',
    publicUrl: new URL('http://localhost:3000'),
    configDir: new URL('../../config/', import.meta.url),
    trustProxy: [],
    otlpUrl: null,
    metricsToken: null,
    session: { idleMinutes: 20, absoluteHours: 10, warnSeconds: 60 },
    plugins: { folder: new URL('../host/fixtures/', import.meta.url), disabled: [], trusted: [] },
    ...config,
  } as unknown as HubConfig;
  const identity = {
    router: Router(),
    admin: {},
    systemOf: async () => null,
    apiMetadata: {},
    sessions: {
      ofPortal: async () => session,
      onRevoked: (handle: (id: string) => void) => void revoked.push(handle),
      onUndelegated: () => {},
      onChanged: (handle: (id: string) => void) => void changed.push(handle),
    },
    signInUrl: (_request: unknown, returnTo: string) => `/auth/sign-in?rd=${encodeURIComponent(returnTo)}`,
  } as unknown as Identity;
  const systems = {
    admin: {},
    byId: () => undefined,
    isKnown: () => false,
    dependsOn: () => {},
    definitionSchema: () => ({}),
    info: () => undefined,
  } as unknown as AppSources['systems'];
  const gateway = { portalRouter: Router(), metrics: new Registry(), handles: () => false } as unknown as AppSources['gateway'];
  const defined: JobDefinition<never>[] = [];
  const jobs = {
    define: (_plugin: string, job: JobDefinition<never>) => {
      defined.push(job);
      return { enqueue: async () => {} };
    },
    subscribe: () => {},
    ping: async () => {},
    deadLetters: async () => [],
  } as unknown as AppSources['jobs'];
  const host = await createHost({
    config: settings,
    log,
    store,
    files,
    jobs,
    access,
    audit,
    identity,
    mail: absentRoom('mail'),
    systems,
    webhooks: { admin: absentRoom('webhooks') },
    ports: absentRoom('ports'),
  });
  const app = await createApp({ config: settings, log, store, identity, systems, gateway, host, access, audit, jobs });
  return {
    app,
    host,
    gateway,
    logged,
    audited,
    /** What the plugins gave to run as jobs; nothing runs them here. */
    jobs: defined,
    publish: (payload: string) => listeners.get('hub_stream')?.(payload),
    changeSession: (id: string) => changed.forEach((handle) => handle(id)),
    revoke: (id: string) => revoked.forEach((handle) => handle(id)),
  };
}

function memoryStore(listeners: Map<string, (payload: string) => void>, migrates: boolean): Store {
  const rows = new Map<string, { definition: unknown; reviewed_at: Date | null; refused: boolean }>();
  const query = async (text: string, values: readonly unknown[] = []) => {
    const id = String(values[0]);
    if (text.startsWith('INSERT')) rows.set(id, { definition: JSON.parse(String(values[1])), reviewed_at: null, refused: false });
    if (text.startsWith('UPDATE') && rows.has(id)) rows.set(id, { ...rows.get(id)!, reviewed_at: values[1] ? new Date() : null, refused: !values[1] });
    if (text.startsWith('DELETE')) return rows.delete(id) ? [{ id }] : [];
    if (text.startsWith('UPDATE')) return rows.has(id) ? [{ id }] : [];
    return [...rows.values()];
  };
  return {
    hub: { query },
    plugin: async () => ({ query }),
    migratePlugin: async () => {
      if (!migrates) throw new Error('syntax error at or near "("');
    },
    listen: async (channel: string, handle: (payload: string) => void) => {
      listeners.set(channel, handle);
      return async () => {};
    },
    notify: async (channel: string, payload: string) => listeners.get(channel)?.(payload),
    ping: async () => {},
  } as unknown as Store;
}
