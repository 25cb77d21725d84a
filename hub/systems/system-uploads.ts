import { createHash } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Queryable } from '@amanah/plugin-api';
import type { Store } from '../store/contract.ts';

export const maxFileBytes = 16 * 1_048_576;
const maxFiles = 200;
const maxAllBytes = 64 * 1_048_576;

/** Files by the path under which the configuration names them. */
export type SystemFiles = Readonly<Record<string, Uint8Array>>;

/** Files that were given with a definition: a WSDL with its schemas, an OpenAPI document, a certification authority. */
export class SystemUploads {
  readonly #store: Pick<Store, 'hub'>;
  #hashes: ReadonlyMap<string, string> = new Map();

  constructor(store: Pick<Store, 'hub'>) {
    this.#store = store;
  }

  async load(): Promise<void> {
    const rows = await this.#store.hub.query<{ system_id: string; hashes: string }>(
      `SELECT system_id, string_agg(path || ' ' || sha256, E'\\n' ORDER BY path) AS hashes FROM hub.system_file GROUP BY system_id`,
    );
    this.#hashes = new Map(rows.map(({ system_id, hashes }) => [system_id, hashes]));
  }

  /** Changes with any file of the system. */
  version(system: string): string {
    return this.#hashes.get(system) ?? '';
  }

  async of(system: string): Promise<SystemFiles> {
    const rows = await this.#store.hub.query<{ path: string; content: Buffer }>('SELECT path, content FROM hub.system_file WHERE system_id = $1', [system]);
    return Object.fromEntries(rows.map(({ path, content }) => [path, content]));
  }

  /** Keeps these beside those that are there; the same path again replaces. */
  async add(system: string, files: SystemFiles, tx: Queryable): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await tx.query(
        `INSERT INTO hub.system_file (system_id, path, content, sha256) VALUES ($1, $2, $3, $4)
         ON CONFLICT (system_id, path) DO UPDATE SET content = $3, sha256 = $4, set_at = now()`,
        [system, path, Buffer.from(content), createHash('sha256').update(content).digest('hex')],
      );
    }
  }
}

/** Reads files given in base64. @throws SYSTEMS_DEFINITION_INVALID naming the file that is too large or has no usable path */
export function readUploads(given: Readonly<Record<string, string>> = {}): SystemFiles {
  const refuse = (path: string, message: string) => {
    throw new AmanahError('SYSTEMS_DEFINITION_INVALID', { detail: `${path}: ${message}`, fields: [{ path: `files.${path}`, message }] });
  };
  const files = Object.entries(given).map(([path, text]) => {
    if (!/^[^\0\\/][^\0\\]{0,300}$/.test(path) || path.split('/').includes('..')) refuse(path, 'a path inside the configuration');
    const content = Buffer.from(text, 'base64');
    if (content.length > maxFileBytes) refuse(path, `at most ${maxFileBytes} bytes`);
    return [path, content] as const;
  });
  if (files.length > maxFiles) refuse('', `at most ${maxFiles} files`);
  if (files.reduce((sum, [, { length }]) => sum + length, 0) > maxAllBytes) refuse('', `at most ${maxAllBytes} bytes together`);
  return Object.fromEntries(files);
}
