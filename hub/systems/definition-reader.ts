import type { AdapterConfigs } from './adapter-configs.ts';
import { readDefinition, type ReadDefinition } from './read-definition.ts';
import { standInAddresses } from './system-files.ts';

interface Kept {
  readonly text: string;
  readonly read: ReadDefinition;
}

/** Reads the definitions of files and rows again and again; one that has not changed, on ground that has not changed, is parsed once. */
export class DefinitionReader {
  #kept = new Map<string, Kept>();
  #used = new Map<string, Kept>();
  #standIns = '';
  #configs: AdapterConfigs = new Map();

  /** Begins a reading of all: what is not read in it is forgotten. */
  begin(standInsText: string, configs: AdapterConfigs): void {
    const same = standInsText === this.#standIns && [...configs].every(([name, config]) => this.#configs.get(name) === config);
    this.#kept = same && configs.size === this.#configs.size ? this.#used : new Map();
    this.#used = new Map();
    this.#standIns = standInsText;
    this.#configs = configs;
  }

  read(source: string | object, file: string): ReadDefinition {
    const text = typeof source === 'string' ? source : JSON.stringify(source);
    const known = this.#kept.get(file);
    const kept =
      known?.text === text ? known : { text, read: readDefinition(source, file, { standIn: standInAddresses(this.#standIns), configs: this.#configs }) };
    this.#used.set(file, kept);
    return kept.read;
  }
}
