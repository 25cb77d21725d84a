import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fitted, type PictureWords } from './picture-words.ts';

const payload = z.tuple([z.enum(['ar', 'en']), z.string().max(200), z.string().max(60), z.string().max(120)]);

/** Raised with the drawing: earlier pictures are then drawn anew. */
const drawing = 1;

/**
 * Addresses of pictures hold what stands on them, signed: only what a page of this portal says is ever drawn in its name, and no store is asked.
 */
export class PictureAddresses {
  readonly #digest: (text: string) => string;

  constructor(digest: (text: string) => string) {
    this.#digest = digest;
  }

  /** Path of the picture of a page. */
  of(words: PictureWords): string {
    const { language, title, kind, unit } = fitted(words);
    const text = Buffer.from(JSON.stringify([language, title, kind, unit])).toString('base64url');
    return `/og/${text}.${this.#sign(text)}.png`;
  }

  /** What a path's file name says; `null` for one that we did not sign. */
  wordsOf(name: string): PictureWords | null {
    const [text = '', signature = '', ending] = name.split('.');
    if (ending !== 'png' || signature !== this.#sign(text)) return null;
    try {
      const [language, title, kind, unit] = payload.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
      return { language, title, kind, unit };
    } catch {
      return null;
    }
  }

  #sign(text: string): string {
    return this.#digest(text).slice(0, 16);
  }
}

/** Where a drawn picture is kept. */
export function pictureKey({ language, title, kind, unit }: PictureWords): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([drawing, language, title, kind, unit]))
    .digest('hex');
  return `og/${hash.slice(0, 2)}/${hash}.png`;
}
