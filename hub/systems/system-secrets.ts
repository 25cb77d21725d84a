import { readFileSync, statSync } from 'node:fs';
import type { Log, Queryable, SecretInfo } from '@amanah/plugin-api';
import { parse } from 'yaml';
import { z } from 'zod';
import type { HubConfig } from '../config/contract.ts';
import { seal, unseal } from '../identity/seal.ts';
import type { Store } from '../store/contract.ts';

interface Kept {
  readonly sealed: string;
  readonly setAt: Date;
}

const demoValues = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * Secrets of connected systems. In the store each is sealed with the hub's key for its system and name, so that a value cannot be moved to another
 * place; in the demo profile, and only there, a file of the configuration gives what nobody has set.
 */
export class SystemSecrets {
  readonly #config: Pick<HubConfig, 'profile' | 'configDir' | 'sealKey'>;
  readonly #store: Pick<Store, 'hub'>;
  readonly #log: Log;
  #kept: ReadonlyMap<string, ReadonlyMap<string, Kept>> = new Map();
  #demo: { readonly values: z.infer<typeof demoValues>; readonly setAt: Date } = { values: {}, setAt: new Date(0) };

  constructor(config: Pick<HubConfig, 'profile' | 'configDir' | 'sealKey'>, store: Pick<Store, 'hub'>, log: Log) {
    this.#config = config;
    this.#store = store;
    this.#log = log;
  }

  async load(): Promise<void> {
    const rows = await this.#store.hub.query<{ system_id: string; name: string; sealed: string; set_at: Date }>(
      'SELECT system_id, name, sealed, set_at FROM hub.system_secret',
    );
    const kept = new Map<string, Map<string, Kept>>();
    for (const { system_id, name, sealed, set_at } of rows) {
      const own = kept.get(system_id) ?? new Map<string, Kept>();
      kept.set(system_id, own.set(name, { sealed, setAt: set_at }));
    }
    this.#kept = kept;
    this.#demo = this.#readDemo();
  }

  /** Values of a system by name. One that the present key does not open counts as not given. */
  of(system: string): Readonly<Record<string, string>> {
    const opened = [...(this.#kept.get(system) ?? [])].flatMap(([name, { sealed }]) => {
      try {
        return [[name, unseal(this.#config.sealKey, purpose(system, name), sealed)] as const];
      } catch (error) {
        this.#log.error({ system, name, err: error }, 'a secret of a connected system cannot be opened with the present key; give it again');
        return [];
      }
    });
    return { ...this.#demo.values[system], ...Object.fromEntries(opened) };
  }

  /** Whether there is a value, and since when, for each of these names. */
  info(system: string, names: readonly string[]): readonly SecretInfo[] {
    return names.map((name) => {
      const setAt = this.#kept.get(system)?.get(name)?.setAt ?? (this.#demo.values[system]?.[name] === undefined ? null : this.#demo.setAt);
      return { name, setAt: setAt?.toISOString() ?? null };
    });
  }

  /** Changes with any secret of the system. */
  version(system: string): string {
    const kept = [...(this.#kept.get(system) ?? [])].map(([name, { sealed }]) => `${name} ${sealed}`).sort();
    return JSON.stringify([kept, this.#demo.values[system] ? this.#demo.setAt : null]);
  }

  async set(system: string, name: string, value: string, tx: Queryable = this.#store.hub): Promise<void> {
    await tx.query(
      `INSERT INTO hub.system_secret (system_id, name, sealed) VALUES ($1, $2, $3)
       ON CONFLICT (system_id, name) DO UPDATE SET sealed = $3, set_at = now()`,
      [system, name, seal(this.#config.sealKey, purpose(system, name), value)],
    );
  }

  #readDemo() {
    if (this.#config.profile !== 'demo') return { values: {}, setAt: new Date(0) };
    const file = new URL('demo/secrets.yaml', this.#config.configDir);
    try {
      return { values: demoValues.parse(parse(readFileSync(file, 'utf8')) ?? {}), setAt: statSync(file).mtime };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#log.error({ err: error }, 'the secrets of the demo cannot be read');
      return { values: {}, setAt: new Date(0) };
    }
  }
}

function purpose(system: string, name: string): string {
  return `system-secret/${system}/${name}`;
}
