import type { Arrived } from '../channel/picture-watch.ts';

/** What the process that takes RTMP tells the hub. */
export type FromRtmp =
  | { readonly say: 'listening'; readonly port: number }
  /** An encoder wants to publish under a key; it waits for the answer. */
  | { readonly say: 'knock'; readonly session: string; readonly key: string }
  /** What an admitted encoder sends: found out from its first messages. */
  | { readonly say: 'begins'; readonly session: string; readonly facts: RtmpFacts }
  /** FLV, from its header on, beginning with a key frame; `turn` is that of the `again` which asked for it. */
  | { readonly say: 'bytes'; readonly session: string; readonly turn: number; readonly bytes: Uint8Array }
  /** What came in the last second or so. */
  | { readonly say: 'arrived'; readonly session: string; readonly arrived: Arrived }
  | { readonly say: 'gone'; readonly session: string };

/** What the hub tells it. */
export type ToRtmp =
  | { readonly say: 'admit'; readonly session: string }
  | { readonly say: 'refuse'; readonly session: string }
  /** Sends FLV from its header again, `fromNow` or from the last key frame on: another ffmpeg reads it now. */
  | { readonly say: 'again'; readonly session: string; readonly turn: number; readonly fromNow: boolean };

export interface RtmpFacts {
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
  /** H.264, which is passed on as it is. */
  readonly h264: boolean;
  /** AAC, which is passed on as it is. */
  readonly aac: boolean;
}

/** What the process is told as its argument. */
export interface RtmpListening {
  readonly bind: string;
  /** 0: any that is free, at best `before`. */
  readonly port: number;
  /** Port that encoders were told before the hub started again. */
  readonly before: number | null;
}
