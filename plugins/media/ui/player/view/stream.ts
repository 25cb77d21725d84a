import Hls, { type ErrorData } from 'hls.js';
import { LineWatch } from './line-watch.ts';
import { SoundOnlyLoader } from './sound-only.ts';

/** What stands between the viewer and the stream now; `null`: nothing. */
export type Trouble = 'not-yet' | 'offline' | 'retrying' | 'gone' | 'failed';

export interface StreamEvents {
  onTrouble(trouble: Trouble | null): void;
  /** Captions or rungs are known, or others than before. */
  onChoices(): void;
  /** The line does not carry the smallest picture. */
  onWeak(): void;
  /** It would carry it again. */
  onStrong(): void;
}

const firstRetryMs = 1_000;
const longestRetryMs = 15_000;
const mostRepairs = 3;
/** Picture and sound of a broadcast may end so far apart. */
const unevenSeconds = 0.5;
const unevenMs = 500;

/** One stream in one video element: by hls.js, or by the browser itself where it plays HLS and has nothing else. */
export class Stream {
  isLive = false;
  readonly #video: HTMLVideoElement;
  #address: string;
  /** Of the captions that are read, or would be when they are on. */
  #captionLanguage: string;
  readonly #events: StreamEvents;
  #hls: Hls | null = null;
  #soundOnly: boolean;
  /** Where it was told to begin, until it stands there. */
  #pending: number | null = null;
  /** Everything to its end has been read. */
  #isWhole = false;
  #captions = true;
  /** What was read of captions, by hls.js's name of their track. */
  readonly #cues = new Map<string, VTTCue[]>();
  #repairs = 0;
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #line: LineWatch;
  readonly #gone = new AbortController();

  constructor(video: HTMLVideoElement, address: string, { language, soundOnly }: { language: string; soundOnly: boolean }, events: StreamEvents) {
    this.#video = video;
    this.#address = address;
    this.#captionLanguage = language;
    this.#soundOnly = soundOnly;
    this.#events = events;
    const { signal } = this.#gone;
    addEventListener('online', () => this.#timer !== undefined && this.retry(), { signal });
    const measured = () => {
      const hls = this.#soundOnly ? null : this.#hls;
      return hls && { estimate: hls.bandwidthEstimate, least: Math.min(...hls.levels.map(({ averageBitrate }) => averageBitrate)) };
    };
    this.#line = new LineWatch(video, measured, events, signal);
    for (const type of ['playing', 'seeked']) video.addEventListener(type, () => (this.#pending = null), { signal });
    video.addEventListener('waiting', () => this.#endWhereSoundEnds(), { signal });
  }

  /** @param at seconds; `null`: the beginning, or the edge of a broadcast */
  start(at: number | null): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#pending = at;
    this.#isWhole = false;
    this.#hls?.destroy();
    this.#hls = null;
    if (!Hls.isSupported()) {
      this.#startNative(at);
      return;
    }
    const hls = new Hls({
      // Pages of the portal allow no worker made of text; segments are MP4 already, so there is little to do in one.
      enableWorker: false,
      liveSyncDurationCount: 2,
      backBufferLength: 90,
      maxBufferLength: 30,
      capLevelToPlayerSize: true,
      startPosition: at ?? -1,
      // Its own track elements are made of a data: address, which pages of the portal do not load.
      renderTextTracksNatively: false,
      manifestLoadPolicy: loading(8_000),
      playlistLoadPolicy: loading(10_000),
      ...(this.#soundOnly ? { pLoader: SoundOnlyLoader as never } : {}),
    });
    this.#hls = hls;
    this.#cues.clear();
    hls.on(Hls.Events.CUES_PARSED, (_event, { track, cues }) => {
      const known = this.#cues.get(track) ?? [];
      this.#cues.set(track, known);
      for (const cue of cues as VTTCue[]) if (!known.some(({ startTime, text }) => startTime === cue.startTime && text === cue.text)) known.push(cue);
    });
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.#events.onChoices());
    // hls.js chooses for itself right after it has said so: the last word is ours.
    hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, () => queueMicrotask(() => this.#hls === hls && this.#chooseCaptions()));
    hls.on(Hls.Events.LEVEL_LOADED, (_event, { details }) => {
      if (this.isLive === details.live) return;
      this.isLive = details.live;
      this.#events.onChoices();
    });
    hls.on(Hls.Events.FRAG_BUFFERED, (_event, { stats }) => {
      this.#line.came(stats.loaded, (stats.loading.end - stats.loading.start) / 1_000);
      this.#retries = 0;
      this.#events.onTrouble(null);
    });
    hls.on(Hls.Events.BUFFERED_TO_END, () => {
      this.#isWhole = true;
      this.#endWhereSoundEnds();
    });
    hls.on(Hls.Events.ERROR, (_event, data) => this.#onError(data));
    hls.loadSource(this.#address);
    hls.attachMedia(this.#video);
  }

  /** Address of the playlist of playlists. */
  get address(): string {
    return this.#address;
  }

  /** Seconds at which it stands, or is about to. */
  get at(): number {
    return this.#pending ?? this.#video.currentTime;
  }

  /** Whether only the sound is fetched. */
  get soundOnly(): boolean {
    return this.#soundOnly;
  }

  /** Fetches the sound alone, or the picture again, from the same moment on. */
  setSoundOnly(on: boolean): void {
    if (on === this.#soundOnly) return;
    this.#soundOnly = on;
    this.#repairs = 0;
    this.#line.forget();
    this.#restart();
  }

  /** Goes on with another stream, as it happens there. */
  change(address: string): void {
    if (address === this.#address) return;
    this.#address = address;
    const playing = !this.#video.paused || this.#video.ended;
    this.start(null);
    if (playing) void this.#video.play().catch(() => undefined);
  }

  retry(): void {
    this.#retries = 0;
    this.#repairs = 0;
    this.#restart();
  }

  /** Moment at which a broadcast is now; `null` where there is none. */
  get edge(): number | null {
    if (!this.isLive) return null;
    const { seekable } = this.#video;
    return this.#hls?.liveSyncPosition ?? (seekable.length > 0 ? seekable.end(seekable.length - 1) : null);
  }

  get captions(): readonly { readonly language: string; readonly name: string }[] {
    if (this.#hls) return this.#hls.subtitleTracks.map(({ lang, name }) => ({ language: lang ?? '', name }));
    return [...this.#video.textTracks].map(({ language, label }) => ({ language, name: label }));
  }

  /** Index of the captions that are read; -1: none. */
  get caption(): number {
    return this.#hls ? this.#hls.subtitleTrack : [...this.#video.textTracks].findIndex(({ mode }) => mode === 'hidden');
  }

  set caption(index: number) {
    this.#captions = index >= 0;
    if (index >= 0) this.#captionLanguage = this.captions[index]?.language ?? this.#captionLanguage;
    if (this.#hls) this.#hls.subtitleTrack = index;
    else for (const [at, track] of [...this.#video.textTracks].entries()) track.mode = at === index ? 'hidden' : 'disabled';
    this.#events.onChoices();
  }

  /** Turns captions on, in the language that was last read. */
  showCaptions(): void {
    const { captions } = this;
    const wanted = captions.findIndex(({ language }) => language.split('-')[0] === this.#captionLanguage.split('-')[0]);
    if (captions.length > 0) this.caption = Math.max(0, wanted);
  }

  /** What is said at this moment in the captions that are read. */
  get cues(): readonly VTTCue[] {
    if (!this.#hls) return [...this.#video.textTracks].filter(({ mode }) => mode === 'hidden').flatMap(({ activeCues }) => [...(activeCues ?? [])] as VTTCue[]);
    const index = this.#hls.subtitleTrack;
    const name = this.#hls.subtitleTracks[index]?.default ? 'default' : `subtitles${index}`;
    const at = this.#video.currentTime;
    return this.#cues.get(name)?.filter(({ startTime, endTime }) => startTime <= at && at < endTime) ?? [];
  }

  /** Heights of the pictures that there are. */
  get heights(): readonly number[] {
    return this.#soundOnly ? [] : (this.#hls?.levels.map(({ height }) => height) ?? []);
  }

  /** Index of the height asked for; -1: chosen by the line. */
  set height(index: number) {
    if (this.#hls) this.#hls.nextLevel = index;
  }

  end(): void {
    this.#gone.abort();
    clearTimeout(this.#timer);
    this.#hls?.destroy();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  #restart(): void {
    const playing = !this.#video.paused;
    const atEdge = this.edge !== null && this.at > this.edge - 6;
    this.start(atEdge ? null : this.at);
    if (playing) void this.#video.play().catch(() => undefined);
  }

  #startNative(at: number | null): void {
    const { signal } = this.#gone;
    this.#video.src = this.#address;
    this.#video.addEventListener('loadedmetadata', () => at !== null && (this.#video.currentTime = at), { once: true, signal });
    this.#video.addEventListener('durationchange', () => (this.isLive = this.#video.duration === Number.POSITIVE_INFINITY), { signal });
    this.#video.addEventListener('error', () => this.#later(navigator.onLine ? 'retrying' : 'offline'), { signal });
    this.#video.textTracks.addEventListener('addtrack', () => this.#chooseCaptions(), { signal });
  }

  /** Chromium waits where the sound ends before the picture, or the picture before the sound, and never says that it ended. */
  #endWhereSoundEnds(): void {
    const video = this.#video;
    if (!this.#isWhole) return;
    setTimeout(() => {
      const stands = this.#isWhole && !video.paused && !video.ended && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
      if (stands && video.duration - video.currentTime < unevenSeconds) video.currentTime = video.duration;
    }, unevenMs);
  }

  /** Captions are on from the beginning, in the page's language where there are such; who turned them off has them off on every restart. */
  #chooseCaptions(): void {
    if (this.#captions) this.showCaptions();
    else this.caption = -1;
  }

  #onError({ fatal, type, response }: ErrorData): void {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && this.#repairs++ < mostRepairs) {
      this.#hls?.recoverMediaError();
      void this.#video.play().catch(() => undefined);
      return;
    }
    const status = response?.code ?? 0;
    if (!navigator.onLine) this.#later('offline');
    else if (status === 404 || status === 403 || status === 410) this.#events.onTrouble('gone');
    else if (type === Hls.ErrorTypes.NETWORK_ERROR) this.#later(status >= 400 && this.#video.readyState === 0 ? 'not-yet' : 'retrying');
    else this.#events.onTrouble('failed');
  }

  #later(trouble: Trouble): void {
    this.#events.onTrouble(trouble);
    clearTimeout(this.#timer);
    const waitMs = Math.min(firstRetryMs * 2 ** this.#retries++, longestRetryMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#restart();
    }, waitMs);
  }
}

/** A few tries of its own before it is told as a fault. */
function loading(maxMs: number) {
  const retry = { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2_000 };
  return { default: { maxTimeToFirstByteMs: maxMs, maxLoadTimeMs: 2 * maxMs, timeoutRetry: retry, errorRetry: retry } };
}
