import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { ownLicence, ownLicences } from '../../shared/register-answers.ts';
import { dayOf } from '../days.ts';
import type { Parts } from '../parts.ts';
import { establishmentOf } from '../outside/establishment.ts';
import { holderOf, isHolder } from '../sources/licence-source.ts';
import { actsOf } from './acts.ts';
import { licenceView } from './licence-view.ts';

/** Licences of the caller, and of whom the caller acts for. */
export function registerOwnRoutes(parts: Parts): void {
  const { ctx, registers } = parts;
  ctx.route({
    method: 'get',
    path: '/own',
    access: 'own.read',
    summary: 'Licences of one’s own or of whom one acts for, in the register of every municipality',
    input: z.strictObject({}),
    output: ownLicences,
    async handle(_input, { actor, language }) {
      if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
      const unifiedNumber = establishmentOf(actor.capacity)?.unifiedNumber ?? null;
      const { licences, unasked } = await registers.held({ nationalId: await holderOf(ctx, actor), unifiedNumber }, language);
      const today = dayOf(new Date());
      const units = [...new Set(licences.map(({ unit }) => unit))];
      const moved = new Set((await Promise.all(units.map(async (unit) => ((await registers.justMoved(unit)) ? [unit] : [])))).flat());
      return {
        licences: licences.map(({ number, shop, unit, validUntil, state }) => ({
          number,
          shop,
          municipality: ctx.access.unit(unit)?.name ?? { ar: unit, en: unit },
          validUntil,
          state: state === 'valid' && validUntil < today ? ('expired' as const) : state,
          justMoved: moved.has(unit),
        })),
        unasked: unasked.map(({ name }) => name),
      };
    },
  });
  ctx.route({
    method: 'get',
    path: '/own/{number}',
    access: 'own.read',
    summary: 'A licence of one’s own or of whom one acts for: how it stands, what happened to it, and what can be asked for',
    input: z.strictObject({ number: z.string().min(3).max(40) }),
    output: ownLicence,
    async handle({ number }, { actor, language }) {
      if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
      const found = await registers.locate(number, language);
      // Somebody else's licence is not told from one that is not there.
      if (!found || !(await isHolder(ctx, actor, found.licence))) throw new AmanahError('HTTP_NOT_FOUND', { detail: number });
      const view = await licenceView(parts, found, language);
      // Officials' names are not told to holders: the municipality decided.
      const history = view.history?.map((one) => ({ ...one, by: one.by ? view.municipality : null })) ?? null;
      const asked = {
        standing: view.standing,
        number: view.number,
        objectUntil: view.measure?.objectUntil ?? null,
        renewsOnly: await registers.renewsOnly(found.unit),
      };
      return { ...view, history, acts: actsOf(ctx, asked, dayOf(new Date())), justMoved: await registers.justMoved(found.unit) };
    },
  });
}
