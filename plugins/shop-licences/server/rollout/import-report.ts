import type { Db, Locale } from '@amanah/plugin-api';

interface Line {
  readonly nth: number;
  readonly number: string;
  readonly shop: string | null;
  readonly result: string;
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
}

/** Programs of tables carry out a cell that begins so; an apostrophe makes it text. */
const formula = /^[=+\-@\t\r]/;
const cell = (text: string) => `"${(formula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** All rows of an import as CSV that programs of tables open in Arabic. */
export async function importReport(db: Db, run: string, words: (key: string) => string): Promise<Buffer> {
  const rows = await db.query<Line>('SELECT nth, number, shop, result, reasons, notes FROM import_row WHERE run = $1 ORDER BY nth', [run]);
  const head = ['rolloutColumnNth', 'rolloutColumnNumber', 'rolloutColumnShop', 'rolloutColumnResult', 'rolloutColumnReasons'].map(words);
  const lines = rows.map(({ nth, number, shop, result, reasons, notes }) => [
    String(nth),
    number,
    shop ?? '',
    words(`rolloutResult-${result}`),
    [...reasons.map((one) => words(`rolloutReason-${one}`)), ...notes.map((one) => words(`rolloutNote-${one}`))].join(' | '),
  ]);
  return Buffer.from(`\ufeff${[head, ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`);
}

export const reportName = (run: string, language: Locale): string => (language === 'ar' ? `تقرير-الاستيراد-${run}.csv` : `import-report-${run}.csv`);
