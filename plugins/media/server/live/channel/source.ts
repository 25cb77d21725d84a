import type { EncoderInput } from '../ffmpeg/arguments.ts';

/** Whatever sends a broadcast's picture and sound to this process. */
export interface Source {
  readonly from: 'rtmp' | 'browser';
  /** What ffmpeg reads; `copyVideo`: as far as the channel allows it. */
  input(copyVideo: boolean): EncoderInput;
  readonly hasVideo: boolean;
  /** A new ffmpeg reads it: it is to begin with its headers again, and where it can at its last key frame; `fromNow`: without what was sent before. */
  again(fromNow: boolean): void;
  /** Told of a switch to sound with a still picture, so that a browser stops sending its picture. */
  soundOnly(on: boolean): void;
  /** Sends it away. */
  close(): void;
}
