import { z } from 'zod';
import { captionsException, officeProgramme, programmeKinds, programmeProblem, programmeWords } from './programme.ts';

/** What the media office says of a broadcast to come. */
export const broadcastPlan = programmeWords.extend({
  kind: z.enum(programmeKinds).default('video'),
  /** Default: the caller's own unit. */
  unit: z.string().max(60).optional(),
  startsAt: z.iso.datetime({ offset: true }).optional(),
  /** Why the recording may be published without captions: then it is published as soon as the broadcast is over. */
  captionsException: captionsException.optional(),
});

/** Where the encoder sends, and its one-time key: shown this once, and kept nowhere. */
export const encoderAddress = z.strictObject({
  /** `rtmp://host:port/live`, or the `rtmps://` address of a proxy; `null`: no process takes encoders just now. */
  address: z.string().nullable(),
  key: z.string(),
});

export const plannedBroadcast = z.strictObject({ programme: officeProgramme, encoder: encoderAddress });

/** What the media office watches while a broadcast runs; asked for again every few seconds. */
export const broadcastMonitor = z.strictObject({
  state: officeProgramme.shape.state,
  /** none: nothing has come yet; on: it comes; away: it broke off just now; slate: viewers see that it is interrupted. */
  signal: z.enum(['none', 'on', 'away', 'slate']),
  source: z.enum(['rtmp', 'browser']).nullable(),
  awaySince: z.string().nullable(),
  /** Sound with a still picture: `asked` for, or because the link is too `weak`. */
  soundOnly: z.enum(['asked', 'weak']).nullable(),
  startedAt: z.string().nullable(),
  address: z.string().nullable(),
  hasKey: z.boolean(),
  keyIssuedAt: z.string().nullable(),
  viewers: z.number().int(),
  /** Why the last encoder was refused or sent away. */
  problem: programmeProblem.nullable(),
  figures: z
    .strictObject({
      kbps: z.number(),
      framesPerSecond: z.number(),
      droppedFrames: z.number(),
      speed: z.number(),
      keyFrameSeconds: z.number().nullable(),
      crashes: z.number().int(),
      weakLink: z.boolean(),
      /** The smaller picture for weak lines; given-up: it could not be made as fast as the broadcast goes on. */
      smallPicture: z.enum(['none', 'on', 'given-up']),
    })
    .nullable(),
});

export type BroadcastPlan = z.infer<typeof broadcastPlan>;
export type BroadcastMonitor = z.infer<typeof broadcastMonitor>;
export type PlannedBroadcast = z.infer<typeof plannedBroadcast>;
