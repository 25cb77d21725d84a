import { AmanahError } from '@amanah/errors';
import { readyText, type ReadyText } from '../../live/hls/ready-text.ts';
import type { Channel } from '../channel-store.ts';
import { linearPlaylist, type ListedSegment } from './linear-playlist.ts';
import type { Planning } from './planning.ts';
import type { LoggedStretch, RunLog } from './run-log.ts';
import type { LinearVariant } from './source.ts';
import type { Sources } from './sources.ts';
import { listedSegments } from './listed-segments.ts';
import { extendTimeline } from './timeline.ts';

const second = 1_000_000;
/** The playlist goes from so far behind the clock to so far before it: players stay three target durations behind its end, which is just now. */
const behind = 48 * second;
const ahead = 16 * second;
/** How far it is decided ahead of the clock what is sent: a changed schedule is heard later than that. */
const decided = 40 * second;
const mostTries = 5;
const retryAfterSeconds = 5;

/** A text and the moment until which it holds. */
interface MadeText {
  until: number;
  readonly text: Promise<ReadyText>;
}

/** The parts that make a channel's stream. */
export interface LinearParts {
  readonly log: RunLog;
  readonly planning: Planning;
  readonly sources: Sources;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The stream of one channel as this process answers it: what is logged near the clock, and one text a segment for all listeners. */
export class LinearStream {
  readonly #parts: LinearParts;
  readonly #texts = new Map<LinearVariant, MadeText>();
  #stretches: readonly LoggedStretch[] = [];
  #reading: Promise<void> | undefined;

  constructor(parts: LinearParts) {
    this.#parts = parts;
  }

  /** @throws MEDIA_CHANNEL_SILENT when there is nothing to send */
  async playlist(channel: Channel, variant: LinearVariant): Promise<ReadyText> {
    await this.#reach(channel);
    const now = this.#parts.now() * 1_000;
    const made = this.#texts.get(variant);
    if (made && now < made.until) return made.text;
    // Those who ask while it is made wait for the same text.
    const making: MadeText = { until: now + second, text: this.#make(channel, variant, now).then(({ text, until }) => ((making.until = until), text)) };
    this.#texts.set(variant, making);
    making.text.catch(() => this.#texts.delete(variant));
    return making.text;
  }

  async #make(channel: Channel, variant: LinearVariant, now: number): Promise<{ readonly text: ReadyText; readonly until: number }> {
    const all = await listedSegments(this.#stretches, variant, this.#parts.sources);
    const listed = all.filter((one) => isListed(one, now));
    if (listed.length === 0) throw new AmanahError('MEDIA_CHANNEL_SILENT', { detail: channel.slug, retryAfterSeconds });
    return { text: await readyText(linearPlaylist(listed), 'application/vnd.apple.mpegurl'), until: changesAt(all, now) };
  }

  /** Has what is sent next decided, by this process or another one. */
  async #reach(channel: Channel): Promise<void> {
    const now = this.#parts.now() * 1_000;
    if ((this.#stretches.at(-1)?.endsAt ?? 0) >= now + ahead + second) return;
    await (this.#reading ??= this.#decide(channel, now).finally(() => (this.#reading = undefined)));
  }

  async #decide(channel: Channel, now: number): Promise<void> {
    const { log, planning } = this.#parts;
    for (let tries = 0; tries < mostTries; tries++) {
      const last = await log.last(channel.slug);
      if (last && last.endsAt >= now + ahead + second) break;
      const plan = await planning.plan(channel, last, now / 1_000, (now + decided) / 1_000);
      // Whoever comes first finds the minute before now too: players need some segments to begin with.
      if (await log.append(channel.slug, last?.number ?? 0, extendTimeline(plan, last, now - behind, now + decided))) break;
    }
    this.#stretches = await log.between(channel.slug, now - behind, Number.MAX_SAFE_INTEGER);
    this.#texts.clear();
  }
}

function isListed({ beginsAt, endsAt }: ListedSegment, now: number): boolean {
  return endsAt > now - behind && beginsAt <= now + ahead;
}

/** When a segment enters the playlist or leaves it next. */
function changesAt(segments: readonly ListedSegment[], now: number): number {
  const moments = segments.flatMap(({ beginsAt, endsAt }) => [endsAt + behind, beginsAt - ahead]);
  return Math.min(...moments.filter((moment) => moment > now), now + ahead);
}
