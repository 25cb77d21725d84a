import type { NewsContent } from '../../shared/news.ts';
import { isEmptyText } from '../../shared/text-words.ts';

/** What is still missing before anybody may approve it: JSON paths of the empty parts. */
export function unfinished(content: NewsContent): readonly string[] {
  const { title, summary, body, picture } = content;
  const missing: string[] = [];
  for (const language of ['ar', 'en'] as const) {
    if (title[language] === '') missing.push(`title.${language}`);
    if (summary[language] === '') missing.push(`summary.${language}`);
    if (isEmptyText(body[language])) missing.push(`body.${language}`);
    if (picture && picture.alt[language] === '') missing.push(`picture.alt.${language}`);
  }
  return missing;
}
