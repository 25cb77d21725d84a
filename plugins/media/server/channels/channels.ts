import { z } from 'zod';
import { notifications } from '../../../notifications/contract.ts';
import type { StreamStore } from '../live/channel/stream-store.ts';
import { registerPlaylistRoutes } from '../playlists/playlist-routes.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { channelParts, type ChannelParts } from './channel-parts.ts';
import { registerChannelRoutes } from './channel-routes.ts';
import { declareFollowerData } from './followers/follower-data.ts';
import { registerFollowRoutes } from './followers/follow-routes.ts';
import { noteHappening, tellFollowers, type Happening } from './followers/tell-followers.ts';
import { registerGuideExports } from './guide/guide-exports.ts';
import { answerLinearStreams } from './linear/answer-linear.ts';
import { registerOfficeChannelRoutes } from './office-channel-routes.ts';
import { registerScheduleRoutes } from './schedule/schedule-routes.ts';

const programmeHappening = z.object({ id: z.uuid() });
const hourMs = 3_600_000;

/** Channels: playlists, schedule, linear streams, guide, followers. */
export function registerChannels(programmes: ProgrammeParts, store: StreamStore): ChannelParts {
  const { ctx } = programmes;
  const parts = channelParts(programmes, store);
  registerPlaylistRoutes(parts);
  registerChannelRoutes(parts);
  registerOfficeChannelRoutes(parts);
  registerScheduleRoutes(parts);
  registerFollowRoutes(parts);
  registerGuideExports(parts);
  answerLinearStreams(ctx, parts.channels, { ...parts, now: Date.now });
  declareFollowerData(ctx, parts.followers);

  const telling = { db: ctx.db, followers: parts.followers, find: (id: string) => programmes.programmes.find(id), notifications: () => ctx.use(notifications) };
  // Each run tells all that waits; the one of every minute goes on where a process died.
  const tell = ctx.job({
    name: 'tell-followers',
    input: z.strictObject({ because: z.string().max(100).optional() }),
    key: ({ because = 'left' }) => because,
    attempts: 5,
    timeoutMs: hourMs,
    cron: '* * * * *',
    run: (_input, { signal }) => tellFollowers(telling, signal),
  });
  const happened = (kind: Happening) => async (id: string) => {
    if (await noteHappening(telling, kind, id)) await tell.enqueue({ because: `${kind}/${id}` });
  };
  ctx.events.on('media.broadcast.started', programmeHappening, ({ data }) => happened('live')(data.id));
  ctx.events.on('media.programme.published', programmeHappening, ({ data }) => happened('published')(data.id));
  ctx.job({
    name: 'forget-old-runs',
    input: z.strictObject({}),
    key: () => 'forget-old-runs',
    attempts: 3,
    timeoutMs: 600_000,
    cron: '50 3 * * *',
    run: () => parts.log.forgetOld(),
  });
  return parts;
}
