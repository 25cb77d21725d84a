import type { Queryable } from '@amanah/plugin-api';
import type { Licence } from '../../contract.ts';
import { stateToday } from '../verify.ts';

/** How far a year of the Hijri calendar may be from a Gregorian one, in days. */
const calendarDays = 12;
const dayMs = 86_400_000;
const shown = 4;

export interface Difference {
  readonly kind: 'field' | 'calendar' | 'outcome-unknown' | 'own-failed' | 'own-missing';
  readonly field?: string;
  readonly legacy?: string | null;
  readonly own?: string | null;
  readonly key?: string | undefined;
  readonly asked?: unknown;
}

const masked = (id: string | null | undefined) => (id ? `…${id.slice(-shown)}` : null);
const folded = (text: string | null | undefined) => text?.normalize('NFC').replace(/\s+/g, ' ').trim() || null;

/** What both registers say of one licence, field by field, in text; a field that the older one does not keep is not compared. */
export function differencesOf(legacy: Licence, own: Licence): readonly Difference[] {
  const fields: readonly (readonly [string, string | null, string | null])[] = [
    ['shop', folded(legacy.shop), folded(own.shop)],
    ['ownerId', masked(legacy.owner.nationalId), masked(own.owner.nationalId)],
    ['district', folded(legacy.district), folded(own.district)],
    ['areaM2', legacy.areaM2.toFixed(2), own.areaM2.toFixed(2)],
    ['signM2', legacy.signM2.toFixed(2), own.signM2.toFixed(2)],
    ['issuedOn', legacy.issuedOn, own.issuedOn],
    ['validUntil', legacy.validUntil, own.validUntil],
    ['state', stateToday(legacy.state, legacy.validUntil), stateToday(own.state, own.validUntil)],
  ];
  return fields.flatMap(([field, theirs, ours]) => (theirs === ours ? [] : [{ kind: 'field' as const, field, legacy: theirs, own: ours }]));
}

/** Whether two last days of one renewal differ only because one register counts years of the Hijri calendar and the other Gregorian ones. */
export const isOfCalendar = (one: string, other: string, years: number): boolean =>
  Math.abs(Date.parse(one) - Date.parse(other)) / dayMs <= calendarDays * years;

/** Keeps a difference to be settled; one that is open already is brought up to date. */
export async function noteDifference(
  tx: Queryable,
  unit: string,
  number: string,
  { kind, field = '', legacy = null, own = null, key, asked }: Difference,
): Promise<void> {
  await tx.query(
    `INSERT INTO register_difference (unit, number, kind, field, legacy, own, key, asked) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (unit, number, kind, field) WHERE settled_at IS NULL DO UPDATE SET legacy = $5, own = $6, key = $7, asked = $8, at = now()`,
    [unit, number, kind, field, legacy, own, key ?? null, asked === undefined ? null : JSON.stringify(asked)],
  );
}

/** Keeps a difference that explains itself: ours took what the older register says. */
export async function noteExplained(
  tx: Queryable,
  unit: string,
  number: string,
  { legacy, own }: { readonly legacy: string; readonly own: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO register_difference (unit, number, kind, field, legacy, own, settled_at, settled_how)
     VALUES ($1, $2, 'calendar', 'validUntil', $3, $4, now(), 'explained')`,
    [unit, number, legacy, own],
  );
}
