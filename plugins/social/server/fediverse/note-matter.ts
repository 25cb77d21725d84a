import type { Queryable } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import { newsPath, picturePath } from '../news/happening.ts';
import { programmesInText, publicProgrammesById } from '../news/named-programmes.ts';
import { publishedOf } from '../news/news-rows.ts';
import type { NoteMatter } from './note.ts';

/** What readers see of an item for everyone; `null`: it is not out. */
export async function matterOf(ctx: Context, tx: Queryable, news: string): Promise<Omit<NoteMatter, 'words'> | null> {
  const row = await publishedOf(tx, news);
  if (!row || row.withdrawn || row.audience !== 'everyone') return null;
  const { picture } = row.content;
  const absolute = (path: string) => new URL(path, ctx.publicUrl).href;
  const programmes = await publicProgrammesById(ctx, programmesInText(row.content, 'ar'));
  return {
    page: absolute(newsPath(row.slug)),
    picture: picture && { address: absolute(picturePath(picture.id)), alt: picture.alt },
    programmes: [...programmes.values()].map(({ to, title, poster }) => ({ address: absolute(to), title, poster: poster && absolute(poster) })),
    publishedAt: row.published_at,
    changedAt: row.edition > 1 ? row.changed_at : null,
  };
}
