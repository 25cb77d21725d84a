import type { Bilingual, Db, Queryable } from '@amanah/plugin-api';
import type { IssuedDocument, NewDocument } from '../contract.ts';
import { dayInRiyadh, writtenDay, type WrittenDays } from './written-day.ts';

export type DocumentState = 'valid' | 'expired' | 'replaced' | 'withdrawn';

/** A document of the register, with all that is said of it. */
export interface Registered extends IssuedDocument {
  readonly template: string;
  readonly subject: string;
  readonly unit: string;
  readonly state: DocumentState;
  readonly madeOn: WrittenDays;
  readonly validUntil: WrittenDays | null;
  readonly validUntilDay: string | null;
  readonly publicFacts: NewDocument['publicFacts'];
  readonly withdrawal: { readonly at: Date; readonly reason: Bilingual } | null;
  /** Code of the document that stands in its place. */
  readonly replacedByCode: string | null;
}

/** What is settled before the PDF is drawn, and stays when its making breaks and is tried again. */
export interface Begun {
  readonly id: string;
  readonly code: string;
  readonly madeAt: Date;
  readonly done: boolean;
}

interface Row {
  id: string;
  code: string;
  template: string;
  title_ar: string;
  title_en: string;
  subject: string;
  unit: string;
  public_facts: NewDocument['publicFacts'];
  valid_until: string | null;
  made_on_words: WrittenDays;
  valid_until_words: WrittenDays | null;
  made_at: Date;
  sha256: string;
  bytes: number;
  withdrawn_at: Date | null;
  withdrawn_ar: string | null;
  withdrawn_en: string | null;
  replaced_by: string | null;
  replaced_by_code: string | null;
}

const all = `SELECT d.*, d.valid_until::text AS valid_until, later.code AS replaced_by_code
  FROM document d LEFT JOIN document later ON later.id = d.replaced_by WHERE d.sha256 IS NOT NULL`;

/** The register of documents that were given out. */
export class DocumentRegister {
  readonly #db: Db;
  readonly #now: () => Date;

  constructor(db: Db, now: () => Date = () => new Date()) {
    this.#db = db;
    this.#now = now;
  }

  /** The document of a key, begun now or earlier; one whose making broke takes on what is asked for now, with its code and hour of before. */
  async begin(document: NewDocument, code: string): Promise<Begun> {
    const now = this.#now();
    return this.#db.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO document (key, code, template, title_ar, title_en, subject, unit, public_facts, valid_until, made_on_words, valid_until_words, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (key) DO UPDATE SET template = EXCLUDED.template, title_ar = EXCLUDED.title_ar, title_en = EXCLUDED.title_en, subject = EXCLUDED.subject,
           unit = EXCLUDED.unit, public_facts = EXCLUDED.public_facts, valid_until = EXCLUDED.valid_until, valid_until_words = EXCLUDED.valid_until_words
         WHERE document.sha256 IS NULL`,
        [
          document.key,
          code,
          document.template,
          document.title.ar,
          document.title.en,
          document.subject,
          document.unit,
          JSON.stringify(document.publicFacts),
          document.validUntil,
          JSON.stringify(writtenDay(dayInRiyadh(now))),
          document.validUntil === null ? null : JSON.stringify(writtenDay(document.validUntil)),
          now,
        ],
      );
      const [row] = await tx.query<{ id: string; code: string; made_at: Date; sha256: string | null }>(
        'SELECT id, code, made_at, sha256 FROM document WHERE key = $1',
        [document.key],
      );
      return { id: row!.id, code: row!.code, madeAt: row!.made_at, done: row!.sha256 !== null };
    });
  }

  /** The PDF is kept: from now on the document is there. Returns false when somebody else finished it first. */
  async finish(tx: Queryable, { id }: Begun, file: { readonly sha256: string; readonly bytes: number }, document: NewDocument): Promise<boolean> {
    const [finished] = await tx.query('UPDATE document SET sha256 = $2, bytes = $3 WHERE id = $1 AND sha256 IS NULL RETURNING 1', [
      id,
      file.sha256,
      file.bytes,
    ]);
    if (!finished) return false;
    await tx.query('INSERT INTO reader (person_id, document_id) SELECT DISTINCT unnest($1::text[]), $2::uuid', [document.readers, id]);
    if (document.replaces !== undefined)
      await tx.query('UPDATE document SET replaced_by = $1 WHERE id::text = $2 AND id <> $1 AND replaced_by IS NULL', [id, document.replaces]);
    return true;
  }

  async find(id: string): Promise<Registered | null> {
    return this.#one(`${all} AND d.id::text = $1`, [id]);
  }

  async findByCode(code: string): Promise<Registered | null> {
    return this.#one(`${all} AND d.code = $1`, [code]);
  }

  /** Newest first. */
  async about(subject: string): Promise<Registered[]> {
    return this.#list(`${all} AND d.subject = $1 ORDER BY d.made_at DESC`, [subject]);
  }

  /** Newest first. */
  async readBy(personId: string, limit: number): Promise<Registered[]> {
    return this.#list(`${all} AND d.id IN (SELECT document_id FROM reader WHERE person_id = $1) ORDER BY d.made_at DESC LIMIT $2`, [personId, limit]);
  }

  async countReadBy(personId: string): Promise<number> {
    const [row] = await this.#db.query<{ count: number }>('SELECT count(*)::int AS count FROM reader WHERE person_id = $1', [personId]);
    return row?.count ?? 0;
  }

  async isReader(personId: string, id: string): Promise<boolean> {
    const [row] = await this.#db.query('SELECT 1 FROM reader WHERE person_id = $1 AND document_id::text = $2', [personId, id]);
    return row !== undefined;
  }

  /** Returns false when it was withdrawn before. */
  async withdraw(tx: Queryable, id: string, reason: Bilingual): Promise<boolean> {
    const [withdrawn] = await tx.query(
      'UPDATE document SET withdrawn_at = $2, withdrawn_ar = $3, withdrawn_en = $4 WHERE id = $1::uuid AND withdrawn_at IS NULL RETURNING 1',
      [id, this.#now(), reason.ar, reason.en],
    );
    return withdrawn !== undefined;
  }

  async #one(text: string, values: readonly unknown[]): Promise<Registered | null> {
    return (await this.#list(text, values))[0] ?? null;
  }

  async #list(text: string, values: readonly unknown[]): Promise<Registered[]> {
    const today = dayInRiyadh(this.#now());
    return (await this.#db.query<Row>(text, values)).map((row) => registered(row, today));
  }
}

function registered(row: Row, today: string): Registered {
  return {
    id: row.id,
    code: row.code,
    title: { ar: row.title_ar, en: row.title_en },
    sha256: row.sha256,
    bytes: row.bytes,
    madeAt: row.made_at.toISOString(),
    path: `/api/documents/${row.id}/file`,
    withdrawn: row.withdrawn_at !== null,
    template: row.template,
    subject: row.subject,
    unit: row.unit,
    state: stateOf(row, today),
    madeOn: row.made_on_words,
    validUntil: row.valid_until_words,
    validUntilDay: row.valid_until,
    publicFacts: row.public_facts,
    withdrawal: row.withdrawn_at && { at: row.withdrawn_at, reason: { ar: row.withdrawn_ar ?? '', en: row.withdrawn_en ?? '' } },
    replacedByCode: row.replaced_by_code,
  };
}

/** What an authority took back stays taken back, whatever came after it. */
function stateOf(row: Pick<Row, 'withdrawn_at' | 'replaced_by' | 'valid_until'>, today: string): DocumentState {
  if (row.withdrawn_at) return 'withdrawn';
  if (row.replaced_by) return 'replaced';
  return row.valid_until !== null && row.valid_until < today ? 'expired' : 'valid';
}
