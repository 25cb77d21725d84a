import { fileOutput } from '@amanah/plugin-api';
import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { languageTag, programmeCard, programmeId, programmeKinds, programmeList, programmePage } from '../../shared/programme.ts';
import { cardOf, pageOf } from './answers.ts';
import { watcherOf } from './audience.ts';
import type { ProgrammeParts } from './programme-parts.ts';

const forAnyone = { public: 'programmes for everyone are watched without signing in; those of other audiences are left out, or answered as unknown' } as const;
const limit = { perMinute: 600 } as const;
const posterTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
const mostOnAir = 30;

/** What viewers read: the shelf, what is on air, one programme, its poster. */
export function registerWatchRoutes({ ctx, programmes, services, openFor }: ProgrammeParts): void {
  ctx.route({
    method: 'get',
    path: '/programmes',
    access: forAnyone,
    limit,
    summary: 'Published programmes that the caller may watch, the newest first',
    input: z.strictObject({
      kind: z.enum(programmeKinds).optional(),
      service: z.string().max(20).optional(),
      language: languageTag.optional(),
      search: z.string().trim().max(100).optional(),
      after: programmeId.optional(),
      limit: z.coerce.number().int().min(1).max(60).default(24),
    }),
    output: programmeList,
    async handle(input, call) {
      const found = await programmes.shelf(watcherOf(call, ctx.access), { ...input, limit: input.limit + 1 });
      const page = found.slice(0, input.limit);
      return { programmes: page.map(cardOf), next: found.length > page.length ? page.at(-1)!.id : null };
    },
  });

  ctx.route({
    method: 'get',
    path: '/on-air',
    access: forAnyone,
    limit,
    summary: 'Broadcasts that run now and those announced, that the caller may watch',
    input: z.strictObject({}),
    output: z.strictObject({ programmes: z.array(programmeCard.extend({ startsAt: z.string().nullable() })) }),
    handle: async (_input, call) => ({
      programmes: (await programmes.onAir(watcherOf(call, ctx.access), mostOnAir)).map((one) => ({ ...cardOf(one), startsAt: one.startsAt })),
    }),
  });

  ctx.route({
    method: 'get',
    path: '/programmes/{id}',
    access: forAnyone,
    limit,
    summary: 'One programme that the caller may watch: words, services, chapters, captions, address of its stream',
    input: z.strictObject({ id: programmeId }),
    output: programmePage,
    handle: async ({ id }, call) => pageOf(await openFor(id, call), services),
  });

  ctx.route({
    method: 'get',
    path: '/posters/{id}',
    access: forAnyone,
    limit: { perMinute: 3_000 },
    cacheSeconds: 300,
    summary: 'Poster of a programme that the caller may watch',
    input: z.strictObject({ id: programmeId, of: z.string().max(100).optional() }),
    output: fileOutput(...posterTypes),
    async handle({ id }, call) {
      const { poster } = await openFor(id, call);
      if (poster === null) throw new AmanahError('HTTP_NOT_FOUND');
      return { ...(await ctx.files.open(poster)), name: `${id}.jpg`, disposition: 'inline' as const };
    },
  });
}
