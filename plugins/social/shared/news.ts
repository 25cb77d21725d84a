import { z } from 'zod';
import { cleanLine } from './clean-text.ts';
import { emptyText, richText } from './rich-text.ts';

export { newsStates, type NewsState } from './news-states.ts';

export const audiences = ['everyone', 'officials'] as const;

export const longestTitle = 140;
export const longestSummary = 300;

const line = (most: number) => z.string().overwrite(cleanLine).max(most);
const both = <Text extends z.ZodType>(text: Text) => z.strictObject({ ar: text, en: text });
const unit = z.string().regex(/^[a-z0-9-]{1,60}$/);

/** All that is written in an item; a draft may still be empty. */
export const newsContent = z.strictObject({
  title: both(line(longestTitle)),
  summary: both(line(longestSummary)),
  body: both(richText),
  picture: z.strictObject({ id: z.uuid(), alt: both(line(300)) }).nullable(),
  unit,
  units: z.array(unit).max(60),
  audience: z.enum(audiences),
  services: z.array(z.string().regex(/^[A-Z]{2,5}-\d{1,4}$/)).max(12),
  programmes: z.array(z.uuid()).max(6),
  /** Networks on which it is to appear, with words where somebody wrote others than title and summary. */
  networks: z
    .array(z.strictObject({ id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), words: z.string().max(5_000).nullable() }))
    .max(20)
    .optional(),
});
export type NewsContent = z.infer<typeof newsContent>;

/** A new item of a unit, with nothing in it. */
export function emptyContent(unit: string): NewsContent {
  const empty = { ar: '', en: '' };
  return {
    title: empty,
    summary: empty,
    body: { ar: emptyText, en: emptyText },
    picture: null,
    unit,
    units: [],
    audience: 'everyone',
    services: [],
    programmes: [],
  };
}
