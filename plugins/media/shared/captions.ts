import { z } from 'zod';
import { languageTag, programmeId } from './programme.ts';

/** Longest captions of one language, in characters; a day of speech is shorter. */
export const longestCaptions = 2_000_000;

/** One caption: `from` and `to` in seconds; `text` as people read it, lines joined by a line feed, with the markup of `webvtt.ts`. */
export const cue = z.strictObject({
  from: z.number().min(0).max(360_000),
  to: z.number().min(0).max(360_000),
  text: z.string().max(1_000),
  /** Where on the picture it stands, as WebVTT says it: only what was read and checked. */
  settings: z.partialRecord(z.enum(['line', 'position', 'size', 'align']), z.string().max(20)).optional(),
});
export type Cue = z.infer<typeof cue>;

const trackAnswer = z.strictObject({ language: z.string(), version: z.number().int(), changedAt: z.string(), cues: z.array(cue).readonly() });
export const trackList = z.strictObject({
  tracks: z.array(z.strictObject({ language: z.string(), version: z.number().int(), changedAt: z.string(), cues: z.number().int(), seconds: z.number() })),
});
export const trackOutput = trackAnswer;

/** Captions as the editor sends them; `version` is the one that was read, 0 for a language that had none. */
export const trackInput = z.strictObject({
  id: programmeId,
  language: languageTag,
  version: z.number().int().min(0),
  cues: z.array(cue).max(20_000),
});

export const transcriptOutput = z.strictObject({
  language: z.string(),
  /** `to` is where the next one begins, or where it is no longer said. */
  lines: z.array(z.strictObject({ from: z.number(), to: z.number(), text: z.string() })),
});

export const spokenHits = z.strictObject({
  hits: z.array(
    z.strictObject({
      programme: z.string(),
      title: z.strictObject({ ar: z.string(), en: z.string() }),
      language: z.string(),
      from: z.number(),
      text: z.string(),
      /** Address of its page at that moment. */
      to: z.string(),
    }),
  ),
});
