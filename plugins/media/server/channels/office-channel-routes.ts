import { randomUUID } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { channelChange, channelSlug, newChannel, officeChannel, officeChannels, type OfficeChannel } from '../../shared/channels.ts';
import { personOf } from '../context.ts';
import { watcherOf } from '../programmes/audience.ts';
import { redrawnPicture } from '../transcoding/draw-pictures.ts';
import { channelCardOf, officeChannelOf } from './channel-answers.ts';
import type { ChannelParts } from './channel-parts.ts';
import type { Channel } from './channel-store.ts';
import { unitOfMaker } from './office-unit.ts';

const one = z.strictObject({ slug: channelSlug });
const longestPicture = 15 * 1024 ** 2;

/** What the office does with its channels. */
export function registerOfficeChannelRoutes({ programmes: parts, channels, rules, guide, channelOfOffice, playlistOfOffice }: ChannelParts): void {
  const { ctx } = parts;
  const record = (action: string, slug: string, { actor, requestId }: Call, data: Readonly<Record<string, unknown>> = {}) =>
    ctx.audit.record({ action, actor, subject: `channel/${slug}`, requestId, data });

  async function answer(channel: Channel, call: Call): Promise<OfficeChannel> {
    const now = await guide.nowOf(channel);
    const card = channelCardOf(now, now.listings[0]!, watcherOf(call, ctx.access), null);
    return officeChannelOf(card, channel, ctx.access.may(call.actor, 'media:channel.write', channel.unit));
  }
  const found = async (slug: string, call: Call) => answer(await channelOfOffice(slug, 'programme.read', call), call);

  /** @throws MEDIA_PLAYLIST_UNKNOWN, and what may not be put on a channel */
  async function assertFiller(filler: string | null | undefined, kind: Channel['kind'], call: Call): Promise<void> {
    if (filler) await rules.assertPlaylist((await playlistOfOffice(filler, 'programme.read', call)).programmes, kind);
  }

  ctx.route({
    method: 'get',
    path: '/office/channels',
    access: 'programme.read',
    summary: 'Channels of the units that the caller works for, also closed ones',
    input: z.strictObject({}),
    output: officeChannels,
    async handle(_input, call) {
      const all = await channels.list(ctx.access.unitsWith(call.actor, 'media:programme.read'));
      return { channels: await Promise.all(all.map((channel) => answer(channel, call))) };
    },
  });

  ctx.route({
    method: 'post',
    path: '/office/channels',
    access: 'channel.write',
    summary: 'Makes a channel of video or a radio',
    input: newChannel,
    output: officeChannel,
    async handle(input, call) {
      const unit = unitOfMaker(ctx.access, input.unit, call);
      await assertFiller(input.filler, input.kind, call);
      await channels.create({ ...input, unit, createdBy: personOf(call) });
      guide.forget();
      await record('channel.made', input.slug, call, { title: input.title, kind: input.kind, unit });
      return found(input.slug, call);
    },
  });

  ctx.route({
    method: 'get',
    path: '/office/channels/{slug}',
    access: 'programme.read',
    summary: 'A channel as the office sees it',
    input: one,
    output: officeChannel,
    handle: ({ slug }, call) => found(slug, call),
  });

  ctx.route({
    method: 'patch',
    path: '/office/channels/{slug}',
    access: 'channel.write',
    summary: 'Changes the words of a channel, its filler, or whether it is open; refused when it changed since `version` was read',
    input: channelChange.extend(one.shape),
    output: officeChannel,
    async handle({ slug, ...change }, call) {
      const { kind, filler } = await channelOfOffice(slug, 'channel.write', call);
      if (change.filler !== filler) await assertFiller(change.filler, kind, call);
      await channels.change(slug, change);
      guide.forget();
      await record('channel.changed', slug, call, { fields: Object.keys(change).filter((field) => field !== 'version'), open: change.open ?? null });
      return found(slug, call);
    },
  });

  ctx.route({
    method: 'put',
    path: '/office/channels/{slug}/poster',
    access: 'channel.write',
    summary: 'Takes a picture as the poster of a channel; it is drawn anew, without what came with it',
    upload: { maxBytes: longestPicture },
    input: one,
    output: officeChannel,
    async handle({ slug }, call) {
      const before = await channelOfOffice(slug, 'channel.write', call);
      const chunks: Buffer[] = [];
      for await (const chunk of call.upload!.stream) chunks.push(chunk as Buffer);
      const picture = await redrawnPicture(Buffer.concat(chunks));
      if (!picture) throw new AmanahError('MEDIA_PICTURE_REFUSED', { detail: slug });
      const key = `channels/${slug}/${randomUUID()}.jpg`;
      await ctx.files.put(key, picture.bytes, { type: picture.type });
      await channels.setPoster(slug, key);
      if (before.poster !== null) await ctx.files.remove(before.poster);
      guide.forget();
      await record('channel.poster-changed', slug, call);
      return found(slug, call);
    },
  });

  ctx.route({
    method: 'delete',
    path: '/office/channels/{slug}',
    access: 'channel.write',
    summary: 'Deletes a closed channel with its schedule and followers; programmes and playlists stay',
    input: one.extend({ version: z.coerce.number().int().min(1) }),
    output: z.undefined(),
    async handle({ slug, version }, call) {
      const { title, poster } = await channelOfOffice(slug, 'channel.write', call);
      await channels.remove(slug, version);
      guide.forget();
      await record('channel.removed', slug, call, { title });
      if (poster !== null)
        await ctx.files.remove(poster).catch((error: unknown) => ctx.log.warn({ err: error, channel: slug }, 'the poster of a deleted channel is left'));
      return undefined;
    },
  });
}
