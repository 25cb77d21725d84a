import type { Db } from '@amanah/plugin-api';
import { variantsOf, type LinearVariant, type Part, type Source } from './source.ts';
import { recording, type StoredPart, type StoredSegment, type StoredTracks } from './stored-tracks.ts';

/** The target duration of every channel: it may never change, so nothing longer is sent. */
export const targetSeconds = 6;
const longestSegment = (targetSeconds + 0.49) * 1_000_000;
/** All that is stored of an hour is some hundred kilobytes; its borders alone, by which it is planned, a tenth of that. */
const mostStored = 60;
const mostPlanned = 1_000;
/** Half a frame, as where programmes are cut. */
const halfFrame = 20_000;

interface State {
  readonly id: string;
  readonly kind: 'video' | 'audio';
  readonly sendable: boolean;
  readonly edition: number | null;
  readonly recorded: boolean;
  readonly packed: boolean;
  readonly from: number | null;
  readonly to: number | null;
}

/** Programmes as channels play them. What is stored of an edition never changes and is remembered; whether it may be sent is asked each time. */
export class Sources {
  readonly #db: Db;
  readonly #tracks: StoredTracks;
  readonly #read = new Map<string, Promise<StoredPart[]>>();
  readonly #planned = new Map<string, Source>();

  constructor(db: Db, tracks: StoredTracks) {
    this.#db = db;
    this.#tracks = tracks;
  }

  /** Of these programmes those that may be sent on a channel of a kind now, by id: for everyone, on the shelf, with what the channel needs. */
  async sendable(ids: readonly string[], kind: 'video' | 'audio'): Promise<Map<string, Source>> {
    return this.#sources(
      (await this.#states(ids)).filter((one) => one.sendable),
      kind,
    );
  }

  /** Of these programmes those that a channel of a kind could send if they were on the shelf. */
  async fitting(ids: readonly string[], kind: 'video' | 'audio'): Promise<Map<string, Source>> {
    return this.#sources(await this.#states(ids), kind);
  }

  /** An edition that was begun, as long as its programme may be sent. */
  async current(programme: string, edition: number, kind: 'video' | 'audio'): Promise<Source | null> {
    const [state] = await this.#states([programme]);
    if (!state?.sendable) return null;
    const isInForce = edition === (state.edition ?? recording);
    return this.#source(isInForce ? state : { ...state, from: null, to: null }, edition, kind);
  }

  /** All that is stored of an edition or a recording; none when it was deleted. */
  parts(programme: string, edition: number, packed = true): Promise<StoredPart[]> {
    const key = `${programme}/${edition}/${edition === recording && !packed ? 'pieces' : 'whole'}`;
    const found = this.#read.get(key);
    if (found) return found;
    const read = this.#tracks.read(programme, edition);
    this.#read.set(key, read);
    // One that is not there (any more), or not packed yet, is looked for again.
    const forget = () => void this.#read.delete(key);
    read.then((parts) => (parts.length === 0 || key.endsWith('pieces')) && forget(), forget);
    if (this.#read.size > mostStored) this.#read.delete(this.#read.keys().next().value!);
    return read;
  }

  /** Which of these programmes may be heard by everyone at this moment, and which are recordings in pieces yet. */
  async open(ids: readonly string[]): Promise<{ readonly sendable: ReadonlySet<string>; readonly unpacked: ReadonlySet<string> }> {
    const states = await this.#states(ids);
    const named = (filter: (one: State) => boolean) => new Set(states.filter(filter).map(({ id }) => id));
    return { sendable: named(({ sendable }) => sendable), unpacked: named(({ recorded, packed }) => recorded && !packed) };
  }

  async #sources(states: readonly State[], kind: 'video' | 'audio'): Promise<Map<string, Source>> {
    const found = new Map<string, Source>();
    for (const state of states) {
      if (state.edition === null && !state.recorded) continue;
      const source = await this.#source(state, state.edition ?? recording, kind);
      if (source) found.set(state.id, source);
    }
    return found;
  }

  /** What an edition has never changes but by a cut; a recording may still grow. */
  async #source(state: State, edition: number, kind: 'video' | 'audio'): Promise<Source | null> {
    const { id, packed, from, to } = state;
    const key = `${id}/${edition}/${kind}/${from}/${to}`;
    const found = this.#planned.get(key);
    if (found) return found;
    const source = sourceOf(id, edition, await this.parts(id, edition, packed), kind, state);
    if (source && (edition !== recording || packed)) {
      if (this.#planned.size >= mostPlanned) this.#planned.delete(this.#planned.keys().next().value!);
      this.#planned.set(key, source);
    }
    return source;
  }

  async #states(ids: readonly string[]): Promise<State[]> {
    if (ids.length === 0) return [];
    return this.#db.query<State>(
      `SELECT p.id, p.kind, p.state = 'published' AND p.audience = 'everyone' AS sendable, e.number AS edition, p.origin = 'live' AND p.ended_at IS NOT NULL AS recorded,
         b.packed_at IS NOT NULL AS packed, COALESCE(e.show_from, b.trim_from)::float8 AS from, COALESCE(e.show_to, b.trim_to)::float8 AS to
       FROM programme p LEFT JOIN edition e ON e.programme = p.id AND e.in_force LEFT JOIN broadcast b ON b.programme = p.id WHERE p.id = ANY($1::uuid[])`,
      [[...new Set(ids)]],
    );
  }
}

/** `null`: it lacks what a channel of the kind needs, or its pieces are too long for a stream whose target duration is fixed. */
function sourceOf(
  programme: string,
  edition: number,
  stored: readonly StoredPart[],
  kind: 'video' | 'audio',
  cut: { readonly from: number | null; readonly to: number | null },
): Source | null {
  const leading = variantsOf(kind)[0]!;
  const [from, to] = [(cut.from ?? 0) * 1_000_000, cut.to === null ? Number.POSITIVE_INFINITY : cut.to * 1_000_000];
  const parts: Part[] = [];
  let before = 0;
  for (const { number, tracks } of stored) {
    const lead = tracks[leading]?.segments ?? [];
    if (!variantsOf(kind).every((variant) => tracks[variant])) return null;
    if (lead.some(({ lasts }) => lasts > longestSegment)) return null;
    const shown = lead.filter(({ at, lasts }) => before + at + lasts > from + halfFrame && before + at < to - halfFrame);
    if (shown.length > 0) parts.push({ number, marks: [...shown.map(({ at }) => at), endOf(shown.at(-1)!)], starts: startsOf(tracks) });
    before += lead.length === 0 ? 0 : endOf(lead.at(-1)!);
  }
  return parts.length > 0 ? { programme, edition, parts } : null;
}

function startsOf(tracks: StoredPart['tracks']): Part['starts'] {
  const starts: Partial<Record<LinearVariant, number[]>> = {};
  for (const variant of ['h', 'l', 'a'] as const) {
    const track = tracks[variant];
    if (track) starts[variant] = track.segments.map(({ at }) => at);
  }
  return starts;
}

function endOf({ at, lasts }: StoredSegment): number {
  return at + lasts;
}
