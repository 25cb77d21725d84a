import type { Locale, Log } from '@amanah/plugin-api';
import type { OwnLicences } from '../shared/own-licences.ts';
import type { Municipality } from './register-config.ts';
import type { RegisterClient } from './register/own-register.ts';
import { stateToday } from './verify.ts';

/** Longest wait for a register: what the others gave is shown then. */
const deadlineMs = 6_000;

/** Asks the register of every municipality for the licences of an owner at once; one that does not answer is named and keeps nobody from the others. */
export async function licencesOf(
  nationalId: string,
  language: Locale,
  {
    municipalities,
    register,
    log,
    signal,
  }: {
    readonly municipalities: readonly Municipality[];
    readonly register: (unit: string) => Pick<RegisterClient, 'listByOwner'>;
    readonly log: Pick<Log, 'warn'>;
    readonly signal: AbortSignal;
  },
): Promise<OwnLicences> {
  const answers = await Promise.all(
    municipalities.map(async ({ unit, name }) => {
      try {
        const { licences } = await register(unit).listByOwner({ nationalId }, { language, deadlineMs, signal });
        return {
          licences: licences.map(({ number, shop, validUntil, state }) => ({
            number,
            shop,
            municipality: name,
            validUntil,
            state: stateToday(state, validUntil),
          })),
          unasked: [],
        };
      } catch (error) {
        log.warn({ err: error, unit }, 'a register could not be asked for the licences of an owner');
        return { licences: [], unasked: [name] };
      }
    }),
  );
  return {
    licences: answers.flatMap(({ licences }) => licences).sort((one, other) => (one.validUntil < other.validUntil ? -1 : 1)),
    unasked: answers.flatMap(({ unasked }) => unasked),
  };
}
