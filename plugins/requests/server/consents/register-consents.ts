import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { notifications } from '../../../notifications/contract.ts';
import { askedConsents } from '../../shared/answers/consent-answers.ts';
import { actorOf } from '../acting-for.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { Consents } from './consents.ts';

/** The step that asks another party, and the party's answers in their own account: nobody else answers, in whatever capacity. */
export function registerConsents({ ctx, operations, directory, desk }: Pick<PluginParts, 'ctx' | 'operations' | 'directory' | 'desk'>): void {
  const consents = new Consents(ctx.db);

  operations.offer('consent.ask', async (work) => {
    const nationalId = await consents.ask(work);
    if (nationalId === null) return undefined;
    const { number } = work.request;
    const text = (language: 'ar' | 'en') =>
      ctx.text('noticeConsent', language).replace('{name}', work.request.person.name[language]).replace('{number}', number);
    const notice = { title: { ar: text('ar'), en: text('en') }, to: '/requests/consents', key: `requests/consent/${work.key}` };
    await tell(await ctx.people.knownAs(nationalId), notice);
    return undefined;
  });

  ctx.route({
    method: 'get',
    path: '/consents',
    access: 'own.read',
    summary: 'Requests of others that wait for the caller’s consent',
    input: z.strictObject({}),
    output: askedConsents,
    async handle(_input, call) {
      const nationalId = await ctx.people.nationalIdOf(actorOf(call).person.id);
      const waiting = nationalId === null ? [] : await consents.waitingFor(nationalId);
      return {
        consents: waiting.map(({ key, request, service, applicant, asked_at, licence, unified_number, delegate_for, until, fee_limit }) => ({
          key,
          request,
          service: directory.service(service).name[call.language],
          applicant: applicant[call.language],
          askedAt: new Date(asked_at).toISOString(),
          licence,
          establishment: unified_number,
          delegation:
            delegate_for === null
              ? null
              : { services: delegate_for.map((group) => ctx.text(`delegateFor_${group}`, call.language)), until, feeLimit: fee_limit },
        })),
      };
    },
  });

  ctx.route({
    method: 'post',
    path: '/consents/answers',
    access: 'own.write',
    summary: 'Consents to a request of somebody else, or refuses; the first answer stands',
    input: z.strictObject({ key: z.string().max(80), answer: z.enum(['given', 'refused']) }),
    output: z.strictObject({ answer: z.enum(['given', 'refused']) }),
    async handle({ key, answer }, call) {
      const { person } = actorOf(call);
      const nationalId = await ctx.people.nationalIdOf(person.id);
      if (nationalId === null) throw new AmanahError('REQUESTS_UNKNOWN', { detail: key });
      return ctx.db.transaction(async (tx) => {
        const kept = await consents.keep(tx, { key, nationalId, personId: person.id, answer });
        await desk.tellWithin(tx, { request: kept.request, message: `consent-${kept.answer}`, key: `consent/${key}`, facts: { consent: kept.answer } });
        return { answer: kept.answer };
      });
    },
  });

  ctx.personalData({
    name: 'consents',
    title: 'personalConsents',
    purpose: 'personalConsentsPurpose',
    kept: 'personalRequestsKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number }>('SELECT count(*)::int AS count FROM consent WHERE person_id = $1', [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) => ctx.db.query('SELECT request, answer, answered_at FROM consent WHERE person_id = $1 ORDER BY answered_at', [personId]),
  });

  /** Nobody is told while notices do not run; the party finds it in the account. */
  async function tell(
    personIds: readonly string[],
    notice: { readonly title: { readonly ar: string; readonly en: string }; readonly to: string; readonly key: string },
  ) {
    try {
      await ctx.use(notifications).send(personIds, notice);
    } catch (error) {
      if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
      ctx.log.warn({ key: notice.key }, 'a party is not told of the consent it is asked for: notices do not run');
    }
  }
}
