import type { ChannelCard, GuideEntry, OfficeChannel, Playing } from '../../shared/channels.ts';
import { cardOf, streamPath } from '../programmes/answers.ts';
import { isFor, type Watcher } from '../programmes/audience.ts';
import type { Programme } from '../programmes/programme-row.ts';
import type { Channel } from './channel-store.ts';
import type { OnNow } from './guide/guide-reader.ts';
import type { Slot } from './guide/lineup.ts';

/** Address of a channel's own parts: stream, poster, guide. */
export function channelAddress(slug: string): string {
  return `/api/media/channels/${slug}`;
}

export function channelPath(slug: string): string {
  return `/watch/channels/${slug}`;
}

/** A stretch of the guide; `programmes` has those that it names. */
export function guideEntryOf({ key, kind, title, about, beginsAt, endsAt, content }: Slot, programmes: ReadonlyMap<string, Programme>): GuideEntry {
  const programme = kind === 'programme' || kind === 'broadcast' ? programmes.get(content) : undefined;
  return {
    key,
    kind,
    title,
    about,
    begins: iso(beginsAt),
    ends: iso(endsAt),
    programme: programme ? cardOf(programme) : null,
    playlist: kind === 'playlist' || kind === 'filler' ? content : null,
    live: kind === 'broadcast' && programme?.state === 'live',
  };
}

/** A channel as it is at a moment, for somebody; `following` = `null`: nobody is signed in. */
export function channelCardOf(
  { at, programmes, running }: OnNow,
  { channel, slots, playing }: OnNow['listings'][number],
  watcher: Watcher,
  following: boolean | null,
): ChannelCard {
  const { slug, kind, title, about, poster } = channel;
  const now = slots.find(({ beginsAt, endsAt }) => beginsAt <= at && at < endsAt);
  const next = slots.find((slot) => slot.beginsAt > at && slot.kind !== 'filler');
  const live = running.find((one) => isFor(one, watcher) && (one.channel?.slug === slug || (now?.kind === 'broadcast' && now.content === one.id)));
  const isSent = playing !== null || channel.fillerSeconds > 0 || now?.kind === 'programme' || now?.kind === 'playlist';
  const moments = [now?.endsAt, next?.beginsAt, playing?.endsAt].filter((moment) => moment !== undefined);
  return {
    slug,
    kind,
    title,
    about,
    to: channelPath(slug),
    poster: poster === null ? null : `${channelAddress(slug)}/poster?of=${poster.split('/').at(-1)}`,
    stream: isSent ? `${channelAddress(slug)}/stream/master.m3u8` : null,
    now: now ? guideEntryOf(now, programmes) : null,
    playing: playing && playingOf(playing, programmes),
    next: next ? guideEntryOf(next, programmes) : null,
    live: live ? { programme: cardOf(live), stream: `${streamPath}/${live.id}/master.m3u8` } : null,
    changesAt: moments.length === 0 ? null : iso(Math.min(...moments)),
    following,
  };
}

export function officeChannelOf(card: ChannelCard, { version, unit, filler, fillerTitle, open, followers }: Channel, mayWrite: boolean): OfficeChannel {
  return { ...card, version, unit, filler: filler !== null && fillerTitle ? { id: filler, title: fillerTitle } : null, open, mayWrite, followers };
}

function playingOf(
  { programme, beginsAt, endsAt }: NonNullable<OnNow['listings'][number]['playing']>,
  programmes: ReadonlyMap<string, Programme>,
): Playing | null {
  const found = programmes.get(programme);
  return found ? { programme: cardOf(found), begins: iso(beginsAt), ends: iso(endsAt) } : null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
