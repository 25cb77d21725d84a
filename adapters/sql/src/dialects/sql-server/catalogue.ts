import type { Catalogue, Cell, Column, Relation, Session } from '../dialect.ts';
import { kindOfDeclared } from './types.ts';

/** Separates names in one parameter; no name holds it. */
const separator = '\u001f';
const inSchemas = "(@p1 = N'' AND s.name = SCHEMA_NAME() OR s.name IN (SELECT value FROM STRING_SPLIT(@p1, NCHAR(31))))";

export const sqlServerCatalogueSql = {
  server: "SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(60)), SCHEMA_NAME()",
  columns: `SELECT s.name, o.name, o.type, CAST(ep.value AS nvarchar(1000)), c.name,
      CONCAT(t.name, CASE WHEN t.name IN ('decimal', 'numeric') THEN CONCAT('(', c.precision, ',', c.scale, ')')
        WHEN t.name IN ('varchar', 'char', 'varbinary', 'binary') THEN CONCAT('(', c.max_length, ')')
        WHEN t.name IN ('nvarchar', 'nchar') THEN CONCAT('(', c.max_length / 2, ')') END),
      c.is_nullable, CAST(ec.value AS nvarchar(1000)), CASE WHEN t.name LIKE 'n%char' THEN c.max_length / 2 ELSE c.max_length END
    FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id JOIN sys.columns c ON c.object_id = o.object_id
      JOIN sys.types t ON t.user_type_id = c.system_type_id
      LEFT JOIN sys.extended_properties ep ON ep.major_id = o.object_id AND ep.minor_id = 0 AND ep.class = 1 AND ep.name = N'MS_Description'
      LEFT JOIN sys.extended_properties ec ON ec.major_id = o.object_id AND ec.minor_id = c.column_id AND ec.class = 1 AND ec.name = N'MS_Description'
    WHERE o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') = 1
      AND ${inSchemas} ORDER BY s.name, o.name, c.column_id`,
  indexes: `SELECT s.name, o.name, i.name, i.is_primary_key, i.is_unique, c.name
    FROM sys.indexes i JOIN sys.objects o ON o.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = o.schema_id
      JOIN sys.index_columns ic ON ic.object_id = i.object_id AND ic.index_id = i.index_id AND ic.is_included_column = 0
      JOIN sys.columns c ON c.object_id = ic.object_id AND c.column_id = ic.column_id
    WHERE i.type IN (1, 2) AND i.has_filter = 0 AND i.is_disabled = 0 AND ${inSchemas} ORDER BY s.name, o.name, i.index_id, ic.key_ordinal`,
} as const;

/** Tables, views, their columns and keys, as far as the session's user may read them. */
export async function readSqlServerCatalogue(session: Session, schemas: readonly string[]): Promise<Catalogue> {
  const rows = async (text: string, values: readonly string[] = [schemas.join(separator)]) => {
    const found: (readonly Cell[])[] = [];
    await session.run({ text, values }, (row) => found.push(row) > 0);
    return found;
  };
  const [[version, schema] = []] = await rows(sqlServerCatalogueSql.server, []);
  const columns = Map.groupBy(await rows(sqlServerCatalogueSql.columns), nameOf);
  const indexes = Map.groupBy(await rows(sqlServerCatalogueSql.indexes), nameOf);
  const relations = [...columns].map(([at, found]) => relationOf(found, indexes.get(at) ?? []));
  return { product: `SQL Server ${String(version)}`, schema: String(schema ?? ''), relations, transactional: true, remarks: [] };
}

const nameOf = ([schema, name]: readonly Cell[]) => JSON.stringify([schema, name]);

function relationOf(columns: readonly (readonly Cell[])[], indexed: readonly (readonly Cell[])[]): Relation {
  const [[schema, name, type, comment] = []] = columns;
  const indexes = [...Map.groupBy(indexed, ([, , index]) => index).values()].map((parts) => ({
    primary: parts[0]?.[3] === true,
    unique: parts[0]?.[4] === true,
    columns: parts.map((part) => String(part[5])),
  }));
  return {
    schema: String(schema),
    name: String(name),
    view: String(type).trim() === 'V',
    comment: comment ? String(comment) : null,
    columns: columns.map(columnOf),
    primaryKey: indexes.find(({ primary }) => primary)?.columns ?? null,
    indexes: indexes.filter(({ primary }) => !primary).map(({ unique, columns: names }) => ({ unique, columns: names })),
  };
}

function columnOf([, , , , name, declared, nullable, comment, maxLength]: readonly Cell[]): Column {
  const kind = kindOfDeclared(String(declared));
  return {
    name: String(name),
    kind,
    declared: String(declared),
    nullable: nullable === true,
    ...(comment ? { comment: String(comment) } : {}),
    ...(kind === 'text' && Number(maxLength) > 0 ? { maxLength: Number(maxLength) } : {}),
  };
}
