import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const both = z.strictObject({ ar: z.string(), en: z.string() });
const line = both.extend({ service: z.string().optional() });
const told = z.strictObject({ title: both, about: both, services: z.array(z.string()), lines: z.array(line).min(1) });
const planned = z.strictObject({ programme: z.string(), time: z.string(), repeat: z.enum(['daily', 'weekly']), weekdays: z.array(z.number()).default([]) });
const channel = z.strictObject({
  slug: z.string(),
  kind: z.enum(['video', 'audio']),
  kicker: both,
  title: both,
  about: both,
  filler: z.strictObject({ title: both, programmes: z.array(z.string()).min(1) }),
  schedule: z.array(planned),
});

const list = z.strictObject({
  office: z.string(),
  unit: z.string(),
  trial: both,
  guides: z.strictObject({
    services: z.array(z.string()),
    kicker: both,
    title: both,
    about: both,
    documents: both,
    steps: both,
    terms: both,
    duration: both,
    fee: both,
    begin: both,
  }),
  sounds: z.strictObject({ kicker: both, programmes: z.array(told) }),
  broadcast: told.extend({ kicker: both }),
  channels: z.strictObject({ days: z.number().int().positive(), list: z.array(channel) }),
});

/** What `config/demo/programmes.yaml` says. */
export type ProgrammeList = z.infer<typeof list>;
/** A line of a programme, and the service that is spoken of from there on. */
export type Line = z.infer<typeof line>;
export type Told = z.infer<typeof told>;
export type ListedChannel = z.infer<typeof channel>;

/** @throws ZodError naming what is wrong in the file */
export function readProgrammeList(at: URL): ProgrammeList {
  return list.parse(parse(readFileSync(at, 'utf8')));
}
