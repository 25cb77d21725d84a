import type { Bilingual, Queryable } from '@amanah/plugin-api';
import type { WrittenChange } from '../../contract.ts';
import { nextLicenceNumber } from '../register/new-number.ts';
import type { JudgedRow } from './judge-page.ts';
import { dayOfText } from './legacy-day.ts';
import type { RolloutRules } from './rollout-rules.ts';
import { hashOf } from './sums.ts';

interface Page {
  readonly run: string;
  readonly unit: string;
  readonly rows: readonly JudgedRow[];
  readonly changes: readonly WrittenChange[];
  /** What the history says of where a licence came from. */
  readonly why: string;
  readonly register: Bilingual;
}

const isOwnShape = (number: string) => /^\d{11}$/.test(number);

/**
 * Writes the rows of a page into our register: new ones with the number that they had where it is one of ours in shape, else a new one; those that changed as they
 * are now. The older number stays as an alias, the older history with its own times. Nobody is told of anything, nor of the end of such a licence before its
 * municipality is open.
 */
export async function writePage(tx: Queryable, { run, unit, rows, changes, why, register }: Page, rules: RolloutRules): Promise<void> {
  const written = rows.filter(({ result }) => result === 'fresh' || result === 'changed');
  const known = await tx.query<{ legacy_number: string; number: string }>(
    'SELECT legacy_number, number FROM licence_import WHERE unit = $1 AND legacy_number = ANY ($2)',
    [unit, rows.map(({ number }) => number)],
  );
  const ours = new Map(known.map(({ legacy_number, number }) => [legacy_number, number]));
  for (const { number } of written) {
    if (ours.has(number)) continue;
    ours.set(number, isOwnShape(number) ? number : await nextLicenceNumber(tx, new Date()));
  }
  const values = written.map((row) => ({
    ...row.taken,
    number: ours.get(row.number),
    legacy: row.number,
    hash: row.taken ? hashOf(row.taken) : '',
    issuedText: row.issuedText,
    expiresText: row.expiresText,
  }));
  const asRows = `jsonb_to_recordset($1::jsonb) AS one(number text, legacy text, hash text, "issuedText" text, "expiresText" text, shop text, "ownerId" text,
     "ownerName" text, register text, "unifiedNumber" text, "activityCode" text, "activityName" text, district text, street text, "shortAddress" text,
     "areaM2" numeric, "signM2" numeric, "issuedOn" date, "validUntil" date, state text)`;
  const json = JSON.stringify(values);
  await tx.query(
    `INSERT INTO licence (number, unit, shop, owner_national_id, owner_name, register, unified_number, activity_code, activity_name, district, street, short_address,
                          area_m2, sign_m2, issued_on, valid_until, state, quiet_until)
     SELECT number, $2, shop, "ownerId", "ownerName", register, "unifiedNumber", "activityCode", "activityName", district, street, "shortAddress",
            "areaM2", "signM2", "issuedOn", "validUntil", state, 'infinity' FROM ${asRows}
     ON CONFLICT (number) DO UPDATE SET shop = excluded.shop, owner_national_id = excluded.owner_national_id, owner_name = excluded.owner_name,
       register = excluded.register, unified_number = excluded.unified_number, activity_code = excluded.activity_code, activity_name = excluded.activity_name,
       district = excluded.district, street = excluded.street, short_address = excluded.short_address, area_m2 = excluded.area_m2, sign_m2 = excluded.sign_m2,
       issued_on = excluded.issued_on, valid_until = excluded.valid_until, state = excluded.state`,
    [json, unit],
  );
  await tx.query(`INSERT INTO licence_alias (alias, number) SELECT legacy, number FROM ${asRows} ON CONFLICT (alias) DO NOTHING`, [json]);
  await tx.query(
    `INSERT INTO licence_import (unit, legacy_number, number, hash, issued_text, expires_text, run)
     SELECT $2, legacy, number, hash, "issuedText", "expiresText", $3 FROM ${asRows}
     ON CONFLICT (unit, legacy_number) DO UPDATE SET hash = excluded.hash, issued_text = excluded.issued_text, expires_text = excluded.expires_text,
       run = excluded.run, at = now()`,
    [json, unit, run],
  );
  await writeChanges(tx, { ours, changes, register }, rules);
  await tx.query(
    `INSERT INTO licence_history (number, nth, kind, state, valid_until, why)
     SELECT number, (SELECT coalesce(max(nth), 0) + 1 FROM licence_history h WHERE h.number = one.number), 'imported', state, "validUntil", $2 FROM ${asRows}`,
    [json, why],
  );
}

/** The older register's own history, oldest first, each entry once. */
async function writeChanges(
  tx: Queryable,
  { ours, changes, register }: { readonly ours: ReadonlyMap<string, string>; readonly changes: readonly WrittenChange[]; readonly register: Bilingual },
  rules: RolloutRules,
): Promise<void> {
  for (const { number, reference, kind, at, state, by } of changes) {
    const own = ours.get(number);
    const moment = momentOf(at);
    if (own === undefined || moment === null) continue;
    const name = by ? { ar: `${register.ar}: ${by}`, en: `${register.en}: ${by}` } : register;
    await tx.query(
      `INSERT INTO licence_history (number, nth, at, kind, state, person_name, legacy_reference)
       SELECT $1, (SELECT coalesce(max(nth), 0) + 1 FROM licence_history WHERE number = $1), $2, $3, $4, $5, $6
       ON CONFLICT (number, legacy_reference) WHERE legacy_reference IS NOT NULL DO NOTHING`,
      [own, moment, kind && rules.renewals.includes(kind) ? 'renewed' : 'amended', rules.states[state ?? ''] ?? 'valid', JSON.stringify(name), reference],
    );
  }
}

/** When something happened, as an older register wrote it: a day in either calendar, or a moment; `null` for what is neither. */
function momentOf(text: string): string | null {
  const day = dayOfText(text);
  const moment = day === null ? Date.parse(text) : Date.parse(`${day}T00:00:00+03:00`);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
}
