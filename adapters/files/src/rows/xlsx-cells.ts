import { FileDate } from './field-values.ts';
import { unreadable } from './raw-row.ts';

export const maxColumns = 16_384;

/** What a sheet needs of the rest of its workbook. */
export interface Workbook {
  readonly strings: readonly string[];
  /** Whether the cell format with this number shows a date. */
  readonly dateFormats: readonly boolean[];
  /** Days are counted from 1904. */
  readonly from1904: boolean;
}

/** A cell's value: text, number, boolean or date; `undefined` for an empty one. */
export function cellValue({ type, style, value }: { readonly type: string; readonly style: number; readonly value: string }, book: Workbook): unknown {
  switch (type) {
    case 's': {
      const text = book.strings[Number(value)];
      if (text === undefined) throw unreadable(`the workbook has no text number ${value}`);
      return text;
    }
    case 'b':
      return value === '1';
    case 'str':
    case 'inlineStr':
      return value;
    case 'd':
      return new FileDate(value.replace(/(?:\.\d+)?Z?$/, '').replace(/T00:00:00$/, ''));
    case 'e':
      // An error such as #N/A is no value of any field but text.
      return value;
    default:
      if (value === '') return undefined;
      return book.dateFormats[style] ? (dateOf(Number(value), book.from1904) ?? value) : plainNumber(value);
  }
}

/** Column of a reference such as `BC12`, from 0. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  if (column < 1 || column > maxColumns) throw unreadable(`${reference.slice(0, 20)} is no cell`);
  return column - 1;
}

const builtInDates: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a number format shows dates: one of Excel's own, or a code that has parts of a date outside quotes and brackets. */
export function showsDate(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtInDates.some(([from, to]) => id >= from && id <= to);
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general/gi, ''));
}

/** Excel counts days; 1900 had 366 of them there. */
function dateOf(serial: number, from1904: boolean): FileDate | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_465) return null;
  const days = from1904 ? serial + 1_462 : serial < 60 ? serial + 1 : serial;
  const moment = new Date(Math.round((days - 25_569) * 86_400) * 1_000);
  const iso = moment.toISOString().slice(0, 19);
  return new FileDate(iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso);
}

/** A number of a register may be stored as one, also as 1.2E10; text fields get its digits. */
function plainNumber(value: string): string | number {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return /^-?\d+(?:\.\d+)?$/.test(value) && value.length < 16 ? value : number;
}
