import { z } from 'zod';

/** `live` of config/plugins/media.yaml. */
export const liveConfig = z
  .strictObject({
    rtmp: z
      .strictObject({
        /** Takes encoders by RTMP at all. */
        enabled: z.boolean().default(true),
        /** Address at which encoders are taken; beyond this machine only within the Amanah's own network, or behind a proxy with TLS. */
        bind: z.string().default('127.0.0.1'),
        /** 0: any that is free. A taken one is tried again until it is free. */
        port: z.number().int().min(0).max(65_535).default(1935),
        /** Host that encoders are told; default: the portal's. */
        publicHost: z.string().nullable().default(null),
        /** The whole address that encoders are told, as of a proxy that takes RTMPS: `rtmps://live.example.sa/live`; default: host and port of the process. */
        publicAddress: z
          .string()
          .regex(/^rtmps?:\/\/[^/\s]+\/live$/)
          .nullable()
          .default(null),
      })
      .prefault({}),
    /** Broadcasts that run at the same time. */
    channels: z.number().int().min(1).max(100).default(4),
    /** What one encoder may send. */
    maxKbps: z.number().int().min(200).max(100_000).default(8_000),
    maxMinutes: z.number().int().min(1).max(1_440).default(360),
    /** An encoder may begin so long before the announced time. */
    earlyMinutes: z.number().int().min(0).max(10_080).default(60),
    segmentSeconds: z.number().min(0.5).max(6).default(1),
    /** An encoder that is back within so long goes on unseen; then viewers are told of the interruption. */
    slateAfterSeconds: z.number().min(1).max(300).default(20),
    /** A broadcast whose encoder stays away so long is over. */
    endAfterAwayMinutes: z.number().min(0.1).max(240).default(15),
    /** What is encoded here: what comes from browsers, and from encoders whose key frames are too far apart; and the smaller picture. */
    encode: z
      .strictObject({
        height: z.number().int().min(240).max(2_160).default(720),
        videoKbps: z.number().int().min(100).max(20_000).default(2_000),
        audioKbps: z.number().int().min(24).max(320).default(96),
        /** A smaller picture beside that of each broadcast whose own is larger, for weak lines; `false`: none. */
        small: z
          .union([
            z.literal(false),
            z.strictObject({ height: z.number().int().min(120).max(1_080).default(360), videoKbps: z.number().int().min(100).max(5_000).default(500) }),
          ])
          .prefault({}),
      })
      .prefault({}),
  })
  .prefault({});

export type LiveConfig = z.infer<typeof liveConfig>;
