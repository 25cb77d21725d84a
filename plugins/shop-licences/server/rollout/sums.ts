import { createHash } from 'node:crypto';
import type { TakenRow } from './check-row.ts';

/** What is compared of two registers: how many licences, their square metres in hundredths, and a sum over every field of every row, in whatever order. */
export interface Sums {
  readonly count: number;
  readonly areaM2: number;
  readonly checksum: string;
}

const modulus = 2n ** 128n;
const hundredths = 100;
export const noSums: Sums = { count: 0, areaM2: 0, checksum: '0' };

/** One row as text: the same for the same licence, wherever it lies. */
function canonical(row: TakenRow): string {
  return JSON.stringify([
    row.number,
    row.shop,
    row.ownerId,
    row.ownerName,
    row.register,
    row.unifiedNumber,
    row.activityCode,
    row.activityName,
    row.district,
    row.street,
    row.shortAddress,
    row.areaM2.toFixed(2),
    row.signM2.toFixed(2),
    row.issuedOn,
    row.validUntil,
    row.state,
  ]);
}

export const hashOf = (row: TakenRow): string => createHash('sha256').update(canonical(row)).digest('hex');

/** Adds rows to sums. */
export function addSums(sums: Sums, rows: readonly TakenRow[]): Sums {
  const total = rows.reduce((sum, row) => (sum + BigInt(`0x${hashOf(row).slice(0, 32)}`)) % modulus, BigInt(sums.checksum));
  const area = rows.reduce((sum, { areaM2 }) => sum + Math.round(areaM2 * hundredths), Math.round(sums.areaM2 * hundredths));
  return { count: sums.count + rows.length, areaM2: area / hundredths, checksum: total.toString() };
}

export const isSame = (one: Sums, other: Sums): boolean => one.count === other.count && one.areaM2 === other.areaM2 && one.checksum === other.checksum;
