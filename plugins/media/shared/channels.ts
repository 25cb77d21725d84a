import { z } from 'zod';
import { programmeCard, programmeId, programmeKinds } from './programme.ts';

/**
 * Shapes of channels, their playlists, schedule, guide and followers. All under `/api/media`.
 *
 * For everyone (what the caller may not watch is left out):
 *   GET    /channels                                   → channelList         the open channels with what is on now and next
 *   GET    /channels/{slug}                            → channelPage         one channel; asked again at `changesAt`
 *   GET    /channels/{slug}/stream/master.m3u8         HLS, live             the linear stream (`stream` of a channel card)
 *   GET    /channels/{slug}/poster                     picture               (`poster` of a channel card)
 *   GET    /channels/{slug}/guide.ics                  iCalendar             the coming week of a channel
 *   GET    /guide           guideInput                 → guide               one Riyadh day of all channels
 *   GET    /guide.xml                                  XMLTV                 today and the coming week
 *   GET    /playlists/{id}                             → playlistPage
 * Signed in (HTTP_SIGN_IN_NEEDED otherwise):
 *   GET    /followed                                   → followedChannels
 *   PUT    /channels/{slug}/follow                     → followState         following already: stays
 *   DELETE /channels/{slug}/follow                     → followState
 * The office (permission `channel.write` on the unit to change, `programme.read` to read):
 *   GET    /office/playlists                           → officePlaylists
 *   POST   /office/playlists                           newPlaylist → officePlaylist
 *   GET    /office/playlists/{id}                      → officePlaylist
 *   PATCH  /office/playlists/{id}                      playlistChange → officePlaylist
 *   DELETE /office/playlists/{id}?version=             MEDIA_PLAYLIST_IN_USE while a channel needs it
 *   GET    /office/channels                            → officeChannels
 *   POST   /office/channels                            newChannel → officeChannel
 *   GET    /office/channels/{slug}                     → officeChannel
 *   PATCH  /office/channels/{slug}                     channelChange → officeChannel
 *   PUT    /office/channels/{slug}/poster              a picture as the body → officeChannel
 *   DELETE /office/channels/{slug}?version=            only one that is closed
 *   GET    /office/channels/{slug}/schedule            scheduleInput → schedule    days of it, with every repeat
 *   POST   /office/channels/{slug}/schedule            newEntry → scheduleEntry    MEDIA_SCHEDULE_OVERLAP names the other entry,
 *          also in its `fields`: `entry` (its id), `begins` and `ends` of the occurrence that is in the way
 *   PATCH  /office/channels/{slug}/schedule/{entry}    entryChange → scheduleEntry
 *   DELETE /office/channels/{slug}/schedule/{entry}?version=
 *   GET    /office/channels/{slug}/as-run              asRunInput → asRun          what was really sent
 * A programme's and a planned broadcast's channel: `channel` (a slug or `null`) is sent to their own routes; programmes are answered with slug, title, page.
 */

const words = (longest: number) => z.strictObject({ ar: z.string().trim().min(1).max(longest), en: z.string().trim().min(1).max(longest) });
const maybeWords = (longest: number) => z.strictObject({ ar: z.string().trim().max(longest), en: z.string().trim().max(longest) });
const bilingual = z.strictObject({ ar: z.string(), en: z.string() });
const version = z.number().int().min(1);

export const channelSlug = z
  .string()
  .min(2)
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
/** A day in Riyadh, `2026-11-27`. */
export const riyadhDay = z.iso.date();
/** An hour in Riyadh: `18:00`, or `18:00:30` where seconds matter. */
export const riyadhTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/);

// Playlists

export const newPlaylist = z.strictObject({
  title: words(160),
  about: maybeWords(2_000).default({ ar: '', en: '' }),
  /** Default: the caller's own unit. */
  unit: z.string().max(60).optional(),
  /** In order; the same one may come again. */
  programmes: z.array(programmeId).max(500).default([]),
});
/** Fields left out stay; `version` is the one that was read. */
export const playlistChange = z.strictObject({
  version,
  title: words(160).optional(),
  about: maybeWords(2_000).optional(),
  programmes: z.array(programmeId).max(500).optional(),
});
export const playlistPage = z.strictObject({
  id: z.string(),
  title: bilingual,
  about: bilingual,
  /** Portal address of its page. */
  to: z.string(),
  /** Of all programmes together. */
  seconds: z.number(),
  programmes: z.array(programmeCard),
});
/** `programmes` also has those that are not on the shelf (any more): they are left out of what people see and hear. */
export const officePlaylist = playlistPage.extend({
  version: z.number().int(),
  unit: z.string(),
  changedAt: z.string(),
  mayWrite: z.boolean(),
  /** Channels of which it is the filler or that have it on their schedule. */
  usedBy: z.array(z.strictObject({ slug: z.string(), title: bilingual })),
});
export const officePlaylists = z.strictObject({
  playlists: z.array(officePlaylist.omit({ programmes: true }).extend({ count: z.number().int() })),
});

// What is on

/**
 * programme: one programme; playlist: several, one after another; broadcast: a planned broadcast, for which the player leaves the linear stream; filler:
 * nothing is planned, the filler playlist runs.
 */
export const onAirKinds = ['programme', 'playlist', 'broadcast', 'filler'] as const;

/** A stretch of a channel's day. Neighbours never overlap. */
export const guideEntry = z.strictObject({
  /** The same for the same stretch as long as the schedule stays. */
  key: z.string(),
  kind: z.enum(onAirKinds),
  /** Of the programme, the playlist or the broadcast; of the filler playlist for filler. */
  title: bilingual,
  about: bilingual,
  begins: z.string(),
  ends: z.string(),
  /** The programme or broadcast; `null` for playlist and filler. */
  programme: programmeCard.nullable(),
  /** Id of the playlist, for playlist and filler. */
  playlist: z.string().nullable(),
  /** A broadcast that runs just now. */
  live: z.boolean(),
});

/** What is heard at this moment: within a playlist or filler the very programme. */
export const playing = z.strictObject({
  programme: programmeCard,
  /** When it began and when it will be over, as the stream has it. */
  begins: z.string(),
  ends: z.string(),
});

export const channelCard = z.strictObject({
  slug: channelSlug,
  kind: z.enum(programmeKinds),
  title: bilingual,
  about: bilingual,
  /** Portal address of its page. */
  to: z.string(),
  poster: z.string().nullable(),
  /** Address of the linear stream's master playlist; `null`: it has nothing to send now. */
  stream: z.string().nullable(),
  now: guideEntry.nullable(),
  playing: playing.nullable(),
  next: guideEntry.nullable(),
  /** A broadcast of this channel that runs just now: players go to its own `stream`. */
  live: z.strictObject({ programme: programmeCard, stream: z.string() }).nullable(),
  /** When to ask again: what is heard or shown changes then. */
  changesAt: z.string().nullable(),
  /** `null`: nobody is signed in. */
  following: z.boolean().nullable(),
});

export const channelList = z.strictObject({ channels: z.array(channelCard) });

export const channelPage = channelCard.extend({
  followers: z.number().int(),
  /** The next hours. */
  upcoming: z.array(guideEntry),
  /** Its programmes on the shelf, the newest first. */
  latest: z.array(programmeCard),
  /** Its broadcasts that are announced. */
  announced: z.array(programmeCard.extend({ startsAt: z.string().nullable() })),
  playlists: z.array(playlistPage.omit({ programmes: true })),
});

// Guide

export const guideInput = z.strictObject({
  /** Default: today in Riyadh. From 60 days ago to 60 days ahead. */
  day: riyadhDay.optional(),
});
export const guide = z.strictObject({
  day: riyadhDay,
  /** ISO moments of the day's beginning and end. */
  begins: z.string(),
  ends: z.string(),
  /** The moment of this answer; what contains it is on now. */
  at: z.string(),
  channels: z.array(z.strictObject({ channel: channelCard, entries: z.array(guideEntry) })),
});

// Followers

export const followState = z.strictObject({ following: z.boolean(), followers: z.number().int() });
export const followedChannels = z.strictObject({
  channels: z.array(z.strictObject({ slug: channelSlug, title: bilingual, to: z.string(), since: z.string() })),
});

// Channels in the office

export const newChannel = z.strictObject({
  slug: channelSlug,
  kind: z.enum(programmeKinds),
  title: words(160),
  about: maybeWords(2_000).default({ ar: '', en: '' }),
  /** Default: the caller's own unit. */
  unit: z.string().max(60).optional(),
  /** Playlist that runs whenever nothing is planned. A video channel takes only playlists of videos. */
  filler: z.uuid().nullable().default(null),
  /** Closed: only the office sees it. */
  open: z.boolean().default(true),
});
/** Fields left out stay; slug, kind and unit never change. */
export const channelChange = z.strictObject({
  version,
  title: words(160).optional(),
  about: maybeWords(2_000).optional(),
  filler: z.uuid().nullable().optional(),
  open: z.boolean().optional(),
});
export const officeChannel = channelCard.extend({
  version: z.number().int(),
  unit: z.string(),
  filler: z.strictObject({ id: z.string(), title: bilingual }).nullable(),
  open: z.boolean(),
  mayWrite: z.boolean(),
  followers: z.number().int(),
});
export const officeChannels = z.strictObject({ channels: z.array(officeChannel) });

// Schedule

export const entryContent = z.strictObject({ kind: z.enum(['programme', 'playlist', 'broadcast']), id: z.uuid() });
export const repeats = ['once', 'daily', 'weekly'] as const;

const entryFields = {
  content: entryContent,
  /** First day and the hour, in Riyadh. */
  day: riyadhDay,
  time: riyadhTime,
  repeat: z.enum(repeats),
  /** For `weekly`: the days, 0 = Sunday … 6 = Saturday. Of an entry of another kind: empty. */
  weekdays: z.array(z.number().int().min(0).max(6)).max(7),
  /** Last day on which it may begin; needed for a repeated one, at most 400 days after `day`. */
  until: riyadhDay.nullable(),
  /** How long a broadcast is planned to be; the length of anything else is its content's own. */
  minutes: z.number().int().min(1).max(1_440).nullable(),
};
export const newEntry = z.strictObject({
  ...entryFields,
  repeat: entryFields.repeat.default('once'),
  weekdays: entryFields.weekdays.default([]),
  until: entryFields.until.default(null),
  minutes: entryFields.minutes.default(null),
});
/** Fields left out stay. */
export const entryChange = z.strictObject({ version, ...z.strictObject(entryFields).partial().shape });

export const scheduleEntry = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  ...entryFields,
  title: bilingual,
  /** Length of what it plays now. */
  seconds: z.number(),
  /** Nothing of it can be played (withdrawn, deleted, not for everyone any more): the filler runs instead. */
  empty: z.boolean(),
});

/** Days of a schedule, in Riyadh, both counted; at most 62. */
export const scheduleInput = z.strictObject({ from: riyadhDay, to: riyadhDay });
export const schedule = z.strictObject({
  /** Entries that begin within these days. */
  entries: z.array(scheduleEntry),
  /** Each time that one begins within these days, in order; gaps are the filler's. */
  occurrences: z.array(z.strictObject({ entry: z.string(), begins: z.string(), ends: z.string() })),
});

/** What was sent on a day in Riyadh. */
export const asRunInput = z.strictObject({ day: riyadhDay.optional() });
export const asRun = z.strictObject({
  rows: z.array(
    z.strictObject({
      begins: z.string(),
      ends: z.string(),
      /** `null`: it was deleted since. */
      programme: z.strictObject({ id: z.string(), title: bilingual }).nullable(),
      kind: z.enum(['planned', 'filler']),
    }),
  ),
});

export type ChannelCard = z.infer<typeof channelCard>;
export type ChannelPage = z.infer<typeof channelPage>;
export type GuideEntry = z.infer<typeof guideEntry>;
export type Guide = z.infer<typeof guide>;
export type Playing = z.infer<typeof playing>;
export type PlaylistPage = z.infer<typeof playlistPage>;
export type OfficePlaylist = z.infer<typeof officePlaylist>;
export type OfficePlaylists = z.infer<typeof officePlaylists>;
export type NewPlaylist = z.infer<typeof newPlaylist>;
export type PlaylistChange = z.infer<typeof playlistChange>;
export type OfficeChannel = z.infer<typeof officeChannel>;
export type NewChannel = z.infer<typeof newChannel>;
export type ChannelChange = z.infer<typeof channelChange>;
export type EntryContent = z.infer<typeof entryContent>;
export type NewEntry = z.infer<typeof newEntry>;
export type EntryChange = z.infer<typeof entryChange>;
export type ScheduleEntry = z.infer<typeof scheduleEntry>;
export type Schedule = z.infer<typeof schedule>;
