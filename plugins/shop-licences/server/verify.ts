import { refusalOf, type Locale, type Log } from '@amanah/plugin-api';
import type { Licence, LicenceState } from '../contract.ts';
import type { Verification } from '../shared/verification.ts';
import type { RegisterClient } from './register/own-register.ts';
import type { Municipality } from './register-config.ts';

/** Longest wait for a register; people stand before a shop's door with their phone. */
const deadlineMs = 8_000;

type FoundIn = { readonly municipality: Municipality; readonly licence: Licence } | { readonly unasked: Municipality } | null;

/** Asks the register of every municipality for a licence at once; the first that has it ends the search. */
export async function verify(
  number: string,
  language: Locale,
  {
    municipalities,
    register,
    log,
  }: { municipalities: readonly Municipality[]; register: (unit: string) => Pick<RegisterClient, 'find'>; log: Pick<Log, 'warn'> },
): Promise<Verification> {
  const found = Promise.withResolvers<FoundIn>();
  const stop = new AbortController();
  const asked = Promise.all(
    municipalities.map(async (municipality): Promise<FoundIn> => {
      try {
        const licence = await register(municipality.unit).find({ number }, { language, deadlineMs, signal: stop.signal });
        found.resolve({ municipality, licence });
        return { municipality, licence };
      } catch (error) {
        if (refusalOf(error) === 'unknown') return null;
        if (!stop.signal.aborted) log.warn({ err: error, unit: municipality.unit }, 'a register could not be asked for a licence');
        return { unasked: municipality };
      }
    }),
  );
  const first = await Promise.race([found.promise, asked.then((all) => all.find((one) => one !== null && 'licence' in one) ?? null)]);
  stop.abort();
  if (first && 'licence' in first) return { licence: publicPart(first), unasked: [] };
  return { licence: null, unasked: (await asked).flatMap((one) => (one && 'unasked' in one ? [one.unasked.name] : [])) };
}

function publicPart({ municipality, licence }: { municipality: Municipality; licence: Licence }): NonNullable<Verification['licence']> {
  const { number, shop, activity, district, issuedOn, validUntil, state } = licence;
  return {
    number,
    shop,
    activity: activity.name,
    district,
    municipality: municipality.name,
    issuedOn,
    validUntil,
    state: stateToday(state, validUntil),
  };
}

/** What a licence is today in Riyadh: older registers mark what expired once a night, or never. */
export function stateToday(state: LicenceState, validUntil: string): LicenceState {
  const past = new Date(Date.parse(`${validUntil}T00:00:00+03:00`) + 86_400_000) <= new Date();
  return state === 'valid' && past ? 'expired' : state;
}
