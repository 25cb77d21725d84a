import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { channelSlug, followedChannels, followState } from '../../../shared/channels.ts';
import { personOf } from '../../context.ts';
import { channelPath } from '../channel-answers.ts';
import type { ChannelParts } from '../channel-parts.ts';

const one = z.strictObject({ slug: channelSlug });

/** A person follows channels, and is told what happens there. */
export function registerFollowRoutes({ programmes: { ctx }, channels, followers }: ChannelParts): void {
  ctx.route({
    method: 'get',
    path: '/followed',
    access: 'channel.follow',
    summary: 'Channels that the caller follows',
    input: z.strictObject({}),
    output: followedChannels,
    async handle(_input, call) {
      const found = await followers.of(personOf(call));
      return { channels: found.map(({ slug, title, since }) => ({ slug, title, to: channelPath(slug), since: since.toISOString() })) };
    },
  });

  ctx.route({
    method: 'put',
    path: '/channels/{slug}/follow',
    access: 'channel.follow',
    summary: 'Follows a channel: the caller is told when it goes live and when a programme of it is published',
    input: one,
    output: followState,
    async handle({ slug }, call) {
      if (!(await channels.find(slug))?.open) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      await followers.follow(slug, personOf(call));
      return { following: true, followers: await followers.count(slug) };
    },
  });

  ctx.route({
    method: 'delete',
    path: '/channels/{slug}/follow',
    access: 'channel.follow',
    summary: 'Follows a channel no longer',
    input: one,
    output: followState,
    async handle({ slug }, call) {
      await followers.unfollow(slug, personOf(call));
      return { following: false, followers: await followers.count(slug) };
    },
  });
}
