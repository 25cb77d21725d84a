import type { Bilingual } from '@amanah/plugin-api';

/** What a post's words are made of. */
export interface PostMatter {
  readonly title: Bilingual;
  readonly summary: Bilingual;
  /** The post's own link. */
  readonly link: string;
}

/** How a network counts a text, and how much it takes. */
export interface TextLimit {
  readonly most: number;
  measure(text: string): number;
}

const words = new Intl.Segmenter('ar', { granularity: 'word' });

/**
 * The words of a post where nobody wrote others: title and summary in Arabic, then in English, then the link. What does not fit is left out from the
 * end: first the English summary, then the Arabic one, then the English title; at last the Arabic title is cut at a word. The link always stays whole.
 */
export function composedWords({ title, summary, link }: PostMatter, limit: TextLimit): string {
  const shapes: readonly (readonly string[])[] = [
    [title.ar, summary.ar, title.en, summary.en],
    [title.ar, summary.ar, title.en],
    [title.ar, title.en],
    [title.ar],
  ];
  for (const shape of shapes) {
    const text = withLink(shape.filter((part) => part.trim() !== '').join('\n\n'), link);
    if (limit.measure(text) <= limit.most) return text;
  }
  return cutToFit(title.ar, link, limit);
}

/** Words of a person with the link at their end, unless they put `{link}` where they want it. */
export function writtenWords(written: string, link: string): string {
  return written.includes(linkPlace) ? written.replaceAll(linkPlace, link) : withLink(written.trim(), link);
}

/** Where a person wants the link. */
export const linkPlace = '{link}';

function cutToFit(text: string, link: string, limit: TextLimit): string {
  const pieces = [...words.segment(text)].map(({ segment }) => segment);
  for (let kept = pieces.length - 1; kept > 0; kept -= 1) {
    const cut = withLink(`${pieces.slice(0, kept).join('').trimEnd()}…`, link);
    if (limit.measure(cut) <= limit.most) return cut;
  }
  return link;
}

const withLink = (text: string, link: string) => (text === '' ? link : `${text}\n\n${link}`);
