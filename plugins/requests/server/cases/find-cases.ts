import { foldWords, type Db } from '@amanah/plugin-api';
import { caseColumns, type CaseRow } from './case-row.ts';

const pageSize = 25;
/** So many found ones are sorted; words that find more are common, and the newest requests are looked through instead. */
const mostSorted = 5_000;
/** So many of the newest requests are looked through for words that seem common: one in a hundred of those fills a page. */
const lookedThrough = 3_000;

interface CaseSearch {
  /** Units whose requests may be seen; `null`: all. */
  readonly units: readonly string[] | null;
  readonly query: string;
  readonly open?: boolean | undefined;
  readonly service?: string | undefined;
  /** Number of the last one of the page before. */
  readonly before?: string | undefined;
}

interface FoundCases {
  readonly rows: readonly CaseRow[];
  readonly next: string | null;
}

/** Requests of the units by number, name, identifier or place, newest first. What it costs depends on the page, not on how many requests there are. */
export async function findCases(db: Db, search: CaseSearch): Promise<FoundCases> {
  const exact = await byNumber(db, search);
  if (exact) return { rows: [exact], next: null };
  const words = foldWords(search.query)
    .map((word) => `${word.replaceAll(/[^\p{L}\p{N}-]/gu, '')}:*`)
    .join(' & ');
  const filter = filterOf(search);
  const rows = await foundBy(db, filter, words);
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.number ?? null) : null };
}

async function foundBy(db: Db, filter: Filter, words: string): Promise<CaseRow[]> {
  if (words === '') return newest(db, filter);
  if (await seemCommon(db, words)) {
    const rows = await amongNewest(db, filter, words);
    if (rows.length > pageSize) return rows;
  }
  return (await areRare(db, words)) ? sorted(db, filter, words) : newest(db, filter, words);
}

async function byNumber(db: Db, { query, units, before }: CaseSearch): Promise<CaseRow | undefined> {
  if (before !== undefined || query.trim() === '') return undefined;
  const [row] = await db.query<CaseRow>(`SELECT ${caseColumns} FROM request WHERE number = $1 AND ($2::text[] IS NULL OR unit = ANY($2))`, [
    query.trim(),
    units,
  ]);
  return row;
}

interface Filter {
  readonly where: string;
  readonly values: readonly unknown[];
  readonly units: readonly string[] | null;
}

function filterOf({ units, open, service, before }: CaseSearch): Filter {
  const shown = open === undefined ? '' : `AND ended_at IS ${open ? '' : 'NOT '}NULL`;
  return {
    units,
    where: `($2::text IS NULL OR service = $2) ${shown}
      AND ($3::text IS NULL OR (submitted_at, number) < ((SELECT submitted_at FROM request WHERE number = $3), $3))`,
    values: [units, service ?? null, before ?? null],
  };
}

/**
 * Whether words find far more than are sorted, by the planner's own statistics: counting them would read all that the index has of them. They are taken as whole
 * words, since of beginnings the planner knows nothing. A wrong guess costs time only.
 */
async function seemCommon(db: Db, words: string): Promise<boolean> {
  const [row] = await db.query<{ 'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM request WHERE words @@ to_tsquery('simple', $1)`,
    [words.replaceAll(':*', '')],
  );
  return (row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0) > 2 * mostSorted;
}

async function areRare(db: Db, words: string): Promise<boolean> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM request WHERE words @@ to_tsquery('simple', $1) LIMIT ${mostSorted + 1}) AS found`,
    [words],
  );
  return (row?.count ?? 0) <= mostSorted;
}

const inOrder = `ORDER BY submitted_at DESC, number DESC LIMIT ${pageSize + 1}`;

/** All that the words find, by the index of words. */
function sorted(db: Db, { where, values }: Filter, words: string): Promise<CaseRow[]> {
  return db.query<CaseRow>(
    `WITH found AS MATERIALIZED (SELECT number FROM request WHERE words @@ to_tsquery('simple', $4) LIMIT ${mostSorted})
     SELECT own.* FROM found CROSS JOIN LATERAL (
       SELECT ${caseColumns} FROM request WHERE number = found.number AND ($1::text[] IS NULL OR unit = ANY($1)) AND ${where} OFFSET 0) AS own ${inOrder}`,
    [...values, words],
  );
}

/** From the newest on, unit by unit, until a page is full. */
function newest(db: Db, filter: Filter, words = ''): Promise<CaseRow[]> {
  return unitByUnit(
    db,
    filter,
    words,
    (unit) => `SELECT ${caseColumns} FROM request WHERE ${unit} AND ${filter.where} AND ($4 = '' OR words @@ to_tsquery('simple', $4)) ${inOrder}`,
  );
}

/** The same in the newest few thousand alone, whatever the planner thinks of the index of words: most pages are full after some hundred of them. */
function amongNewest(db: Db, filter: Filter, words: string): Promise<CaseRow[]> {
  const each = Math.ceil(lookedThrough / (filter.units?.length || 1));
  return unitByUnit(
    db,
    filter,
    words,
    (unit) => `SELECT ${caseColumns} FROM (
      SELECT * FROM request WHERE ${unit} AND ${filter.where} ORDER BY submitted_at DESC, number DESC LIMIT ${each}) AS request
      WHERE words @@ to_tsquery('simple', $4) ${inOrder}`,
  );
}

function unitByUnit(db: Db, { values, units }: Filter, words: string, one: (unit: string) => string): Promise<CaseRow[]> {
  return db.query<CaseRow>(
    units === null
      ? one('$1::text[] IS NULL')
      : `SELECT found.* FROM unnest($1::text[]) AS own (id) CROSS JOIN LATERAL (${one('unit = own.id')}) AS found ${inOrder}`,
    [...values, words],
  );
}
