import { AmanahError } from '@amanah/errors';
import { fileOutput } from '@amanah/plugin-api';
import { z } from 'zod';
import { channelList, channelPage, channelSlug, guide, guideInput, playlistPage } from '../../shared/channels.ts';
import type { ChannelParts } from './channel-parts.ts';

const forAnyone = { public: 'a channel sends only what is for everyone; programmes of other audiences are left out of its lists' } as const;
const limit = { perMinute: 600 } as const;
const one = z.strictObject({ slug: channelSlug });

/** What people read of channels, their guide and playlists. */
export function registerChannelRoutes({ programmes: { ctx }, channels, readings }: ChannelParts): void {
  ctx.route({
    method: 'get',
    path: '/channels',
    access: forAnyone,
    limit,
    summary: 'Open channels with what is on now and next',
    input: z.strictObject({}),
    output: channelList,
    handle: async (_input, call) => ({ channels: await readings.list(call) }),
  });

  ctx.route({
    method: 'get',
    path: '/channels/{slug}',
    access: forAnyone,
    limit,
    summary: 'A channel: what is on now, next and in the next hours, its latest programmes, whether the caller follows it',
    input: one,
    output: channelPage,
    handle: ({ slug }, call) => readings.page(slug, call),
  });

  ctx.route({
    method: 'get',
    path: '/guide',
    access: forAnyone,
    limit,
    summary: 'The programme guide of a day in Riyadh: the open channels with their entries, and filler told as such',
    input: guideInput,
    output: guide,
    handle: ({ day }, call) => readings.guide(day, call),
  });

  ctx.route({
    method: 'get',
    path: '/playlists/{id}',
    access: forAnyone,
    limit,
    summary: 'A playlist with those of its programmes that the caller may watch, in order',
    input: z.strictObject({ id: z.uuid() }),
    output: playlistPage,
    handle: ({ id }, call) => readings.playlist(id, call),
  });

  ctx.route({
    method: 'get',
    path: '/channels/{slug}/poster',
    access: forAnyone,
    limit: { perMinute: 3_000 },
    cacheSeconds: 300,
    summary: 'Poster of a channel',
    input: one.extend({ of: z.string().max(100).optional() }),
    output: fileOutput('image/jpeg'),
    async handle({ slug }, call) {
      const found = await channels.find(slug);
      const isThere = found && (found.open || ctx.access.may(call.actor, 'media:programme.read', found.unit));
      if (!isThere) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      if (found.poster === null) throw new AmanahError('HTTP_NOT_FOUND', { detail: slug });
      return { ...(await ctx.files.open(found.poster)), name: `${slug}.jpg`, disposition: 'inline' as const };
    },
  });
}
