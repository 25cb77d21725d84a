import { z } from 'zod';
import { programmeId } from './programme.ts';

const moment = z.number().min(0).max(86_400);

/** How far the machines are with a programme, and what there is to choose from. */
export const processingOutput = z.strictObject({
  state: z.enum(['none', 'waiting', 'running', 'done', 'failed', 'cancelled']),
  /** From 0 to 1. */
  progress: z.number(),
  original: z
    .strictObject({
      name: z.string(),
      bytes: z.number(),
      seconds: z.number(),
      width: z.number().nullable(),
      height: z.number().nullable(),
      sounds: z.boolean(),
    })
    .nullable(),
  renditions: z.array(z.strictObject({ name: z.string(), width: z.number().nullable(), height: z.number().nullable(), bits: z.number(), bytes: z.number() })),
  /** Still frames for the poster, with the name to choose one by. */
  frames: z.array(z.strictObject({ name: z.string(), atSeconds: z.number(), address: z.string() })),
  /** WebVTT of the pictures for seeking; `null`: none. */
  sprites: z.string().nullable(),
  /** Whether the wave of the sound can be read. */
  wave: z.boolean(),
  /** Whether anything of the source is not shown now. */
  cut: z.boolean(),
});
export type Processing = z.infer<typeof processingOutput>;

/** Seconds of the programme as it is shown now; `null`: from its beginning, to its end. */
export const cutInput = z.strictObject({
  id: programmeId,
  from: moment.nullable().default(null),
  to: moment.nullable().default(null),
  /** To the frame, encoded anew; otherwise at the nearest borders of segments (four seconds), at once. */
  exact: z.boolean().default(false),
});

export const cutOutput = z.strictObject({
  /** `at-once`: it is cut; `encoding`: it will be, once the new edition is made. */
  outcome: z.enum(['at-once', 'encoding']),
  from: z.number(),
  to: z.number(),
});

export const posterChoice = z.strictObject({ id: programmeId, frame: z.string().regex(/^frame-\d$/) });
export const posterOutput = z.strictObject({ poster: z.string() });

export const linkInput = z.strictObject({
  id: programmeId,
  /** For whom or what. */
  note: z.string().trim().min(1).max(200),
  hours: z
    .number()
    .int()
    .min(1)
    .max(24 * 90),
});
const link = z.strictObject({ id: z.string(), note: z.string(), expiresAt: z.string(), createdAt: z.string(), withdrawnAt: z.string().nullable() });
/** The address is told once, when it is made. */
export const linkMade = z.strictObject({ id: z.string(), address: z.string(), expiresAt: z.string() });
export const linkList = z.strictObject({ links: z.array(link) });

const amount = z.strictObject({ files: z.number(), bytes: z.number() });
export const storageOutput = z.strictObject({
  quotaBytes: z.number(),
  units: z.array(z.strictObject({ unit: z.string(), bytes: z.number() })),
  kinds: z.array(amount.extend({ kind: z.string() })),
  /** The largest ones first. */
  programmes: z.array(
    z.strictObject({
      id: z.string(),
      title: z.strictObject({ ar: z.string(), en: z.string() }),
      unit: z.string(),
      bytes: z.number(),
      originalBytes: z.number(),
    }),
  ),
  /** Files that belong to nothing any more, and such as are named but not there. Only for those who see all units. */
  orphaned: amount.nullable(),
  missing: amount.nullable(),
});
