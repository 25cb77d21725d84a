import type { Queryable } from '@amanah/plugin-api';
import type { WrittenLicence } from '../../contract.ts';
import { checkRow, type BadReason, type RowNote, type TakenRow } from './check-row.ts';
import { ownRows } from './own-rows.ts';
import type { RolloutRules } from './rollout-rules.ts';
import { hashOf } from './sums.ts';

/** What becomes of one row of a page. */
export interface JudgedRow {
  readonly number: string;
  readonly shop: string | null;
  readonly result: 'fresh' | 'changed' | 'same' | 'bad';
  readonly reasons: readonly BadReason[];
  readonly notes: readonly RowNote[];
  readonly place: string | null;
  readonly taken: TakenRow | null;
  /** Days as they were written. */
  readonly issuedText: string;
  readonly expiresText: string;
}

interface Page {
  readonly run: string;
  readonly unit: string;
  readonly rows: readonly WrittenLicence[];
  readonly today: string;
}

/** Looks at the rows of a page by themselves, beside those that came before them in this run, and beside what our register has. */
export async function judgePage(tx: Queryable, { run, unit, rows, today }: Page, rules: RolloutRules): Promise<readonly JudgedRow[]> {
  const checked = rows.map((row) => ({ row, ...checkRow(row, rules) }));
  const numbers = rows.map(({ number }) => number);
  const places = checked.flatMap(({ taken }) => (taken?.shortAddress ? [taken.shortAddress] : []));
  const before = await tx.query<{ number: string; place: string | null }>(
    'SELECT number, place FROM import_row WHERE run = $1 AND (number = ANY ($2) OR place = ANY ($3))',
    [run, numbers, places],
  );
  const strangers = await tx.query<{ number: string }>(
    'SELECT number FROM licence WHERE number = ANY ($1) AND NOT EXISTS (SELECT 1 FROM licence_import i WHERE i.number = licence.number AND i.unit = $2)',
    [numbers, unit],
  );
  const ours = new Map((await ownRows(tx, unit, numbers)).map((row) => [row.number, hashOf(row)]));
  const [seen, held] = [new Set(before.map(({ number }) => number)), new Set(before.map(({ place }) => place))];
  const strange = new Set(strangers.map(({ number }) => number));

  return checked.map(({ row, taken, reasons, ...rest }) => {
    const place = taken !== null && taken.shortAddress !== null && taken.state !== 'cancelled' && taken.validUntil >= today ? taken.shortAddress : null;
    const further = (
      [
        ['number-repeated', seen.has(row.number)],
        ['number-taken', strange.has(row.number)],
        ['place-held', place !== null && held.has(place)],
      ] as const
    ).flatMap(([reason, so]) => (so ? [reason] : []));
    seen.add(row.number);
    const bad = [...reasons, ...further];
    const said = { number: row.number, shop: row.shop ?? null, issuedText: row.issued ?? '', expiresText: row.expires ?? '' };
    if (taken === null || bad.length > 0) return { ...said, result: 'bad', reasons: bad, notes: [], place: null, taken: null };
    if (place !== null) held.add(place);
    const own = ours.get(taken.number);
    const result = own === undefined ? 'fresh' : own === hashOf(taken) ? 'same' : 'changed';
    return { ...said, result, reasons: [], notes: 'notes' in rest ? rest.notes : [], place, taken };
  });
}
