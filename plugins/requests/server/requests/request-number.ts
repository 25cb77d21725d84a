import type { Queryable } from '@amanah/plugin-api';

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'Asia/Riyadh' });

/** The next number of a request: the day by Umm al-Qura and a serial of that day, `1448-0612-00241`. It stands in the caller's transaction. */
export async function nextRequestNumber(tx: Queryable, now = new Date()): Promise<string> {
  const at = Object.fromEntries(hijri.formatToParts(now).map(({ type, value }) => [type, value]));
  const day = `${at['year']}-${at['month']}${at['day']}`;
  const [row] = await tx.query<{ last: number }>(
    'INSERT INTO day_serial (day, last) VALUES ($1, 1) ON CONFLICT (day) DO UPDATE SET last = day_serial.last + 1 RETURNING last',
    [day],
    'request-number',
  );
  return `${day}-${String(row?.last).padStart(5, '0')}`;
}
