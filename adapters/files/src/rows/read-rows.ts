import type { RejectedRow } from '@amanah/adapter-api';
import type { Bounds } from '../config.ts';
import type { Kind } from '../kind.ts';
import type { SeenHeadings } from './columns.ts';
import { CsvRows } from './csv-rows.ts';
import { decodeText } from './decode-text.ts';
import { rowReader } from './field-values.ts';
import { fixedRows } from './fixed-rows.ts';
import { JsonRows, jsonLineRows } from './json-rows.ts';
import { type Emit, type RawRow, type RowParser, unreadable } from './raw-row.ts';
import { PackMeter, unpack } from './unpack.ts';
import { xlsxRows } from './xlsx-rows.ts';
import { XmlRows } from './xml-rows.ts';

/** A rejected row is told up to so many characters. */
const toldText = 4_000;

export interface TakenRow {
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** As it stood in the file. */
  readonly text: string;
}

/** One portion of a file, in order. */
export interface RowPortion {
  readonly rows: readonly TakenRow[];
  readonly rejected: readonly RejectedRow[];
}

/**
 * Reads the rows of a file of one kind, portion by portion; memory holds a portion. Every byte of the source is read.
 * @throws AdapterError `contract-violation` or `too-large` for a file that cannot be read as a whole
 */
export async function* readRows(source: AsyncIterable<Buffer>, kind: Kind, bounds: Bounds, seen?: SeenHeadings): AsyncIterable<RowPortion> {
  const read = rowReader(kind.fields);
  let rejectedSoFar = 0;
  for await (const portion of rawRows(source, kind, bounds, seen)) {
    const rows: TakenRow[] = [];
    const rejected: RejectedRow[] = [];
    for (const { line, text, values: raw, reasons: broken } of portion) {
      const { values, reasons } = raw ? read(raw) : { values: {}, reasons: broken };
      if (reasons.length === 0) rows.push({ line, values, text });
      else rejected.push({ line, text: text.slice(0, toldText), reasons });
    }
    rejectedSoFar += rejected.length;
    if (rejectedSoFar > bounds.rejectedRows)
      throw unreadable(`more than ${bounds.rejectedRows} rows are not as the kind says; the last: ${toldReasons(rejected.at(-1)!)}`);
    yield { rows, rejected };
  }
}

async function* rawRows(source: AsyncIterable<Buffer>, kind: Kind, bounds: Bounds, seen: SeenHeadings | undefined): AsyncIterable<readonly RawRow[]> {
  const meter = new PackMeter(bounds);
  if (kind.format === 'xlsx') return yield* xlsxRows(source, kind, bounds, meter, seen);
  let ready: RawRow[] = [];
  const parser = parserOf(kind, bounds.rowBytes, (row) => void ready.push(row), seen);
  for await (const text of decodeText(unpack(source, kind.member, meter), kind.encoding)) {
    parser.push(text);
    if (ready.length > 0) yield ready.splice(0);
  }
  parser.end();
  if (ready.length > 0) yield ready;
}

function parserOf(kind: Exclude<Kind, { format: 'xlsx' }>, maxRow: number, emit: Emit, seen: SeenHeadings | undefined): RowParser {
  switch (kind.format) {
    case 'csv':
      return new CsvRows(kind, maxRow, emit, seen);
    case 'fixed':
      return fixedRows(kind, maxRow, emit);
    case 'xml':
      return new XmlRows(kind, maxRow, emit);
    case 'json':
      return new JsonRows(kind, maxRow, emit);
    case 'jsonl':
      return jsonLineRows(kind, maxRow, emit);
  }
}

function toldReasons({ line, reasons }: RejectedRow): string {
  return `line ${line}, ${reasons.map(({ field, expected, found }) => `${field || 'row'}: expected ${expected}, found "${found}"`).join('; ')}`.slice(0, 500);
}
