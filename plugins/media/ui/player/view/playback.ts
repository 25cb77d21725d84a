import type { Stream } from './stream.ts';

/** What can be done with an opened programme, by buttons and keys alike. */
export class Playback {
  readonly host: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly stream: Stream;
  readonly #changed: () => void;

  constructor(host: HTMLElement, video: HTMLVideoElement, stream: Stream, changed: () => void) {
    this.host = host;
    this.video = video;
    this.stream = stream;
    this.#changed = changed;
  }

  /** First and last second that can be reached. */
  get span(): { readonly from: number; readonly to: number } {
    const { seekable, duration } = this.video;
    const last = seekable.length > 0 ? seekable.end(seekable.length - 1) : 0;
    return {
      from: seekable.length > 0 ? seekable.start(0) : 0,
      to: this.stream.isLive ? (this.stream.edge ?? last) : Number.isFinite(duration) ? duration : last,
    };
  }

  /** Whether a broadcast is watched as it happens. */
  get atEdge(): boolean {
    const { edge } = this.stream;
    return edge !== null && this.video.currentTime > edge - 5;
  }

  toggle(): void {
    if (this.video.paused) void this.video.play().catch(this.#changed);
    else this.video.pause();
  }

  seekTo(seconds: number): void {
    const { from, to } = this.span;
    this.video.currentTime = Math.min(Math.max(seconds, from), Math.max(from, to));
  }

  seekBy(seconds: number): void {
    this.seekTo(this.video.currentTime + seconds);
  }

  goLive(): void {
    const { edge } = this.stream;
    if (edge !== null) this.video.currentTime = edge;
    void this.video.play().catch(this.#changed);
  }

  setVolume(volume: number): void {
    this.video.volume = Math.min(Math.max(volume, 0), 1);
    this.video.muted = this.video.volume === 0;
  }

  toggleMute(): void {
    this.video.muted = !this.video.muted;
    if (!this.video.muted && this.video.volume === 0) this.video.volume = 0.5;
  }

  toggleCaptions(): void {
    const { stream } = this;
    if (stream.caption >= 0) stream.caption = -1;
    else stream.showCaptions();
  }

  setSoundOnly(on: boolean): void {
    this.stream.setSoundOnly(on);
    this.host.toggleAttribute('sound-only', on);
    if (on && document.pictureInPictureElement) void document.exitPictureInPicture().catch(this.#changed);
    this.#changed();
  }

  setSpeed(speed: number): void {
    this.video.playbackRate = speed;
    this.#changed();
  }

  toggleTheatre(): void {
    this.host.toggleAttribute('theatre');
    this.#changed();
  }

  toggleFullscreen(): void {
    const { video, host } = this as { video: HTMLVideoElement & { webkitEnterFullscreen?: () => void }; host: HTMLElement };
    if (document.fullscreenElement) void document.exitFullscreen().catch(this.#changed);
    // Telephones of one maker show nothing but the video itself on the full screen.
    else if ('requestFullscreen' in host) void host.requestFullscreen().catch(this.#changed);
    else video.webkitEnterFullscreen?.();
  }

  togglePictureInPicture(): void {
    if (document.pictureInPictureElement) void document.exitPictureInPicture().catch(this.#changed);
    else if (document.pictureInPictureEnabled && this.video.videoWidth > 0) void this.video.requestPictureInPicture().catch(this.#changed);
  }
}

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;
