import type { Catalogue, Cell, Column, Relation, Session } from '../dialect.ts';
import { kindOfDeclared } from './types.ts';

/** Separates names in one parameter; no name holds it. */
const separator = '\u001f';
const inSchemas = (owner: string) =>
  `(:1 IS NULL AND ${owner} = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') OR INSTR(CHR(31) || :2 || CHR(31), CHR(31) || ${owner} || CHR(31)) > 0)`;

export const oracleCatalogueSql = {
  server: `SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'), (SELECT MAX(version) FROM product_component_version) FROM dual`,
  columns: `SELECT c.owner, c.table_name, CASE WHEN v.view_name IS NULL THEN 0 ELSE 1 END, tc.comments, c.column_name,
      c.data_type || CASE WHEN c.data_type IN ('VARCHAR2', 'CHAR', 'NVARCHAR2', 'NCHAR') THEN '(' || c.char_length || ')'
        WHEN c.data_type = 'NUMBER' AND c.data_precision IS NOT NULL THEN '(' || c.data_precision || ',' || c.data_scale || ')' END,
      c.nullable, cc.comments, c.char_length
    FROM all_tab_columns c
      LEFT JOIN all_views v ON v.owner = c.owner AND v.view_name = c.table_name
      LEFT JOIN all_tab_comments tc ON tc.owner = c.owner AND tc.table_name = c.table_name
      LEFT JOIN all_col_comments cc ON cc.owner = c.owner AND cc.table_name = c.table_name AND cc.column_name = c.column_name
    WHERE ${inSchemas('c.owner')} ORDER BY c.owner, c.table_name, c.column_id`,
  indexes: `SELECT i.table_owner, i.table_name, i.index_name, CASE WHEN p.constraint_type = 'P' THEN 1 ELSE 0 END,
      CASE WHEN i.uniqueness = 'UNIQUE' THEN 1 ELSE 0 END, ic.column_name
    FROM all_indexes i JOIN all_ind_columns ic ON ic.index_owner = i.owner AND ic.index_name = i.index_name
      LEFT JOIN all_constraints p ON p.index_name = i.index_name AND p.owner = i.table_owner AND p.constraint_type = 'P'
    WHERE i.index_type = 'NORMAL' AND ${inSchemas('i.table_owner')} ORDER BY i.table_owner, i.table_name, i.index_name, ic.column_position`,
} as const;

/** Tables, views, their columns and keys, as far as the session's user may read them. */
export async function readOracleCatalogue(session: Session, schemas: readonly string[]): Promise<Catalogue> {
  const listed = schemas.join(separator);
  const rows = async (text: string, values: readonly string[] = [listed, listed]) => {
    const found: (readonly Cell[])[] = [];
    await session.run({ text, values }, (row) => found.push(row) > 0);
    return found;
  };
  const [[schema, version] = []] = await rows(oracleCatalogueSql.server, []);
  const columns = Map.groupBy(await rows(oracleCatalogueSql.columns), nameOf);
  const indexes = Map.groupBy(await rows(oracleCatalogueSql.indexes), nameOf);
  const relations = [...columns].map(([at, found]) => relationOf(found, indexes.get(at) ?? []));
  return { product: `Oracle ${String(version)}`, schema: String(schema ?? ''), relations, transactional: true, remarks: [] };
}

const nameOf = ([schema, name]: readonly Cell[]) => JSON.stringify([schema, name]);

function relationOf(columns: readonly (readonly Cell[])[], indexed: readonly (readonly Cell[])[]): Relation {
  const [[schema, name, view, comment] = []] = columns;
  const indexes = [...Map.groupBy(indexed, ([, , index]) => index).values()].map((parts) => ({
    primary: Number(parts[0]?.[3]) === 1,
    unique: Number(parts[0]?.[4]) === 1,
    columns: parts.map((part) => String(part[5])),
  }));
  return {
    schema: String(schema),
    name: String(name),
    view: Number(view) === 1,
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
    nullable: nullable === 'Y',
    ...(comment ? { comment: String(comment) } : {}),
    ...(kind === 'text' && Number(maxLength) > 0 ? { maxLength: Number(maxLength) } : {}),
  };
}
