import { setTimeout as wait } from 'node:timers/promises';
import { AmanahError } from '@amanah/errors';
import type { Db, Log } from '@amanah/plugin-api';
import type { Tracks } from '../captions/tracks.ts';
import type { Programmes } from '../programmes/programmes.ts';
import type { Problem, Programme } from '../programmes/programme-row.ts';
import type { MediaFiles } from '../storage/media-files.ts';
import type { Edition, Editions } from './editions.ts';
import { makeEdition } from './make-edition.ts';
import { cutSegments } from './stream-map.ts';
import { moveTimeline } from './timeline.ts';
import { fetched, type WorkFolders } from './work-folder.ts';

export interface TranscoderParts {
  readonly db: Db;
  readonly editions: Editions;
  readonly tracks: Tracks;
  readonly programmes: Programmes;
  readonly files: MediaFiles;
  readonly folders: WorkFolders;
  readonly log: Log;
  readonly maxSeconds: number;
  /** Tells who made a programme how far it is. */
  notify(programme: Programme, progress: number): Promise<void>;
}

const beatMs = 2_000;
/** A file that breaks the encoder so often breaks it for good. */
const mostTries = 4;
const pauseMs = 3_000;

class Stopped extends Error {}
class NoLongerWanted extends Error {}

/** Encodes programmes, one at a time in this process. Where it stood, the next process goes on. */
export class Transcoder {
  readonly #parts: TranscoderParts;
  #running: { readonly edition: Edition; readonly cancel: AbortController } | null = null;
  #busy: Promise<void> | null = null;
  #again = false;
  #stopping = false;

  constructor(parts: TranscoderParts) {
    this.#parts = parts;
  }

  /** Works off what waits; returns at once when this process is at it already, which then looks again. */
  async run(signal: AbortSignal): Promise<void> {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = this.#workOff(signal);
    try {
      await this.#busy;
    } finally {
      this.#busy = null;
    }
  }

  /** A programme's work is no longer wanted: when it runs here, its encoder is ended now. */
  cancelled(programme: string): void {
    if (this.#running?.edition.programme === programme) this.#running.cancel.abort(new NoLongerWanted());
  }

  /** Gives back what runs here, for another process or a later start. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#running?.cancel.abort(new Stopped());
    await this.#busy?.catch(() => undefined);
  }

  async #workOff(signal: AbortSignal): Promise<void> {
    let waited = false;
    while (!this.#stopping && !signal.aborted) {
      this.#again = false;
      const claimed = await this.#parts.editions.claim();
      if (claimed !== null && typeof claimed !== 'number') {
        waited = false;
        await this.#make(claimed, signal);
      } else if (typeof claimed === 'number' && !waited) {
        // Whoever holds the lease may have died just now; if not, it goes on by itself.
        waited = true;
        await wait(claimed + 500, undefined, { signal }).catch(() => undefined);
      } else if (!this.#again) return;
    }
  }

  async #make(edition: Edition, outside: AbortSignal): Promise<void> {
    const { editions, folders, log, programmes } = this.#parts;
    const cancel = new AbortController();
    const running = { edition, cancel };
    this.#running = running;
    const signal = AbortSignal.any([cancel.signal, outside]);
    let progress = edition.progress;
    const programme = await programmes.find(edition.programme);
    const beating = setInterval(() => void beat(), beatMs);
    const beat = async () => {
      const wanted = await editions.beat(edition, progress).catch(() => true);
      if (!wanted) cancel.abort(new NoLongerWanted());
      else if (programme) await this.#parts.notify(programme, progress).catch(() => undefined);
    };
    const folder = `${edition.programme}-${edition.number}`;
    try {
      if (!programme) throw new NoLongerWanted();
      if (edition.tries > mostTries) throw new AmanahError('MEDIA_TRANSCODING_FAILED', { detail: `worker died ${edition.tries} times` });
      const seconds = await this.#encode(edition, programme, folder, signal, (done) => (progress = Math.max(progress, done)));
      await this.#finish(edition, seconds);
      await folders.close(folder);
    } catch (error) {
      await this.#broken(edition, folder, error);
    } finally {
      clearInterval(beating);
      this.#running = null;
    }
    if (programme) await this.#parts.notify(programme, 1).catch((error: unknown) => log.debug({ err: error }, 'nobody was told of a finished programme'));
  }

  async #encode(edition: Edition, { id, kind }: Programme, name: string, signal: AbortSignal, onProgress: (done: number) => void): Promise<number> {
    const { editions, files, folders, maxSeconds } = this.#parts;
    const original = await editions.original(id);
    if (!original) throw new AmanahError('MEDIA_TRANSCODING_FAILED', { detail: `${id} has no original` });
    const folder = await folders.open(name);
    const source = await fetched(folder, 'source', original.bytes, async function* () {
      yield* await (await files.open(original.key)).stream();
    });
    return makeEdition(this.#parts, { edition, kind, source, folder, facts: original.facts, maxSeconds, signal, onProgress });
  }

  async #finish(edition: Edition, seconds: number): Promise<void> {
    const { db, editions, programmes, tracks } = this.#parts;
    const frames = (await editions.pictures(edition.programme, edition.number)).filter(({ kind }) => kind === 'frame');
    const poster = (frames[1] ?? frames[0])?.key;
    const before = await editions.inForce(edition.programme);
    const began = before && (await this.#beginOf(before));
    await db.transaction(async (tx) => {
      const one = await programmes.hold(tx, edition.programme);
      if (!(await editions.end(tx, edition, 'done'))) throw new NoLongerWanted();
      await editions.putInForce(tx, edition);
      if (began !== null) await moveTimeline(tx, tracks, one.id, began - (edition.encode.from ?? 0), seconds);
      await programmes.note(tx, one.id, {
        seconds,
        problem: null,
        ...(one.state === 'transcoding' ? { state: 'ready' as const } : {}),
        ...(poster && (one.poster === null || one.poster.startsWith('vod/')) ? { poster } : {}),
      });
    });
  }

  /** Second of the source at which an edition's first picture lies. */
  async #beginOf({ programme, number, encode, show }: Edition): Promise<number> {
    const [best] = await this.#parts.editions.renditions(programme, number);
    return (encode.from ?? 0) + (best ? cutSegments(best.stream, show).start : 0);
  }

  async #broken(edition: Edition, folder: string, error: unknown): Promise<void> {
    const { db, editions, programmes, folders, log } = this.#parts;
    const reason = this.#running?.cancel.signal.aborted ? this.#running.cancel.signal.reason : error;
    if (reason instanceof Stopped) return editions.giveBack(edition);
    if (reason instanceof NoLongerWanted || (error instanceof AmanahError && error.code === 'MEDIA_PROGRAMME_UNKNOWN')) return folders.close(folder);
    log.warn({ err: error, programme: edition.programme, try: edition.tries }, 'a programme could not be encoded');
    const last = edition.tries >= mostTries || error instanceof AmanahError;
    const problem: Problem = { code: 'MEDIA_TRANSCODING_FAILED', params: {} };
    await db.transaction(async (tx) => {
      if (!(await editions.end(tx, edition, last ? 'failed' : 'waiting', problem)) || !last) return;
      const one = await programmes.hold(tx, edition.programme);
      if (one.state === 'transcoding') await programmes.note(tx, one.id, { state: 'failed', problem });
    });
    if (last) await folders.close(folder);
    else await wait(pauseMs);
  }
}
