import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { AmanahError } from '@amanah/errors';
import type { Db, Files, StoredFile } from '@amanah/plugin-api';
import sharp from 'sharp';
import type { PictureRow } from './news-rows.ts';

/** Longest edge of what is kept, in pixels; more is never shown. */
const longestEdge = 1_920;
const mostPixels = 60_000_000;
const mostOfOneItem = 40;
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp']);
export const mostPictureBytes = 15_000_000;

// One picture at a time; it needs no threads that others wait for, nor memory afterwards.
sharp.concurrency(1);
sharp.cache(false);

/** Pictures of news: made anew from their pixels, upright, without place, device or anything else that lay hidden in the file. */
export class NewsPictures {
  readonly #db: Db;
  readonly #files: Files;

  constructor(db: Db, files: Files) {
    this.#db = db;
    this.#files = files;
  }

  /** @throws SOCIAL_PICTURE_REFUSED for what is no picture or too large, HTTP_TOO_LARGE */
  async keep(news: string, content: Readable, by: string): Promise<PictureRow> {
    const [kept] = await this.#db.query<{ count: number }>('SELECT count(*)::int AS count FROM news_picture WHERE news = $1', [news]);
    if ((kept?.count ?? 0) >= mostOfOneItem) throw new AmanahError('SOCIAL_PICTURE_REFUSED', { detail: 'too many pictures' });
    const { data, width, height } = await madeAnew(await buffer(content));
    const id = randomUUID();
    // The row first: a file without one would never be found again.
    await this.#db.query('INSERT INTO news_picture (id, news, width, height, bytes, made_by) VALUES ($1, $2, $3, $4, $5, $6)', [
      id,
      news,
      width,
      height,
      data.length,
      by,
    ]);
    await this.#files.put(keyOf(news, id), data, { type: 'image/jpeg' });
    return { id, news, width, height };
  }

  async find(id: string): Promise<PictureRow | undefined> {
    const [row] = await this.#db.query<PictureRow>('SELECT id, news, width, height FROM news_picture WHERE id = $1', [id]);
    return row;
  }

  /** The whole picture; `null`: it is there no more. */
  async bytes(news: string, id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return new Uint8Array(await buffer(await (await this.open({ news, id })).stream()));
    } catch (error) {
      if (error instanceof AmanahError && error.code === 'FILES_MISSING') return null;
      throw error;
    }
  }

  async open({ news, id }: Pick<PictureRow, 'news' | 'id'>): Promise<StoredFile> {
    return this.#files.open(keyOf(news, id));
  }
}

export function keyOf(news: string, id: string): string {
  return `news/${news}/${id}.jpg`;
}

/** @throws SOCIAL_PICTURE_REFUSED */
export async function madeAnew(bytes: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  try {
    // The header alone says how large it is; nothing is unpacked for that.
    const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (!formats.has(format)) throw new AmanahError('SOCIAL_PICTURE_REFUSED', { detail: `format ${format}` });
    if (width * height > mostPixels) throw new AmanahError('SOCIAL_PICTURE_REFUSED', { detail: `${width} × ${height}` });
    const { data, info } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true, pages: 1 })
      .autoOrient()
      .resize({ width: longestEdge, height: longestEdge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: true })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    if (error instanceof AmanahError) throw error;
    throw new AmanahError('SOCIAL_PICTURE_REFUSED', { detail: (error as Error).message, cause: error });
  }
}
