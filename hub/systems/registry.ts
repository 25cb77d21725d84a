import type { Log } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';
import { adaptersMark, installedAdapters, type AdapterConfigs, type InstalledAdapters } from './adapter-configs.ts';
import { DefinitionReader } from './definition-reader.ts';
import { definitionSchema } from './definition-schema.ts';
import { isWeb, type OperationsSystemDefinition, type WebSystemDefinition } from './definition.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { readDefinition, type ReadDefinition } from './read-definition.ts';
import { certificateReader, readSystemFiles, standInAddresses, standInsText, systemFolders } from './system-files.ts';
import { readRows } from './system-rows.ts';
import { readSystemSet, type RunningSystem, type SetSurroundings, type SystemSet } from './system-set.ts';

/** The running set, read from files and rows; `load` again when something has changed. */
export class SystemRegistry {
  readonly #config: HubConfig;
  readonly #log: Log;
  readonly #store: Store;
  readonly #adapters: URL;
  readonly #trusted: readonly string[];
  #installed: InstalledAdapters = { configs: new Map(), refused: [] };
  #set: SystemSet = { running: new Map(), problems: [], waiting: [] };
  #byHost: ReadonlyMap<string, WebSystemDefinition> = new Map();
  #looked = '';
  readonly #reader = new DefinitionReader();
  readonly #load = oneAtATime(() => this.#read());

  constructor({ config, log, store, adapters, trusted }: Sources) {
    this.#config = config;
    this.#log = log;
    this.#store = store;
    this.#adapters = adapters;
    this.#trusted = trusted;
  }

  get set(): SystemSet {
    return this.#set;
  }

  /** What the installed adapters take as a connection. */
  get configs(): AdapterConfigs {
    return this.#installed.configs;
  }

  /** The same with the adapters that cannot be used. */
  get installed(): InstalledAdapters {
    return this.#installed;
  }

  byHost(label: string): WebSystemDefinition | undefined {
    return this.#byHost.get(label);
  }

  byId(id: string): RunningSystem | undefined {
    return this.#set.running.get(id);
  }

  /** Running systems that are entered by people. */
  web(): readonly WebSystemDefinition[] {
    return [...this.#set.running.values()].map((one) => one.definition).filter(isWeb);
  }

  /** Running systems that are called by operations. */
  called(): readonly RunningSystem<OperationsSystemDefinition>[] {
    return [...this.#set.running.values()].filter(isCalled);
  }

  /** Reads everything again. One reading after the other: an older one must not overwrite a newer. */
  load(): Promise<void> {
    return this.#load();
  }

  /** Whether files or stand-in addresses differ from what was last read. */
  filesChanged(): boolean {
    return this.#look().looked !== this.#looked;
  }

  /** Checks a definition by itself, with this machine's stand-ins. */
  read(source: string | object, file = 'system.yaml'): ReadDefinition {
    return readDefinition(source, file, this.surroundings());
  }

  surroundings(): SetSurroundings {
    return {
      hub: this.#config,
      standIn: standInAddresses(standInsText(this.#config.dataDir)),
      configs: this.configs,
      readCa: certificateReader(this.#config.configDir),
    };
  }

  /** JSON Schema of a definition, with what each installed adapter takes as a connection. */
  definitionSchema(): object {
    return definitionSchema(this.configs);
  }

  #look() {
    const files = readSystemFiles(systemFolders(this.#config));
    return { files, looked: JSON.stringify([files, standInsText(this.#config.dataDir), adaptersMark(this.#adapters)]) };
  }

  async #readAdapters(): Promise<void> {
    const before = new Set(this.#installed.refused.map((one) => JSON.stringify(one)));
    this.#installed = await installedAdapters(this.#adapters, this.#trusted);
    for (const one of this.#installed.refused) if (!before.has(JSON.stringify(one))) this.#log.error({ ...one }, 'adapter refused');
  }

  async #read(): Promise<void> {
    await this.#readAdapters();
    const { files, looked } = this.#look();
    const rows = await readRows(this.#store);
    const before = new Set(this.#set.problems.map((problem) => JSON.stringify(problem)));
    this.#looked = looked;
    this.#reader.begin(standInsText(this.#config.dataDir), this.configs);
    this.#set = readSystemSet({ rows, files }, this.#set.running, this.surroundings(), (source, file) => this.#reader.read(source, file));
    this.#byHost = new Map(this.web().map((one) => [one.connection.host, one]));
    for (const problem of this.#set.problems) if (!before.has(JSON.stringify(problem))) this.#log.error({ ...problem }, 'system definition refused');
  }
}

interface Sources {
  readonly config: HubConfig;
  readonly log: Log;
  readonly store: Store;
  readonly adapters: URL;
  readonly trusted: readonly string[];
}

/** Whether a running system is called by operations. */
export function isCalled(one: RunningSystem): one is RunningSystem<OperationsSystemDefinition> {
  return !isWeb(one.definition);
}
