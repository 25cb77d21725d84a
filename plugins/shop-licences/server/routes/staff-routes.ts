import { AmanahError } from '@amanah/errors';
import { refusalOf, type Actor, type Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { licenceNumber } from '../../contract.ts';
import { foundLicences, staffLicence } from '../../shared/register-answers.ts';
import type { Parts } from '../parts.ts';
import type { Located } from '../registers.ts';
import { licenceView } from './licence-view.ts';
import { takeMeasure, type Measure } from './measures.ts';
import { searchLicences } from './search-licences.ts';

const why = z.string().trim().min(10).max(1_000);
/** A measure against a licence needs a sign-in of two factors not older than this. */
const freshSeconds = 300;

const measures: Readonly<Record<Measure, string>> = {
  suspend: 'Suspends a licence, with the reason that its holder is told and may object to',
  lift: 'Ends the suspension of a licence, with the reason',
  cancel: 'Cancels a licence for good, with the reason that its holder is told and may object to',
};

/** The register for officials, in the municipalities where they hold the permission. */
export function registerStaffRoutes(parts: Parts): void {
  const { ctx } = parts;
  ctx.route({
    method: 'get',
    path: '/register',
    access: 'register.read',
    summary: 'Licences of the official’s municipalities, by number, owner or shop',
    input: z.strictObject({ words: z.string().trim().min(2).max(80) }),
    output: foundLicences,
    handle: async ({ words }, call) => searchLicences(parts, words, ctx.access.unitsWith(actorOf(call), 'shop-licences:register.read'), call.language),
  });
  ctx.route({
    method: 'get',
    path: '/register/{number}',
    access: 'register.read',
    summary: 'A licence with its history and the measures that the official may take',
    input: z.strictObject({ number: licenceNumber }),
    output: staffLicence,
    async handle({ number }, call) {
      const actor = actorOf(call);
      return shown(parts, actor, await located(parts, actor, number, 'register.read', call), call);
    },
  });
  for (const [measure, summary] of Object.entries(measures) as [Measure, string][])
    ctx.route({
      method: 'post',
      path: `/register/{number}/${measure}`,
      access: 'licence.measure',
      summary,
      stepUpSeconds: freshSeconds,
      input: z.strictObject({ number: licenceNumber, why, key: z.uuid() }),
      output: staffLicence,
      async handle({ number, why: reason, key }, call) {
        const actor = actorOf(call);
        const found = await located(parts, actor, number, 'licence.measure', call);
        await takeMeasure(parts, actor, found, { measure, why: reason, key, requestId: call.requestId });
        return shown(parts, actor, await located(parts, actor, number, 'licence.measure', call), call);
      },
    });
}

function actorOf({ actor }: Call): Actor {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor;
}

/** @throws HTTP_NOT_FOUND, also for licences of municipalities where the official may not */
async function located({ ctx, registers }: Parts, actor: Actor, number: string, permission: string, { language }: Call): Promise<Located> {
  for (const { unit } of registers.municipalities) {
    if (!ctx.access.may(actor, `shop-licences:${permission}`, unit)) continue;
    try {
      return { unit, licence: await registers.of(unit).find({ number }, { language }) };
    } catch (error) {
      if (refusalOf(error) !== 'unknown') throw error;
    }
  }
  throw new AmanahError('HTTP_NOT_FOUND', { detail: number });
}

async function shown(parts: Parts, actor: Actor, found: Located, { language }: Call) {
  const view = await licenceView(parts, found, language);
  const may = parts.ctx.access.may(actor, 'shop-licences:licence.measure', found.unit) && view.history !== null;
  const open: readonly Measure[] = view.standing === 'cancelled' ? [] : view.standing === 'suspended' ? ['lift', 'cancel'] : ['suspend', 'cancel'];
  const { nationalId } = found.licence.owner;
  // The last digits tell namesakes apart; more is not needed to find a licence.
  return { ...view, nationalId: nationalId ? `${'•'.repeat(nationalId.length - 4)}${nationalId.slice(-4)}` : null, may: may ? [...open] : [] };
}
