import { AmanahError } from '@amanah/errors';
import type { Db, Queryable } from '@amanah/plugin-api';
import type { EntryContent, NewEntry } from '../../../shared/channels.ts';
import type { PlaylistStore } from '../../playlists/playlist-store.ts';
import type { ChannelRules } from '../channel-rules.ts';
import type { Channel, ChannelStore } from '../channel-store.ts';
import type { GuideReader } from '../guide/guide-reader.ts';
import { factsOf } from './entry-facts.ts';
import { firstOverlap } from './occurrences.ts';
import { dayMs, dayOf, timeOf } from './riyadh-time.ts';
import type { EntryFacts, ScheduleStore } from './schedule-store.ts';

export interface DeskParts {
  readonly db: Db;
  readonly channels: ChannelStore;
  readonly playlists: PlaylistStore;
  readonly schedule: ScheduleStore;
  readonly rules: ChannelRules;
  readonly guide: GuideReader;
}

/** Puts things on the schedules of channels. Who may do so is decided by whoever asks. */
export class ScheduleDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Adds an entry. @returns its id
   * @throws MEDIA_SCHEDULE_INVALID with each faulty field, MEDIA_SCHEDULE_OVERLAP with the other entry, and why its content may not be on a channel
   */
  async add(channel: Pick<Channel, 'slug' | 'kind'>, input: NewEntry, createdBy: string): Promise<string> {
    const { db, schedule, guide } = this.#parts;
    const facts = factsOf(input, Date.now());
    await this.#assertContent(facts.content, channel.kind);
    const seconds = await this.#seconds(channel.slug, facts);
    const id = await db.transaction(async (tx) => {
      await this.#assertRoom(tx, channel.slug, facts, seconds, null);
      return schedule.add(tx, channel.slug, facts, createdBy);
    });
    guide.forget();
    return id;
  }

  /** Writes an entry anew. @throws as `add`, and MEDIA_SCHEDULE_CHANGED */
  async change(channel: Pick<Channel, 'slug' | 'kind'>, id: string, version: number, input: NewEntry): Promise<void> {
    const { db, schedule, guide } = this.#parts;
    const facts = factsOf(input, Date.now());
    await this.#assertContent(facts.content, channel.kind);
    const seconds = await this.#seconds(channel.slug, facts);
    await db.transaction(async (tx) => {
      await this.#assertRoom(tx, channel.slug, facts, seconds, id);
      await schedule.replace(tx, id, version, facts);
    });
    guide.forget();
  }

  async #assertContent({ kind, id }: EntryContent, channel: Channel['kind']): Promise<void> {
    const { rules, playlists } = this.#parts;
    if (kind === 'programme') return rules.assertProgramme(id, channel);
    if (kind === 'broadcast') return rules.assertBroadcast(id, channel);
    const playlist = await playlists.find(id);
    if (!playlist) throw new AmanahError('MEDIA_PLAYLIST_UNKNOWN', { detail: id });
    return rules.assertPlaylist(playlist.programmes, channel);
  }

  /** What plays for no time at all has no place on a schedule. */
  async #seconds(channel: string, { content, minutes }: EntryFacts): Promise<number> {
    const seconds = await this.#parts.schedule.secondsOf(channel, content, minutes);
    if (seconds <= 0) throw new AmanahError('MEDIA_SCHEDULE_INVALID', { fields: [{ path: 'content', message: 'empty' }] });
    return seconds;
  }

  /** Holds the channel's schedule and looks whether the entry has room there. */
  async #assertRoom(tx: Queryable, slug: string, facts: EntryFacts, seconds: number, self: string | null): Promise<void> {
    const { channels, schedule } = this.#parts;
    await channels.hold(tx, slug);
    const others = (await schedule.between(slug, facts.firstAt, facts.lastAt + 7 * dayMs, tx)).filter(({ id }) => id !== self);
    const meeting = firstOverlap({ ...facts, id: self ?? '', seconds }, others);
    if (!meeting) return;
    const { entry, beginsAt, endsAt } = meeting.other;
    throw new AmanahError('MEDIA_SCHEDULE_OVERLAP', {
      params: { titleAr: entry.title.ar, titleEn: entry.title.en, day: dayOf(beginsAt), time: timeOf(beginsAt) },
      fields: [
        { path: 'time', message: 'overlap' },
        { path: 'entry', message: entry.id },
        { path: 'begins', message: new Date(beginsAt).toISOString() },
        { path: 'ends', message: new Date(endsAt).toISOString() },
      ],
    });
  }
}
