import type { Log } from '@amanah/plugin-api';
import type { HubConfig } from '../config/contract.ts';
import type { Store } from '../store/contract.ts';

import { readDefinition, type ReadDefinition } from './read-definition.ts';
import { certificateReader, readSystemFiles, standInAddresses, standInsText, systemFolders } from './system-files.ts';
import { readRows } from './system-rows.ts';
import { readSystemSet, type RunningSystem, type SetSurroundings, type SystemSet } from './system-set.ts';

/** The running set, read from files and rows; `load` again when something has changed. */
export class SystemRegistry {
  readonly #config: HubConfig;
  readonly #log: Log;
  readonly #store: Store;
  #set: SystemSet = { running: new Map(), problems: [], waiting: [] };
  #byHost: ReadonlyMap<string, RunningSystem> = new Map();
  #looked = '';
  #loading: Promise<void> = Promise.resolve();

  constructor({ config, log, store }: { config: HubConfig; log: Log; store: Store }) {
    this.#config = config;
    this.#log = log;
    this.#store = store;
  }

  get set(): SystemSet {
    return this.#set;
  }

  byHost(label: string): RunningSystem | undefined {
    return this.#byHost.get(label);
  }

  byId(id: string): RunningSystem | undefined {
    return this.#set.running.get(id);
  }

  /** Reads everything again. One reading after the other: an older one must not overwrite a newer. */
  load(): Promise<void> {
    this.#loading = this.#loading.catch(() => {}).then(() => this.#read());
    return this.#loading;
  }

  /** Whether files or stand-in addresses differ from what was last read. */
  filesChanged(): boolean {
    return this.#look().looked !== this.#looked;
  }

  /** Checks a definition by itself, with this machine's stand-ins. */
  read(source: string | object, file = 'system.yaml'): ReadDefinition {
    return readDefinition(source, file, standInAddresses(standInsText(this.#config.dataDir)));
  }

  surroundings(): SetSurroundings {
    return { hub: this.#config, standIn: standInAddresses(standInsText(this.#config.dataDir)), readCa: certificateReader(this.#config.configDir) };
  }

  #look() {
    const files = readSystemFiles(systemFolders(this.#config));
    return { files, looked: JSON.stringify([files, standInsText(this.#config.dataDir)]) };
  }

  async #read(): Promise<void> {
    const { files, looked } = this.#look();
    const rows = await readRows(this.#store);
    const before = new Set(this.#set.problems.map((problem) => JSON.stringify(problem)));
    this.#looked = looked;
    this.#set = readSystemSet({ rows, files }, this.#set.running, this.surroundings());
    this.#byHost = new Map([...this.#set.running.values()].map((one) => [one.definition.connection.host, one]));
    for (const problem of this.#set.problems) if (!before.has(JSON.stringify(problem))) this.#log.error({ ...problem }, 'system definition refused');
  }
}
