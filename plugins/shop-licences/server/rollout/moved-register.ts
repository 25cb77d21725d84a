import { refusalOf } from '@amanah/plugin-api';
import type { OfferedRegister, RegisterClient } from '../register/own-register.ts';
import type { Context } from './context.ts';

/** Ours serves a unit that was moved over. The older register is read for what was not taken, so that nobody's licence is gone; nothing is written there. */
export function movedRegister(
  ctx: Pick<Context, 'log'>,
  { unit, legacy, own }: { readonly unit: string; readonly legacy: Pick<RegisterClient, 'find' | 'listByOwner'>; readonly own: OfferedRegister },
): OfferedRegister {
  return {
    ...own,
    async find(asked, options) {
      try {
        return await own.find(asked, options);
      } catch (error) {
        if (refusalOf(error) !== 'unknown') throw error;
        return legacy.find(asked, options);
      }
    },
    async listByOwner(asked, options) {
      const { licences } = await own.listByOwner(asked, options);
      const left = await legacy.listByOwner(asked, options).catch((error: unknown) => {
        ctx.log.warn({ err: error, unit }, 'the older register could not be asked for what was not moved over');
        return { licences: [] };
      });
      const ours = new Set(licences.map(({ number }) => number));
      const stayed = await Promise.all(
        left.licences.filter(({ number }) => !ours.has(number)).map(async (one) => ((await isOurs(own, one.number)) ? [] : [one])),
      );
      return { licences: [...licences, ...stayed.flat()] };
    },
  };
}

/** A licence that has another owner in ours by now is not this owner's any more, whatever the older register says. */
const isOurs = (own: Pick<RegisterClient, 'find'>, number: string): Promise<boolean> =>
  own.find({ number }).then(
    () => true,
    () => false,
  );
