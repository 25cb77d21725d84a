import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { StreamStore } from '../live/channel/stream-store.ts';
import { PlaylistStore, type Playlist } from '../playlists/playlist-store.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { Editions } from '../transcoding/editions.ts';
import { ChannelRules } from './channel-rules.ts';
import { ChannelStore, type Channel } from './channel-store.ts';
import { Followers } from './followers/followers.ts';
import { GuideReader } from './guide/guide-reader.ts';
import { Planning } from './linear/planning.ts';
import { RunLog } from './linear/run-log.ts';
import { Sources } from './linear/sources.ts';
import { StoredTracks } from './linear/stored-tracks.ts';
import { readingsOf, type Readings } from './readings.ts';
import { ScheduleDesk } from './schedule/schedule-desk.ts';
import { ScheduleStore } from './schedule/schedule-store.ts';

type Reading = 'programme.read' | 'channel.write';

/** What the parts of channels share. */
export interface ChannelParts {
  readonly programmes: ProgrammeParts;
  readonly channels: ChannelStore;
  readonly playlists: PlaylistStore;
  readonly schedule: ScheduleStore;
  readonly desk: ScheduleDesk;
  readonly followers: Followers;
  readonly sources: Sources;
  readonly planning: Planning;
  readonly log: RunLog;
  readonly rules: ChannelRules;
  readonly guide: GuideReader;
  readonly readings: Readings;
  /** One on whose unit the caller holds a permission. @throws MEDIA_CHANNEL_UNKNOWN also for those of other units */
  channelOfOffice(slug: string, permission: Reading, call: Call): Promise<Channel>;
  /** @throws MEDIA_PLAYLIST_UNKNOWN also for those of other units */
  playlistOfOffice(id: string, permission: Reading, call: Call): Promise<Playlist>;
}

export function channelParts(programmes: ProgrammeParts, store: StreamStore): ChannelParts {
  const { ctx } = programmes;
  const channels = new ChannelStore(ctx.db);
  const playlists = new PlaylistStore(ctx.db);
  const schedule = new ScheduleStore(ctx.db);
  const sources = new Sources(ctx.db, new StoredTracks(new Editions(ctx.db), store));
  const planning = new Planning(schedule, playlists, sources);
  const log = new RunLog(ctx.db);
  const rules = new ChannelRules(programmes.programmes, sources);
  const guide = new GuideReader({ channels, schedule, planning, log, programmes: programmes.programmes });
  const parts = {
    programmes,
    channels,
    playlists,
    schedule,
    followers: new Followers(ctx.db),
    sources,
    planning,
    log,
    rules,
    guide,
    desk: new ScheduleDesk({ db: ctx.db, channels, playlists, schedule, rules, guide }),
    async channelOfOffice(slug: string, permission: Reading, { actor }: Call) {
      const one = await channels.find(slug);
      if (!one || !ctx.access.may(actor, `media:${permission}`, one.unit)) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      return one;
    },
    async playlistOfOffice(id: string, permission: Reading, { actor }: Call) {
      const one = await playlists.find(id);
      if (!one || !ctx.access.may(actor, `media:${permission}`, one.unit)) throw new AmanahError('MEDIA_PLAYLIST_UNKNOWN', { detail: id });
      return one;
    },
  };
  return { ...parts, readings: readingsOf(parts) };
}
