import { z } from 'zod';
import type { Site } from './sites.ts';

const site = z.object({
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  district: z.string().optional(),
  street: z.string().optional(),
  shortAddress: z.string().optional(),
});

/** The place of a form's answers; one that is not written yet is empty. */
export function siteOf(answers: Readonly<Record<string, unknown>>): Site {
  const read = site.safeParse(answers['site']);
  return read.success ? read.data : {};
}
