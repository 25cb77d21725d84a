import type { Locale } from '@amanah/plugin-api';

/** What stands on the picture of a page. */
export interface PictureWords {
  readonly language: Locale;
  readonly title: string;
  /** What kind of page it is: «خدمة», «خبر». */
  readonly kind: string;
  /** Who speaks, where that is known. */
  readonly unit: string;
}

/** Longest title that fits; the rest is cut at a word. */
const longest = 150;

/** As it is drawn: one line of plain characters, not longer than fits. */
export function fitted({ language, title, kind, unit }: PictureWords): PictureWords {
  return { language, title: cut(title, longest), kind: cut(kind, 40), unit: cut(unit, 80) };
}

function cut(words: string, most: number): string {
  const plain = words.replace(/\s+/gu, ' ').trim();
  const letters = [...plain];
  if (letters.length <= most) return plain;
  const kept = letters.slice(0, most - 1).join('');
  return `${kept.includes(' ') ? kept.slice(0, kept.lastIndexOf(' ')) : kept}…`;
}
