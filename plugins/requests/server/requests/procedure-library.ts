import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Queryable } from '@amanah/plugin-api';
import type { Procedure } from '../../procedure/definition.ts';
import { readProcedure } from '../../procedure/reading/read-procedure.ts';

/** A procedure in the version that new requests begin with. */
export interface PublishedProcedure {
  readonly id: string;
  /** Hash of its file: the same text is the same version. */
  readonly version: string;
  readonly procedure: Procedure;
}

/** Procedures by id and version: those of the files for new requests, earlier ones from the store for those that run. */
export class ProcedureLibrary {
  readonly #db: Queryable;
  readonly #published: ReadonlyMap<string, PublishedProcedure>;
  readonly #earlier = new Map<string, Promise<Procedure>>();

  private constructor(db: Queryable, published: ReadonlyMap<string, PublishedProcedure>) {
    this.#db = db;
    this.#published = published;
  }

  /** Reads the `.bpmn` files of the folders and keeps versions that are new. @throws Error naming file and element of what cannot be run */
  static async open(db: Queryable, folders: readonly URL[]): Promise<ProcedureLibrary> {
    const published = new Map<string, PublishedProcedure>();
    for (const folder of folders) {
      for (const name of (await readdir(folder)).filter((one) => one.endsWith('.bpmn')).toSorted()) {
        const bpmn = await readFile(new URL(name, folder), 'utf8');
        const procedure = await runnable(bpmn, name);
        const version = versionOf(bpmn);
        if (published.has(procedure.id)) throw new Error(`${name}: the procedure ${procedure.id} stands in another file already`);
        await keepVersion(db, procedure.id, version, bpmn);
        published.set(procedure.id, { id: procedure.id, version, procedure });
      }
    }
    return new ProcedureLibrary(db, published);
  }

  /** The procedure that a service runs; `undefined` where none names it. */
  ofService(service: string): PublishedProcedure | undefined {
    return [...this.#published.values()].find(({ procedure }) => procedure.services.includes(service));
  }

  /** As its file has it. */
  byId(id: string): PublishedProcedure | undefined {
    return this.#published.get(id);
  }

  ids(): readonly string[] {
    return [...this.#published.keys()];
  }

  /** The version that a new request of a unit begins with: what analysts published, else the file's. */
  async forNew(id: string, unit: string, now: Date): Promise<PublishedProcedure | undefined> {
    const [row] = await this.#db.query<{ version: string }>(
      `SELECT version FROM publication WHERE procedure = $1 AND valid_from <= $2 AND (unit IS NULL OR unit = $3) ORDER BY valid_from DESC, id DESC LIMIT 1`,
      [id, now, unit],
      'procedure-for-new',
    );
    const file = this.#published.get(id);
    if (!row || row.version === file?.version) return file;
    return { id, version: row.version, procedure: await this.at(id, row.version) };
  }

  /** A procedure in the version that a running request began with. */
  at(id: string, version: string): Promise<Procedure> {
    const current = this.#published.get(id);
    if (current?.version === version) return Promise.resolve(current.procedure);
    const key = `${id} ${version}`;
    const known = this.#earlier.get(key) ?? this.#read(id, version);
    this.#earlier.set(key, known);
    known.catch(() => this.#earlier.delete(key));
    return known;
  }

  async #read(id: string, version: string): Promise<Procedure> {
    const [row] = await this.#db.query<{ bpmn: string }>('SELECT bpmn FROM procedure_version WHERE procedure = $1 AND version = $2', [id, version]);
    if (!row) throw new Error(`the procedure ${id} has no version ${version}`);
    return runnable(row.bpmn, `${id} ${version}`);
  }
}

/** Hash of a procedure's text: the same text is the same version. */
export const versionOf = (bpmn: string): string => createHash('sha256').update(bpmn).digest('hex').slice(0, 16);

/** Keeps a version of a file; one that is new is published for all from now on, after whatever analysts published before. */
async function keepVersion(db: Queryable, id: string, version: string, bpmn: string): Promise<void> {
  await db.query(
    `WITH added AS (INSERT INTO procedure_version (procedure, version, bpmn) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING procedure, version)
     INSERT INTO publication (procedure, version, valid_from) SELECT procedure, version, now() FROM added`,
    [id, version, bpmn],
  );
}

async function runnable(bpmn: string, name: string): Promise<Procedure> {
  const read = await readProcedure(bpmn);
  if ('refusals' in read) throw new Error(`${name}: ${read.refusals.map(({ key, at }) => `${key}${at ? ` (${at})` : ''}`).join(', ')}`);
  return read.procedure;
}
