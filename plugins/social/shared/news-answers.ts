import { z } from 'zod';
import { audiences, newsContent, newsStates } from './news.ts';

const bilingual = z.strictObject({ ar: z.string(), en: z.string() });
const moment = z.string();
const count = z.number().int();

/** One line of the office's list. */
export const newsRow = z.strictObject({
  id: z.uuid(),
  state: z.enum(newsStates),
  /** Whether readers see it now: an item that is out may be worked on beside it. */
  out: z.boolean(),
  title: bilingual,
  unit: z.string(),
  unitName: z.string(),
  audience: z.enum(audiences),
  changedAt: moment,
  publishAt: moment.nullable(),
  publishedAt: moment.nullable(),
  path: z.string().nullable(),
});
export type NewsRow = z.infer<typeof newsRow>;

export const newsList = z.strictObject({
  news: z.array(newsRow),
  counts: z.strictObject({ draft: count, waiting: count, approved: count, published: count, withdrawn: count }),
  total: z.number().int(),
  page: z.number().int(),
  pages: z.number().int(),
});
export type NewsList = z.infer<typeof newsList>;

const choice = z.strictObject({ id: z.string(), name: z.string() });

/** An item at work, with what its page offers. */
export const newsAtWork = z.strictObject({
  ...newsRow.shape,
  version: z.number().int(),
  content: newsContent,
  pictures: z.array(z.strictObject({ id: z.uuid(), path: z.string(), width: z.number().int(), height: z.number().int() })),
  services: z.array(choice),
  programmes: z.array(choice),
  steps: z.array(z.strictObject({ id: z.string(), at: moment, by: z.string().nullable(), action: z.string(), words: z.string().nullable() })),
  may: z.strictObject({ write: z.boolean(), approve: z.boolean(), withdraw: z.boolean() }),
  /** Wrote at it since it was last approved: may not approve it. */
  wroteIt: z.boolean(),
});
export type NewsAtWork = z.infer<typeof newsAtWork>;

/** What is chosen from while writing. */
export const newsChoices = z.strictObject({ units: z.array(choice), mine: z.array(choice), sites: z.array(z.string()) });
export type NewsChoices = z.infer<typeof newsChoices>;
