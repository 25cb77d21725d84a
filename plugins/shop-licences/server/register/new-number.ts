import type { Queryable } from '@amanah/plugin-api';

const serialDigits = 7;
const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', { year: 'numeric', month: '2-digit', timeZone: 'Asia/Riyadh' });

/** The next licence number: Hijri year and month in four digits, then seven of a serial (identifiers.md, section 7). */
export async function nextLicenceNumber(tx: Queryable, now: Date): Promise<string> {
  const [row] = await tx.query<{ serial: string }>(`SELECT nextval('licence_serial')::text AS serial`);
  return `${yearAndMonth(now)}${(row?.serial ?? '').padStart(serialDigits, '0')}`;
}

/** `4806` for Jumada II 1448. */
export function yearAndMonth(at: Date): string {
  const parts = Object.fromEntries(hijri.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${(parts['year'] ?? '').slice(-2)}${(parts['month'] ?? '').padStart(2, '0')}`;
}
