import type { PlaylistStore } from '../../playlists/playlist-store.ts';
import type { Channel } from '../channel-store.ts';
import { occurrencesOf, type Occurrence } from '../schedule/occurrences.ts';
import { dayBegins, dayOf } from '../schedule/riyadh-time.ts';
import type { Entry, ScheduleStore } from '../schedule/schedule-store.ts';
import type { Source } from './source.ts';
import type { Sources } from './sources.ts';
import type { Plan, Planned, Stretch } from './timeline.ts';

/** An entry may still run so long after it should be over, since it began late. */
const overrunMs = 600_000;
const micros = 1_000;

/** Gathers what a channel is to send, as schedule, playlists and shelf are now. */
export class Planning {
  readonly #schedule: ScheduleStore;
  readonly #playlists: PlaylistStore;
  readonly #sources: Sources;

  constructor(schedule: ScheduleStore, playlists: PlaylistStore, sources: Sources) {
    this.#schedule = schedule;
    this.#playlists = playlists;
    this.#sources = sources;
  }

  /** From the last stretch of the log, or from the beginning of the day of a moment, up to another (milliseconds since 1970). */
  async plan({ slug, kind, filler }: Channel, last: Stretch | null, now: number, until: number): Promise<Plan> {
    // The whole day is read, so that whoever joins finds the same place in the filler.
    const from = Math.min(dayBegins(dayOf(now)), last === null ? now : last.endsAt / micros) - overrunMs;
    const entries = (await this.#schedule.between(slug, from, until)).filter(({ content, empty }) => content.kind !== 'broadcast' && !empty);
    const lists = [...entries.filter(({ content }) => content.kind === 'playlist').map(({ content }) => content.id), ...(filler === null ? [] : [filler])];
    const playlists = new Map((await this.#playlists.findAll(lists)).map(({ id, programmes }) => [id, programmes]));
    const ids = [...entries.filter(({ content }) => content.kind === 'programme').map(({ content }) => content.id), ...[...playlists.values()].flat()];
    const [sources, current] = await Promise.all([
      this.#sources.sendable(ids, kind),
      last === null ? null : this.#sources.current(last.programme, last.edition, kind),
    ]);
    const sourcesOf = (programmes: readonly string[]): Source[] => programmes.flatMap((id) => sources.get(id) ?? []);
    const planned = occurrencesOf(entries, from, until).flatMap((one) => plannedOf(one, (id) => sourcesOf(playlists.get(id) ?? [id])));
    const looped = filler === null ? [] : sourcesOf(playlists.get(filler) ?? []);
    return { kind, planned, filler: filler === null || looped.length === 0 ? null : { playlist: filler, sources: looped }, current };
  }
}

function plannedOf({ entry, beginsAt }: Occurrence<Entry>, sourcesOf: (content: string) => Source[]): Planned[] {
  const { kind, id } = entry.content;
  const sources = sourcesOf(id);
  if (sources.length === 0) return [];
  return [{ entry: entry.id, playlist: kind === 'playlist' ? id : null, plannedAt: beginsAt * micros, sources }];
}
