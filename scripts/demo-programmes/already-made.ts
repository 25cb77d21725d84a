import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What was made on a data folder, by name, with its id: what people change or delete of it later is not made again. */
export class AlreadyMade {
  readonly #path: string;
  readonly #ids: Map<string, string>;

  constructor(path: string) {
    this.#path = path;
    this.#ids = new Map(existsSync(path) ? Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : []);
  }

  idOf(name: string): string | undefined {
    return this.#ids.get(name);
  }

  add(name: string, id: string): void {
    this.#ids.set(name, id);
    writeFileSync(`${this.#path}.new`, JSON.stringify(Object.fromEntries(this.#ids), null, 1));
    renameSync(`${this.#path}.new`, this.#path);
  }
}
