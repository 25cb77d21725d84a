import type { Programme } from '../../programmes/programme-row.ts';
import type { Programmes } from '../../programmes/programmes.ts';
import type { Channel, ChannelStore } from '../channel-store.ts';
import type { Planning } from '../linear/planning.ts';
import type { LoggedStretch, RunLog } from '../linear/run-log.ts';
import { extendTimeline, longestUnheard, type Stretch } from '../linear/timeline.ts';
import type { ScheduleStore } from '../schedule/schedule-store.ts';
import { lineupOf, type Slot } from './lineup.ts';

/** What is heard at a moment. Moments in milliseconds since 1970. */
export interface Heard {
  readonly programme: string;
  readonly beginsAt: number;
  readonly endsAt: number;
}

/** A channel over a stretch of time. */
export interface Listing {
  readonly channel: Channel;
  readonly slots: readonly Slot[];
}

/** What is on at a moment, the same for everybody who asks. */
export interface OnNow {
  readonly at: number;
  readonly listings: readonly (Listing & { readonly playing: Heard | null })[];
  /** Every programme that is named, and all that run live. */
  readonly programmes: ReadonlyMap<string, Programme>;
  readonly running: readonly Programme[];
}

export interface GuideParts {
  readonly channels: ChannelStore;
  readonly schedule: ScheduleStore;
  readonly planning: Planning;
  readonly log: RunLog;
  readonly programmes: Programmes;
}

const hourMs = 3_600_000;
/** From when and how far ahead is read what is on now and next. */
const around = { behind: 12 * hourMs, ahead: 48 * hourMs } as const;
const freshMs = 3_000;
const mostRemembered = 150;
const micros = 1_000;

/** Reads line-ups; what was just read is told to everybody who asks within seconds. */
export class GuideReader {
  readonly #parts: GuideParts;
  readonly #remembered = new Map<string, { readonly until: number; readonly read: Promise<unknown> }>();

  constructor(parts: GuideParts) {
    this.#parts = parts;
  }

  /** The open channels as they are now. */
  now(): Promise<OnNow> {
    return this.#once('now', async () => {
      const at = Date.now();
      return this.#on(at, await this.#parts.channels.open());
    });
  }

  /** One channel as it is now, open or closed. */
  async nowOf(channel: Channel): Promise<OnNow> {
    return this.#on(Date.now(), [channel]);
  }

  /** All open channels from one moment to another, with every programme that is named. */
  between(from: number, to: number): Promise<{ readonly listings: readonly Listing[]; readonly programmes: ReadonlyMap<string, Programme> }> {
    return this.#once(`${from} ${to}`, async () => {
      const listings = await this.listings(await this.#parts.channels.open(), from, to);
      return { listings, programmes: await this.#named(listings, []) };
    });
  }

  /** What was just read is read again: somebody has changed it. */
  forget(): void {
    this.#remembered.clear();
  }

  async listings(channels: readonly Channel[], from: number, to: number): Promise<Listing[]> {
    const entries = Map.groupBy(await this.#parts.schedule.between(channels.length === 1 ? channels[0]!.slug : null, from, to), ({ channel }) => channel);
    return channels.map((channel) => {
      const { filler, fillerTitle, fillerSeconds, slug } = channel;
      const loop = filler !== null && fillerTitle && fillerSeconds > 0 ? { id: filler, title: fillerTitle } : null;
      return { channel, slots: lineupOf(entries.get(slug) ?? [], loop, from, to) };
    });
  }

  async #on(at: number, channels: readonly Channel[]): Promise<OnNow> {
    const [listings, logged, running] = await Promise.all([
      this.listings(channels, at - around.behind, at + around.ahead),
      this.#parts.log.at(at * micros),
      this.#parts.programmes.live(),
    ]);
    const heard = await Promise.all(listings.map(({ channel }) => this.#stretchAt(channel, logged.get(channel.slug), at)));
    const programmes = await this.#named(
      listings,
      heard.flatMap((one) => (one ? [one.programme] : [])),
    );
    return {
      at,
      running,
      programmes,
      listings: listings.map((listing, index) => ({ ...listing, playing: heardOf(heard[index] ?? null, listing.slots, programmes, at) })),
    };
  }

  /** What the stream sends at a moment; where nobody listens, what it would send. */
  async #stretchAt(channel: Channel, logged: LoggedStretch | undefined, at: number): Promise<Stretch | null> {
    if (logged) return logged;
    const found = await this.#parts.log.last(channel.slug);
    const last = found && found.endsAt >= at * micros - longestUnheard ? found : null;
    const plan = await this.#parts.planning.plan(channel, last, at, at + 1);
    return extendTimeline(plan, last, at * micros, at * micros + 1).at(-1) ?? null;
  }

  async #named(listings: readonly Listing[], more: readonly string[]): Promise<Map<string, Programme>> {
    const ids = listings.flatMap(({ slots }) => slots.filter(({ kind }) => kind === 'programme' || kind === 'broadcast').map(({ content }) => content));
    const found = await this.#parts.programmes.findAll([...new Set([...ids, ...more])]);
    return new Map(found.map((one) => [one.id, one]));
  }

  #once<T>(key: string, read: () => Promise<T>): Promise<T> {
    const found = this.#remembered.get(key);
    if (found && found.until > Date.now()) return found.read as Promise<T>;
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear();
    const fresh = read();
    this.#remembered.set(key, { until: Date.now() + freshMs, read: fresh });
    fresh.catch(() => this.#remembered.delete(key));
    return fresh;
  }
}

/** A programme ends by its length, or where the next entry cuts it off. */
function heardOf(stretch: Stretch | null, slots: readonly Slot[], programmes: ReadonlyMap<string, Programme>, at: number): Heard | null {
  const programme = stretch && programmes.get(stretch.programme);
  if (!stretch || !programme || stretch.beginsAt > at * micros || stretch.endsAt <= at * micros) return null;
  const beginsAt = Math.round(stretch.programmeAt / micros);
  const length = Math.round((programme.seconds ?? 0) * 1_000);
  const last = Math.round(stretch.endsAt / micros);
  const next = slots.find((slot) => slot.beginsAt > at && slot.kind !== 'filler' && slot.kind !== 'broadcast')?.beginsAt ?? Number.POSITIVE_INFINITY;
  return { programme: programme.id, beginsAt, endsAt: stretch.last ? last : Math.max(last, Math.min(beginsAt + length, next)) };
}
