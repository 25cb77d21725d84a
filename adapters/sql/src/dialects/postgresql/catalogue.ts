import type { Catalogue, Cell, Column, Relation, Session } from '../dialect.ts';
import { kindOfType } from './types.ts';

/** Separates names in one parameter; no name holds it. */
const separator = '\u001f';
const inSchemas = `(CASE WHEN $1 = '' THEN n.nspname = pg_catalog.current_schema() ELSE n.nspname::text = ANY (pg_catalog.string_to_array($1, pg_catalog.chr(31))) END)`;

const columnsSql = `SELECT n.nspname, c.relname, c.relkind IN ('v', 'm'), pg_catalog.obj_description(c.oid, 'pg_class'),
    a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, pg_catalog.col_description(c.oid, a.attnum),
    COALESCE(NULLIF(t.typbasetype, 0), t.oid)::int8,
    CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 4 THEN a.atttypmod - 4 END,
    (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
    COALESCE(l.collisdeterministic, true)
  FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND ${inSchemas}
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')
  ORDER BY n.nspname, c.relname, a.attnum`;

const indexesSql = `SELECT n.nspname, c.relname, i.indisprimary, i.indisunique,
    (SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY k (attnum, place)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE k.place <= i.indnkeyatts)
  FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND ${inSchemas}
  ORDER BY n.nspname, c.relname, NOT i.indisprimary, i.indexrelid`;

const serverSql = `SELECT pg_catalog.current_setting('server_version'), pg_catalog.current_schema(), pg_catalog.current_setting('server_encoding')`;

/** Tables, views, their columns and keys, as far as the session's user may read them. */
export async function readPostgresCatalogue(session: Session, schemas: readonly string[]): Promise<Catalogue> {
  const values = [schemas.join(separator)];
  const rows = async (text: string, given: readonly string[]) => {
    const found: (readonly Cell[])[] = [];
    await session.run({ text, values: given }, (row) => found.push(row) > 0);
    return found;
  };
  const [server = []] = await rows(serverSql, []);
  const relations = new Map<
    string,
    { relation: Omit<Relation, 'columns' | 'indexes' | 'primaryKey'>; columns: Column[]; indexes: Relation['indexes'][number][]; primaryKey: string[] | null }
  >();
  for (const [schema, name, view, comment, ...column] of await rows(columnsSql, values)) {
    const at = JSON.stringify([schema, name]);
    const relation = { schema: String(schema), name: String(name), view: view === true, comment: comment as string | null };
    const kept = relations.get(at) ?? { relation, columns: [], indexes: [], primaryKey: null };
    kept.columns.push(columnOf(column));
    relations.set(at, kept);
  }
  for (const [schema, name, primary, unique, columns] of await rows(indexesSql, values)) {
    const kept = relations.get(JSON.stringify([schema, name]));
    const names = (columns ?? []) as string[];
    if (primary === true && kept) kept.primaryKey = names;
    else kept?.indexes.push({ columns: names, unique: unique === true });
  }
  return {
    product: `PostgreSQL ${String(server[0]).split(' ')[0]}`,
    schema: String(server[1] ?? ''),
    relations: [...relations.values()].map(({ relation, ...rest }) => ({ ...relation, ...rest })),
    transactional: true,
    remarks: server[2] === 'SQL_ASCII' ? ['the database knows no character set (SQL_ASCII): say under `text` which one its text columns hold'] : [],
  };
}

function columnOf([name, declared, nullable, comment, oid, maxLength, labels, deterministic]: readonly Cell[]): Column {
  const values = labels as readonly string[] | null;
  return {
    name: String(name),
    kind: values ? 'text' : kindOfType(Number(oid)),
    declared: String(declared),
    nullable: nullable === true,
    ...(comment ? { comment: String(comment) } : {}),
    ...(maxLength === null ? {} : { maxLength: Number(maxLength) }),
    ...(values ? { values } : {}),
    ...(deterministic === true ? {} : { unsortable: true }),
  };
}
