import { z } from 'zod';
import { programmeCard } from './programme.ts';

const bilingual = z.strictObject({ ar: z.string(), en: z.string() });

/** A radio that sends a programme just now. */
export const radioOnAir = z.strictObject({
  slug: z.string(),
  title: bilingual,
  to: z.string(),
  poster: z.string().nullable(),
  /** Title of what is heard. */
  heard: bilingual,
});

/** What the home page and service cards ask for: broadcasts that run and are announced, and the radios. */
export const onAirOutput = z.strictObject({
  programmes: z.array(programmeCard.extend({ startsAt: z.string().nullable() })),
  radios: z.array(radioOnAir),
});

export type RadioOnAir = z.infer<typeof radioOnAir>;
export type OnAir = z.infer<typeof onAirOutput>;
