import { randomUUID } from 'node:crypto';
import { AmanahError } from '@amanah/errors';
import type { Log } from '@amanah/plugin-api';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import { ffmpegVersion } from '../ffmpeg/find-ffmpeg.ts';
import type { LiveConfig } from '../live-config.ts';
import type { Broadcast, Broadcasts } from './broadcasts.ts';
import { Channel, type ChannelParts } from './channel.ts';
import { endBroadcast, type EndingParts } from './ending.ts';
import type { Source } from './source.ts';
import type { LiveStreams } from './stream-memory.ts';
import type { StreamStore } from './stream-store.ts';

export interface ChannelsParts {
  readonly programmes: ProgrammeParts;
  readonly config: LiveConfig;
  readonly broadcasts: Broadcasts;
  readonly store: StreamStore;
  readonly streams: LiveStreams;
  readonly stills: ChannelParts['stills'];
  readonly pack: EndingParts['pack'];
}

const tickMs = 2_000;
const idleStreamMs = 120_000;

/** The broadcasts that run in this process. A process holds a channel by a lease; where one dies, another takes over what it held. */
export class Channels {
  /** Name of this process among those of the hub. */
  readonly server = randomUUID();
  readonly #parts: ChannelsParts;
  readonly #log: Log;
  readonly #channels = new Map<string, Channel>();
  #timer: NodeJS.Timeout | undefined;
  #ticking: Promise<void> | undefined;

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
    this.#log = parts.programmes.ctx.log;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#tickOnce(), tickMs).unref();
  }

  /** What runs here is written out and left to the other processes. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
    await Promise.all([...this.#channels].map(([programme, channel]) => this.#leave(programme, channel)));
  }

  get(programme: string): Channel | undefined {
    return this.#channels.get(programme);
  }

  /**
   * Whether an encoder may begin, or go on with, a broadcast now; then this process holds it.
   * @throws MEDIA_FFMPEG_MISSING, MEDIA_BROADCAST_OVER, MEDIA_BROADCAST_EARLY, MEDIA_KEY_IN_USE, MEDIA_CHANNELS_FULL
   */
  async admit(broadcast: Broadcast): Promise<void> {
    const { config, broadcasts } = this.#parts;
    await ffmpegVersion();
    if (broadcast.state !== 'scheduled' && broadcast.state !== 'live') throw new AmanahError('MEDIA_BROADCAST_OVER', { detail: broadcast.programme });
    if (broadcast.state === 'scheduled') {
      const opens = (broadcast.startsAt?.getTime() ?? 0) - config.earlyMinutes * 60_000;
      if (Date.now() < opens) throw new AmanahError('MEDIA_BROADCAST_EARLY', { params: { minutes: config.earlyMinutes } });
      if ((await broadcasts.runningCount()) >= config.channels) throw new AmanahError('MEDIA_CHANNELS_FULL', { params: { channels: config.channels } });
    }
    if (this.#channels.get(broadcast.programme)?.hasSource || !(await broadcasts.take(broadcast.programme, this.server)))
      throw new AmanahError('MEDIA_KEY_IN_USE', { detail: broadcast.programme });
  }

  /** An admitted encoder begins to send: the broadcast goes live, or on. */
  async attach(broadcast: Broadcast, source: Source): Promise<void> {
    const { ctx, programmes, streams } = this.#parts.programmes;
    const { programme } = broadcast;
    const started = await ctx.db.transaction(async (tx) => {
      const one = await programmes.hold(tx, programme);
      if (one.state === 'live') return false;
      if (one.state !== 'scheduled') throw new AmanahError('MEDIA_BROADCAST_OVER', { detail: programme });
      await programmes.note(tx, programme, { state: 'live', startedAt: new Date() });
      const { title, unit, audience, services } = one;
      await ctx.events.emit(tx, { type: 'broadcast.started', subject: programme, data: { id: programme, title, unit, audience, services } });
      return true;
    });
    streams.forget(programme);
    if (started)
      await ctx.audit.record({
        action: 'broadcast.started',
        actor: null,
        subject: `programme/${programme}`,
        requestId: `live-${programme}`,
        data: { source: source.from },
      });
    await this.#open(broadcast).attach(source);
  }

  /** Ends a broadcast that this process runs, or that nobody runs; one of another process is ended there within seconds. */
  async end(broadcast: Broadcast, why: string): Promise<void> {
    const { broadcasts } = this.#parts;
    const { programme } = broadcast;
    await broadcasts.askEnd(programme);
    const channel = this.#channels.get(programme);
    if (!channel && !(await broadcasts.take(programme, this.server))) return;
    if (channel) await channel.close();
    this.#channels.delete(programme);
    await endBroadcast(this.#parts, programme, why);
  }

  #open(broadcast: Broadcast): Channel {
    const { programme, kind } = broadcast;
    const existing = this.#channels.get(programme);
    if (existing) return existing;
    const { config, broadcasts, store, streams, stills, programmes } = this.#parts;
    const { files, log } = programmes.ctx;
    const channel = new Channel({ programme, kind, config, broadcasts, store, stream: streams.of(programme), files, stills, log });
    void channel.setSoundOnly(broadcast.soundOnly);
    this.#channels.set(programme, channel);
    return channel;
  }

  async #leave(programme: string, channel: Channel): Promise<void> {
    this.#channels.delete(programme);
    const { broadcasts } = this.#parts;
    try {
      const sent = channel.hasSource;
      await channel.close();
      if (sent) await broadcasts.note(programme, { signal: 'away', awaySince: new Date() });
      await broadcasts.release(programme, this.server);
    } catch (error) {
      this.#log.warn({ err: error, programme }, 'a broadcast could not be left in order; its lease ends by itself');
    }
  }

  #tickOnce(): Promise<void> {
    return (this.#ticking ??= this.#tick()
      .catch((error: unknown) => this.#log.warn({ err: error }, 'broadcasts could not be looked after; tried again in two seconds'))
      .finally(() => (this.#ticking = undefined)));
  }

  async #tick(): Promise<void> {
    const { broadcasts, streams } = this.#parts;
    streams.sweep(idleStreamMs);
    const held = new Map((this.#channels.size > 0 ? await broadcasts.renew(this.server) : []).map((one) => [one.programme, one]));
    for (const [programme, channel] of this.#channels) {
      const broadcast = held.get(programme);
      if (broadcast) await this.#lookAfter(broadcast, channel);
      else await this.#leave(programme, channel);
    }
    for (const orphan of await broadcasts.orphans()) await this.#adopt(orphan);
  }

  async #lookAfter(broadcast: Broadcast, channel: Channel): Promise<void> {
    const { config, broadcasts } = this.#parts;
    const { programme, startedAt, awaySince } = broadcast;
    const minutesSince = (at: Date | null) => (at === null ? 0 : (Date.now() - at.getTime()) / 60_000);
    if (broadcast.endAsked) return this.end(broadcast, 'asked');
    if (minutesSince(startedAt) > config.maxMinutes) return this.end(broadcast, 'too-long');
    if (!channel.hasSource && minutesSince(awaySince) > config.endAfterAwayMinutes) return this.end(broadcast, 'encoder-away');
    // The channel changes it by itself as well: what was read a moment ago may be older than what it knows.
    if (broadcast.soundOnly !== channel.soundOnly) await channel.setSoundOnly((await broadcasts.find(programme))?.soundOnly ?? null);
    await broadcasts.noteMonitor(programme, channel.figures());
  }

  /** Goes on with what a process left that died: its encoder comes back here or elsewhere, or viewers are told. */
  async #adopt(orphan: Broadcast): Promise<void> {
    const { broadcasts } = this.#parts;
    const { programme, signal } = orphan;
    if (!(await broadcasts.take(programme, this.server)) || this.#channels.has(programme)) return;
    if (orphan.endAsked) return this.end(orphan, 'asked');
    const awaySince = signal === 'on' || !orphan.awaySince ? new Date() : orphan.awaySince;
    await broadcasts.note(programme, { signal: signal === 'slate' ? 'slate' : 'away', awaySince });
    this.#open(orphan).waitForSource(Date.now() - awaySince.getTime());
    this.#log.info({ programme }, 'a broadcast whose process ended is looked after here');
  }
}
