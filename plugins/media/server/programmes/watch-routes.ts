import { fileOutput } from '@amanah/plugin-api';
import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { onAirOutput } from '../../shared/on-air.ts';
import { languageTag, programmeId, programmeKinds, programmeList, programmePage } from '../../shared/programme.ts';
import type { Readings } from '../channels/readings.ts';
import { cardOf, pageOf } from './answers.ts';
import { watcherOf } from './audience.ts';
import { linkedProgramme } from '../storage/linked-programme.ts';
import { PrivateLinks } from '../storage/private-links.ts';
import type { ProgrammeParts } from './programme-parts.ts';
import type { Programme } from './programme-row.ts';

const forAnyone = { public: 'programmes for everyone are watched without signing in; those of other audiences are left out, or answered as unknown' } as const;
const limit = { perMinute: 600 } as const;
const posterTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
const mostOnAir = 30;

/** What viewers read: the shelf, what is on air, one programme, its poster. */
export function registerWatchRoutes({ ctx, programmes, services, openFor }: ProgrammeParts, channels: Pick<Readings, 'list'>): void {
  const links = new PrivateLinks(ctx.db, ctx.seals);
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
    summary: 'Broadcasts that run now and those announced, that the caller may watch, and radios that send a programme just now',
    input: z.strictObject({}),
    output: onAirOutput,
    async handle(_input, call) {
      const [found, all] = await Promise.all([programmes.onAir(watcherOf(call, ctx.access), mostOnAir), channels.list(call)]);
      return {
        programmes: found.map((one) => ({ ...cardOf(one), startsAt: one.startsAt })),
        // One that has gone over to its broadcast stands among the broadcasts.
        radios: all.flatMap(({ kind, slug, title, to, poster, playing, stream, live }) =>
          kind === 'audio' && playing && stream && !live ? [{ slug, title, to, poster, heard: playing.programme.title }] : [],
        ),
      };
    },
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
    summary: 'Poster of a programme that the caller may watch, also by a private link',
    input: z.strictObject({ id: programmeId, of: z.string().max(100).optional(), link: z.string().max(60).optional() }),
    output: fileOutput(...posterTypes),
    async handle({ id, link }, call) {
      const { poster } = link === undefined ? await openFor(id, call) : await linked(id, link);
      if (poster === null) throw new AmanahError('HTTP_NOT_FOUND');
      return { ...(await ctx.files.open(poster)), name: `${id}.jpg`, disposition: 'inline' as const };
    },
  });

  async function linked(id: string, token: string): Promise<Programme> {
    const { programme } = await linkedProgramme(links, programmes, token);
    if (programme.id !== id) throw new AmanahError('MEDIA_LINK_REFUSED', { detail: id });
    return programme;
  }
}
