import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A person as the national register knows them. */
export interface NationalPerson {
  readonly nationalId: string;
  readonly name: { readonly ar: string; readonly en: string };
  readonly birthdate: string;
  readonly nationality: string;
}

/**
 * People of the stand-in: its own list, and everyone in the demo's people.yaml who has a national number
 * (an entry there wins), so that both files can be read by themselves.
 */
export function readPeople(files: readonly URL[]): ReadonlyMap<string, NationalPerson> {
  const people = new Map<string, NationalPerson>();
  for (const file of files) {
    if (!existsSync(file)) continue;
    const content: unknown = parse(readFileSync(file, 'utf8'));
    const list = Array.isArray(content) ? content : ((content as { people?: unknown[] } | null)?.people ?? []);
    for (const entry of list as (Partial<NationalPerson> & { birthDate?: string })[]) {
      if (!entry.nationalId || !entry.name) continue;
      const nationalId = String(entry.nationalId);
      const known = people.get(nationalId);
      people.set(nationalId, {
        nationalId,
        name: entry.name,
        birthdate: entry.birthdate ?? entry.birthDate ?? known?.birthdate ?? '1985-01-01',
        nationality: entry.nationality ?? known?.nationality ?? (nationalId.startsWith('1') ? 'SA' : 'XX'),
      });
    }
  }
  return people;
}

/** National or residence number in ASCII digits, or `null` when it is not one (form or check digit). */
export function nationalNumber(typed: string): string | null {
  const digits = typed
    .normalize('NFKC')
    .replace(/[\s\-.\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/g, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
  if (!/^[12]\d{9}$/.test(digits)) return null;
  const sum = [...digits].reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 ? digits : null;
}

/** Subject of a person: stable, and tells nothing of the number. */
export function subjectOf(nationalId: string): string {
  return createHash('sha256').update(`nafath-stand-in:${nationalId}`).digest('base64url').slice(0, 22);
}
