import { AmanahError } from '@amanah/errors';
import type { PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import type { manifest } from '../manifest.ts';
import type { BeneficiaryVoice } from './beneficiary-voice.ts';
import type { Catalogue } from './catalogue.ts';

const code = z.string().max(20);
const note = z.string().trim().max(1000);
const problemReport = z.strictObject({ reference: z.string(), code: z.string(), description: z.string(), reportedAt: z.string() });

/** Routes by which beneficiaries speak: rating (signed in) and problem reports (open). */
export function registerVoiceRoutes(ctx: PluginContext<typeof manifest>, catalogue: Catalogue, voice: BeneficiaryVoice): void {
  const known = (wanted: string) => {
    const service = catalogue.service(wanted);
    if (!service) throw new AmanahError('SERVICES_UNKNOWN');
    return service;
  };

  ctx.route({
    method: 'put',
    path: '/ratings/{code}',
    access: 'rating.write',
    summary: "Sets the signed-in person's rating of a service",
    input: z.strictObject({ code, stars: z.number().int().min(1).max(5), note: note.optional() }),
    output: z.strictObject({ average: z.number().nullable(), count: z.number().int() }),
    async handle(input, { actor }) {
      if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
      const service = known(input.code);
      if (catalogue.content.extra.quietServices.includes(service.code)) throw new AmanahError('SERVICES_RATING_CLOSED');
      await voice.rate(service.code, actor.person.id, input.stars, input.note || null);
      return voice.summary(service.code);
    },
  });

  ctx.route({
    method: 'post',
    path: '/problems/{code}',
    access: { public: 'anyone may say that a card is wrong' },
    summary: 'Reports a problem with a service; answers its reference number',
    input: z.strictObject({ code, description: z.string().trim().min(10).max(2000) }),
    output: z.strictObject({ reference: z.string() }),
    handle: async (input, { language }) => ({ reference: await voice.report(known(input.code).code, input.description, language) }),
  });

  ctx.route({
    method: 'get',
    path: '/problems',
    access: 'problem.read',
    summary: 'Reported problems, newest first',
    input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.strictObject({ problems: z.array(problemReport) }),
    handle: async ({ limit }) => ({ problems: await voice.reports(limit) }),
  });
}
