import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Db, Files, Queryable } from '@amanah/plugin-api';
import sharp from 'sharp';
import { parse } from 'yaml';
import { z } from 'zod';
import { emptyContent, newsContent, type NewsContent } from '../../shared/news.ts';
import type { Block, Inline, Paragraph, RichText } from '../../shared/rich-text.ts';
import { slugOf } from './slug.ts';

const both = z.strictObject({ ar: z.string(), en: z.string() });
const block = z.union([
  z.string(),
  z.strictObject({ h: z.string() }),
  z.strictObject({ list: z.array(z.string()) }),
  z.strictObject({ steps: z.array(z.string()) }),
  z.strictObject({ quote: z.string() }),
]);
const file = z.strictObject({
  pictures: z.record(z.string(), z.strictObject({ file: z.string(), ar: z.string(), en: z.string() })),
  news: z.array(
    z.strictObject({
      key: z.string(),
      day: z.number().min(0),
      unit: z.string(),
      units: z.array(z.string()).default([]),
      audience: newsContent.shape.audience.default('everyone'),
      picture: z.string().optional(),
      services: z.array(z.string()).default([]),
      title: both,
      summary: both,
      body: z.strictObject({ ar: z.array(block), en: z.array(block) }),
    }),
  ),
});
type Written = z.infer<typeof file>['news'][number];

/** Puts the items of a file on the news once, for trials of the portal: each says that it is one of the demo. */
export async function seedNews(db: Db, files: Files, at: URL, now: Date): Promise<number> {
  const { news, pictures } = file.parse(parse(readFileSync(at, 'utf8')));
  let added = 0;
  for (const written of news) {
    const id = idOf(written.key);
    const [known] = await db.query('SELECT 1 FROM news WHERE id = $1', [id]);
    if (known) continue;
    const drawing = written.picture === undefined ? undefined : pictures[written.picture];
    const picture = drawing && { id: idOf(`${written.key} picture`), alt: { ar: drawing.ar, en: drawing.en } };
    const made = drawing && picture ? await draw(files, new URL(drawing.file, at), `news/${id}/${picture.id}.jpg`) : null;
    const content = newsContent.parse({
      ...emptyContent(written.unit),
      title: written.title,
      summary: written.summary,
      body: { ar: documentOf(written.body.ar), en: documentOf(written.body.en) },
      picture: picture ?? null,
      units: written.units,
      audience: written.audience,
      services: written.services,
    } satisfies NewsContent);
    await db.transaction(async (tx) => {
      if (!(await insert(tx, id, written, content, now))) return;
      if (made && picture)
        await tx.query(`INSERT INTO news_picture (id, news, width, height, bytes, made_by) VALUES ($1, $2, $3, $4, $5, 'demo')`, [
          picture.id,
          id,
          made.width,
          made.height,
          made.size,
        ]);
      added++;
    });
  }
  return added;
}

async function insert(tx: Queryable, id: string, { day, title, unit }: Written, content: NewsContent, now: Date): Promise<boolean> {
  const at = new Date(now.getTime() - day * 86_400_000);
  const rows = await tx.query(
    `INSERT INTO news (id, state, unit, content, writers, written_by, written_at, changed_at, approved_by, approved_at, demo)
     VALUES ($1, 'published', $2, $3, '{}', 'demo', $4, $4, 'demo', $4, true) ON CONFLICT (id) DO NOTHING RETURNING id`,
    [id, unit, JSON.stringify(content), at],
  );
  if (rows.length === 0) return false;
  await tx.query(
    `INSERT INTO news_published (news, slug, unit, audience, units, content, demo, published_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, true, $7, $7)`,
    [id, slugOf(title.en, id), unit, content.audience, content.units, JSON.stringify(content), at],
  );
  return true;
}

async function draw(files: Files, drawing: URL, key: string): Promise<{ width: number; height: number; size: number }> {
  const { data, info } = await sharp(readFileSync(drawing)).jpeg({ quality: 84, mozjpeg: true }).toBuffer({ resolveWithObject: true });
  await files.put(key, data, { type: 'image/jpeg' });
  return { width: info.width, height: info.height, size: data.length };
}

/** The same item of the file has the same id in every replica. */
function idOf(key: string): string {
  const hash = createHash('sha256').update(`demo news ${key}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function documentOf(blocks: readonly z.infer<typeof block>[]): RichText {
  return { type: 'doc', content: blocks.map(blockOf) };
}

function blockOf(written: z.infer<typeof block>): Block {
  if (typeof written === 'string') return paragraphOf(written);
  if ('h' in written) return { type: 'heading', attrs: { level: 2 }, content: inlineOf(written.h) };
  if ('quote' in written) return { type: 'blockquote', content: [paragraphOf(written.quote)] };
  const [type, items] = 'list' in written ? (['bullet_list', written.list] as const) : (['ordered_list', written.steps] as const);
  return { type, content: items.map((item) => ({ type: 'list_item', content: [paragraphOf(item)] })) };
}

function paragraphOf(written: string): Paragraph {
  return { type: 'paragraph', content: inlineOf(written) };
}

/** `**strong**` and `[words](address)` in plain words. */
function inlineOf(written: string): Inline[] {
  return [...written.matchAll(/\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)]+)\)|([^*[]+|[*[])/g)].map(([, strong, words, href, plain]): Inline => {
    if (strong !== undefined) return { type: 'text', text: strong, marks: [{ type: 'strong' }] };
    if (words !== undefined && href !== undefined) return { type: 'text', text: words, marks: [{ type: 'link', attrs: { href } }] };
    return { type: 'text', text: plain ?? '' };
  });
}
