import { foldWords, type Db } from '@amanah/plugin-api';
import { caseColumns, type CaseRow } from './case-row.ts';

const pageSize = 25;
/** So many found ones are sorted; words that find more are common, and the newest requests are looked through instead. */
const mostSorted = 5_000;

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
  const filter = filterOf(search, words);
  const rare = words !== '' && !(await seemCommon(db, words)) && (await areRare(db, words));
  const rows = rare ? await sorted(db, filter) : await newest(db, filter);
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.number ?? null) : null };
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

function filterOf({ units, open, service, before }: CaseSearch, words: string): Filter {
  const shown = open === undefined ? '' : `AND ended_at IS ${open ? '' : 'NOT '}NULL`;
  return {
    units,
    where: `($2 = '' OR words @@ to_tsquery('simple', $2)) AND ($3::text IS NULL OR service = $3) ${shown}
      AND ($4::text IS NULL OR (submitted_at, number) < ((SELECT submitted_at FROM request WHERE number = $4), $4))`,
    values: [units, words, service ?? null, before ?? null],
  };
}

/** Whether words find far more than are sorted, by the planner's own statistics: counting them would read all that the index has of them. A wrong guess costs time only. */
async function seemCommon(db: Db, words: string): Promise<boolean> {
  const [row] = await db.query<{ 'QUERY PLAN': readonly [{ readonly Plan: { readonly 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 FROM request WHERE words @@ to_tsquery('simple', $1)`,
    [words],
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
function sorted(db: Db, { where, values }: Filter): Promise<CaseRow[]> {
  return db.query<CaseRow>(
    `WITH found AS MATERIALIZED (SELECT number FROM request WHERE words @@ to_tsquery('simple', $2) LIMIT ${mostSorted})
     SELECT ${caseColumns} FROM found JOIN request USING (number) WHERE ($1::text[] IS NULL OR unit = ANY($1)) AND ${where} ${inOrder}`,
    [...values],
  );
}

/** From the newest on, unit by unit, until a page is full. */
function newest(db: Db, { where, values, units }: Filter): Promise<CaseRow[]> {
  const one = (unit: string) => `SELECT ${caseColumns} FROM request WHERE ${unit} AND ${where} ${inOrder}`;
  return db.query<CaseRow>(
    units === null
      ? one('$1::text[] IS NULL')
      : `SELECT found.* FROM unnest($1::text[]) AS own (id) CROSS JOIN LATERAL (${one('unit = own.id')}) AS found ${inOrder}`,
    [...values],
  );
}
