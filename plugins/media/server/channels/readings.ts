import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import type { ChannelCard, ChannelPage, Guide, PlaylistPage } from '../../shared/channels.ts';
import { playlistPageOf } from '../playlists/playlist-answers.ts';
import type { PlaylistStore } from '../playlists/playlist-store.ts';
import { cardOf } from '../programmes/answers.ts';
import { isFor, watcherOf } from '../programmes/audience.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import { channelCardOf, guideEntryOf } from './channel-answers.ts';
import type { Followers } from './followers/followers.ts';
import type { GuideReader } from './guide/guide-reader.ts';
import { dayBegins, dayMs, dayOf } from './schedule/riyadh-time.ts';

/** What people read of channels, each as the caller may see it: for routes and pages. */
export interface Readings {
  /** The open channels with what is on now and next. */
  list(call: Call): Promise<ChannelCard[]>;
  /** @throws MEDIA_CHANNEL_UNKNOWN also for one that is closed */
  page(slug: string, call: Call): Promise<ChannelPage>;
  /** One day in Riyadh of all open channels. @param day `2026-11-27`; default: today @throws HTTP_NOT_FOUND for one that is too far away */
  guide(day: string | undefined, call: Call): Promise<Guide>;
  /** @throws MEDIA_PLAYLIST_UNKNOWN also for one that has nothing for the caller */
  playlist(id: string, call: Call): Promise<PlaylistPage>;
}

const upcomingMs = 12 * 3_600_000;
const mostLatest = 24;
/** How far the guide goes back and ahead. */
const mostDays = 60;

export interface ReadingParts {
  readonly programmes: ProgrammeParts;
  readonly playlists: PlaylistStore;
  readonly followers: Followers;
  readonly guide: GuideReader;
}

export function readingsOf({ programmes: parts, playlists, followers, guide }: ReadingParts): Readings {
  const { ctx, programmes } = parts;
  /** Which of all channels somebody follows; `null`: nobody is signed in. */
  const followedBy = async ({ actor }: Call) => (actor ? new Set((await followers.of(actor.person.id)).map(({ slug }) => slug)) : null);
  const programmesOf = async (ids: readonly string[]) => new Map((await programmes.findAll([...new Set(ids)])).map((one) => [one.id, one]));

  return {
    async list(call) {
      const [now, followed] = await Promise.all([guide.now(), followedBy(call)]);
      const watcher = watcherOf(call, ctx.access);
      return now.listings.map((listing) => channelCardOf(now, listing, watcher, followed && followed.has(listing.channel.slug)));
    },

    async page(slug, call) {
      const [now, followed] = await Promise.all([guide.now(), followedBy(call)]);
      const listing = now.listings.find(({ channel }) => channel.slug === slug);
      if (!listing) throw new AmanahError('MEDIA_CHANNEL_UNKNOWN', { detail: slug });
      const watcher = watcherOf(call, ctx.access);
      const [latest, announced, lists, count] = await Promise.all([
        programmes.shelf(watcher, { channel: slug, limit: mostLatest }),
        programmes.announcedOf(slug),
        playlists.ofChannel(slug),
        followers.count(slug),
      ]);
      const items = await programmesOf(lists.flatMap((list) => list.programmes));
      return {
        ...channelCardOf(now, listing, watcher, followed && followed.has(slug)),
        followers: count,
        upcoming: listing.slots.filter(({ beginsAt }) => beginsAt > now.at && beginsAt < now.at + upcomingMs).map((slot) => guideEntryOf(slot, now.programmes)),
        latest: latest.map(cardOf),
        announced: announced.filter((one) => isFor(one, watcher)).map((one) => ({ ...cardOf(one), startsAt: one.startsAt })),
        playlists: lists.flatMap((list) => {
          const { programmes: shown, ...page } = playlistPageOf(list, items, watcher);
          return shown.length > 0 ? [page] : [];
        }),
      };
    },

    async guide(day, call) {
      const at = Date.now();
      const begins = dayBegins(day ?? dayOf(at));
      const ends = begins + dayMs;
      if (Math.abs(begins - at) > (mostDays + 1) * dayMs) throw new AmanahError('HTTP_NOT_FOUND', { detail: day ?? '' });
      const [now, { listings, programmes: named }, followed] = await Promise.all([guide.now(), guide.between(begins, ends), followedBy(call)]);
      const watcher = watcherOf(call, ctx.access);
      return {
        day: dayOf(begins),
        begins: new Date(begins).toISOString(),
        ends: new Date(ends).toISOString(),
        at: new Date(at).toISOString(),
        channels: now.listings.flatMap((listing) => {
          const { slug } = listing.channel;
          const found = listings.find(({ channel }) => channel.slug === slug);
          const channel = channelCardOf(now, listing, watcher, followed && followed.has(slug));
          return found ? [{ channel, entries: found.slots.map((slot) => guideEntryOf(slot, named)) }] : [];
        }),
      };
    },

    async playlist(id, call) {
      const found = await playlists.find(id);
      const page = found && playlistPageOf(found, await programmesOf(found.programmes), watcherOf(call, ctx.access));
      // One that has nothing for the caller is not there for them: the office may still be at work on it.
      if (!page || page.programmes.length === 0) throw new AmanahError('MEDIA_PLAYLIST_UNKNOWN', { detail: id });
      return page;
    },
  };
}
