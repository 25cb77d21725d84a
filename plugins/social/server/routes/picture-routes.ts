import { pipeline } from 'node:stream/promises';
import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import { personOf, type Context } from '../context.ts';
import type { NewsAtOffice } from '../news/news-at-office.ts';
import { picturePath } from '../news/happening.ts';
import { mostPictureBytes, type NewsPictures } from '../news/news-pictures.ts';
import { mayRead, readerOf, type PublishedNews } from '../news/published-news.ts';

export interface Gallery {
  readonly pictures: NewsPictures;
  readonly published: PublishedNews;
  readonly atOffice: NewsAtOffice;
}

const name = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jpg$/;

/** Pictures of news: put into an item by its writers; seen by everyone once it is out, before that by the office. */
export function registerPictureRoutes(ctx: Context, { pictures, published, atOffice }: Gallery): void {
  ctx.route({
    method: 'put',
    path: '/office/news/{id}/pictures',
    access: 'news.write',
    summary: 'Adds a picture to an item; it is made anew from its pixels, without anything that lay hidden in the file',
    upload: { maxBytes: mostPictureBytes },
    input: z.strictObject({ id: z.uuid() }),
    output: z.strictObject({ id: z.uuid(), path: z.string(), width: z.number().int(), height: z.number().int() }),
    async handle({ id }, call) {
      await atOffice.assertMay('news.write', id, call);
      const made = await pictures.keep(id, call.upload!.stream, personOf(call).id);
      return { id: made.id, path: picturePath(made.id), width: made.width, height: made.height };
    },
  });
  ctx.protocol({
    at: '/api/social/pictures/:file',
    methods: ['GET'],
    access: { public: 'pictures of published news are everyone’s; others are answered as if they were not there' },
    summary: 'A picture of a news item (JPEG)',
    limit: { perMinute: 1_200 },
    async handle(request, response, call, { file = '' }) {
      const id = name.exec(file)?.[1];
      const found = id && (await pictures.find(id));
      if (!found) throw new AmanahError('SOCIAL_PICTURE_UNKNOWN');
      const out = await published.ofPicture(found.id);
      const open = out !== undefined && mayRead(out, readerOf(call.actor, ctx.access));
      if (!open && !(await maySeeAtOffice(ctx, found.news, call.actor))) throw new AmanahError('SOCIAL_PICTURE_UNKNOWN');
      const etag = `"${found.id}"`;
      response.setHeader('Cache-Control', out?.audience === 'everyone' ? 'public, max-age=3600' : 'private, no-cache');
      response.setHeader('ETag', etag);
      if (request.headers['if-none-match'] === etag) {
        response.writeHead(304).end();
        return;
      }
      const stored = await pictures.open(found);
      response.writeHead(200, { 'Content-Type': stored.type, 'Content-Length': stored.bytes });
      if (request.method === 'HEAD') response.end();
      else await pipeline(await stored.stream(), response);
    },
  });
}

async function maySeeAtOffice(ctx: Context, news: string, actor: Parameters<Context['access']['may']>[0]): Promise<boolean> {
  const [row] = await ctx.db.query<{ unit: string }>('SELECT unit FROM news WHERE id = $1', [news]);
  return row !== undefined && ctx.access.may(actor, 'social:news.read', row.unit);
}
