import { buffer } from 'node:stream/consumers';
import { AmanahError } from '@amanah/errors';
import type { Locale } from '@amanah/plugin-api';
import type { Context } from '../context.ts';
import { say } from '../words.ts';
import { PictureAddresses, pictureKey } from './picture-address.ts';
import type { PictureDrawer } from './picture-drawer.ts';
import type { PictureWords } from './picture-words.ts';

/** First names of pages and the word for what they are. */
const kinds: Readonly<Record<string, string>> = { services: 'shareKindService', news: 'shareKindNews', watch: 'shareKindProgramme', v: 'shareKindDocument' };

/** Pictures of pages for where their addresses are shared: drawn at the first call, kept in the plugin's files. */
export function registerPagePictures(ctx: Context, drawer: PictureDrawer, unitOf: (path: string, language: Locale) => string): void {
  const addresses = new PictureAddresses((text) => ctx.seals.digest('page-picture', text));
  ctx.pagePicture((path, head, language) => {
    const kind = kinds[path.split('/')[1] ?? ''];
    return addresses.of({ language, title: head.title, kind: kind ? say(language, kind) : '', unit: kind ? unitOf(path, language) : '' });
  });
  const drawing = new Map<string, Promise<Uint8Array>>();
  ctx.protocol({
    at: '/og/:name',
    methods: ['GET'],
    access: { public: 'pictures of public pages' },
    crossOrigin: true,
    summary: 'Picture of a page (PNG, 1200 × 630) for where its address is shared; the address is signed by the page',
    limit: { perMinute: 120 },
    async handle(request, response, _call, { name = '' }) {
      const words = addresses.wordsOf(name);
      if (!words) throw new AmanahError('HTTP_NOT_FOUND');
      const png = await kept(ctx, drawer, drawing, words);
      response.writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': png.length, 'Cache-Control': 'public, max-age=604800, immutable' });
      response.end(request.method === 'HEAD' ? undefined : png);
    },
  });
}

/** The picture from the files, or drawn and put there; callers at the same moment wait for one drawing. */
async function kept(ctx: Context, drawer: PictureDrawer, drawing: Map<string, Promise<Uint8Array>>, words: PictureWords): Promise<Uint8Array> {
  const key = pictureKey(words);
  try {
    const file = await ctx.files.open(key);
    return await buffer(await file.stream());
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'FILES_MISSING') throw error;
  }
  const open = drawing.get(key);
  if (open) return open;
  const made = drawer.draw(words).then(async (png) => {
    await ctx.files.put(key, png, { type: 'image/png' });
    return png;
  });
  drawing.set(key, made);
  try {
    return await made;
  } finally {
    drawing.delete(key);
  }
}
