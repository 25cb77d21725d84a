import { AmanahError } from '@amanah/errors';
import type { Context } from '../../context.ts';
import { readyText, sendReady } from '../../live/hls/ready-text.ts';
import type { Channel, ChannelStore } from '../channel-store.ts';
import { linearMaster } from './linear-playlist.ts';
import { LinearStream, type LinearParts } from './linear-stream.ts';
import { variantsOf, type LinearVariant } from './source.ts';

/** How long what is known of a channel may lag behind its row. */
const freshMs = 2_000;
const mostRemembered = 200;
const playlistType = 'application/vnd.apple.mpegurl';

/** Answers the linear streams of channels. Their segments are those of the programmes, at the addresses that these have anyway. */
export function answerLinearStreams(ctx: Pick<Context, 'protocol'>, channels: Pick<ChannelStore, 'find'>, parts: LinearParts): void {
  const known = new Map<string, { readonly channel: Promise<Channel | null>; readonly until: number; readonly stream: LinearStream }>();
  const find = (slug: string) => {
    const found = known.get(slug);
    if (found && found.until > Date.now()) return found;
    if (!found && known.size >= mostRemembered) known.delete(known.keys().next().value!);
    const fresh = { channel: channels.find(slug), until: Date.now() + freshMs, stream: found?.stream ?? new LinearStream(parts) };
    fresh.channel.catch(() => known.delete(slug));
    known.set(slug, fresh);
    return fresh;
  };

  ctx.protocol({
    at: '/api/media/channels/:slug/stream/*',
    methods: ['GET'],
    access: { public: 'a channel sends only what is for everyone' },
    summary: 'HLS, live: the linear stream of a channel',
    async handle(request, response, _call, { slug = '', '*': path = '' }) {
      const { channel: found, stream } = find(slug);
      const channel = await found;
      if (!channel?.open) {
        known.delete(slug);
        throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      }
      const variant = /^([hla])\.m3u8$/.exec(path)?.[1] as LinearVariant | undefined;
      if (variant && variantsOf(channel.kind).includes(variant)) return sendReady(request, response, await stream.playlist(channel, variant));
      if (path !== 'master.m3u8') throw new AmanahError('HTTP_NOT_FOUND', { detail: path });
      // Nothing is promised that could not be played.
      await stream.playlist(channel, variantsOf(channel.kind)[0]!);
      return sendReady(request, response, await readyText(linearMaster(channel.kind), playlistType));
    },
  });
}
