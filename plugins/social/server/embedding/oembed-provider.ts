import { AmanahError } from '@amanah/errors';
import type { Call, Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { media } from '../../../media/contract.ts';
import { catalogue } from '../../../services/contract.ts';
import type { Context } from '../context.ts';
import { newsPath, picturePath } from '../news/happening.ts';
import type { PublishedNews } from '../news/published-news.ts';
import { say } from '../words.ts';
import { oEmbedXml, type OEmbedAnswer } from './oembed-answer.ts';

const usualWidth = 560;
const narrowest = 240;
const widest = 1_280;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Part = Pick<OEmbedAnswer, 'type' | 'title'> & Partial<OEmbedAnswer>;

/** `/oembed?url=…`: how other sites show our services, news and programmes. Only what everyone may see. */
export function registerOEmbed(ctx: Context, published: PublishedNews): void {
  ctx.protocol({
    at: '/oembed',
    methods: ['GET'],
    access: { public: 'what everyone may see, for other sites to show' },
    crossOrigin: true,
    summary: 'oEmbed 1.0 of a service, news item or programme by its address (url, format, maxwidth, maxheight, language)',
    limit: { perMinute: 240 },
    async handle(request, response, call) {
      const query = new URL(request.url ?? '', 'http://localhost').searchParams;
      const format = query.get('format') ?? 'json';
      if (format !== 'json' && format !== 'xml') throw new AmanahError('SOCIAL_FORMAT_UNKNOWN');
      const language = query.get('language') === 'en' ? 'en' : 'ar';
      const width = within(query.get('maxwidth'), usualWidth);
      const part = await partOf(ctx, published, addressed(ctx, query.get('url')), { call, language, width, maxHeight: within(query.get('maxheight'), widest) });
      if (!part) throw new AmanahError('SOCIAL_ADDRESS_UNKNOWN');
      const answer: OEmbedAnswer = {
        version: '1.0',
        provider_name: say(language, 'newsPublisher'),
        provider_url: ctx.publicUrl.href,
        cache_age: 3_600,
        ...part,
      };
      const text = format === 'json' ? JSON.stringify(answer) : oEmbedXml(answer);
      response.writeHead(200, {
        'Content-Type': format === 'json' ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8',
        'Cache-Control': 'public, max-age=300',
      });
      response.end(request.method === 'HEAD' ? undefined : text);
    },
  });
}

/** An address of this portal. @throws SOCIAL_ADDRESS_UNKNOWN for any other */
function addressed(ctx: Context, given: string | null): URL {
  const url = given && given.length <= 1_000 ? URL.parse(given) : null;
  if (!url || url.host !== ctx.publicUrl.host || !/^https?:$/.test(url.protocol)) throw new AmanahError('SOCIAL_ADDRESS_UNKNOWN');
  return url;
}

function within(given: string | null, usual: number): number {
  const number = Number(given);
  return given !== null && Number.isInteger(number) && number > 0 ? Math.min(Math.max(number, narrowest), Math.max(usual, narrowest)) : usual;
}

interface Wanted {
  readonly call: Call;
  readonly language: Locale;
  readonly width: number;
  readonly maxHeight: number;
}

async function partOf(ctx: Context, published: PublishedNews, { pathname, searchParams }: URL, wanted: Wanted): Promise<Part | null> {
  const [, room = '', name = '', more] = pathname.split('/');
  if (!name || more !== undefined) return null;
  if (room === 'services') return servicePart(ctx, name, wanted.language);
  if (room === 'news') return newsPart(ctx, published, name, wanted);
  if (room === 'watch' && uuid.test(name)) return programmePart(ctx, name, Number(searchParams.get('t')) || 0, wanted);
  return null;
}

function servicePart(ctx: Context, code: string, language: Locale): Part | null {
  try {
    const service = ctx.use(catalogue).find(code);
    return service ? { type: 'link', title: service.name[language] } : null;
  } catch {
    return null;
  }
}

async function newsPart(ctx: Context, published: PublishedNews, name: string, { language, width }: Wanted): Promise<Part | null> {
  const row = await published.find(name.slice(0, 80));
  if (!row || row.withdrawn || row.audience !== 'everyone') return null;
  const { title, summary, picture } = row.content;
  const address = new URL(newsPath(row.slug), ctx.publicUrl).href;
  const unit = ctx.access.unit(row.unit)?.name[language];
  const quoted = html`<blockquote class="amanah-news" lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}" cite="${address}">
    <p><a href="${address}">${title[language]}</a></p>
    <p>${summary[language]}</p>
    <footer>${unit ?? say(language, 'newsPublisher')}</footer>
  </blockquote>`;
  const [size] = picture ? await ctx.db.query<{ width: number; height: number }>('SELECT width, height FROM news_picture WHERE id = $1', [picture.id]) : [];
  return {
    type: 'rich',
    title: title[language],
    ...(unit ? { author_name: unit } : {}),
    html: String(quoted),
    width,
    height: 220,
    ...(picture && size
      ? { thumbnail_url: new URL(picturePath(picture.id), ctx.publicUrl).href, thumbnail_width: size.width, thumbnail_height: size.height }
      : {}),
  };
}

async function programmePart(ctx: Context, id: string, at: number, { call, language, width, maxHeight }: Wanted): Promise<Part | null> {
  try {
    const [programme] = await ctx.use(media).find([id], { ...call, actor: null });
    if (!programme) return null;
    const height = programme.kind === 'audio' ? 120 : Math.min(Math.round((width * 9) / 16), maxHeight);
    const address = new URL(`/embed/player/${id}${at > 0 ? `?t=${Math.trunc(at)}` : ''}`, ctx.publicUrl).href;
    const title = programme.title[language];
    const frame = html`<iframe
      src="${address}"
      title="${title}"
      width="${width}"
      height="${height}"
      style="border:0;max-width:100%"
      allow="autoplay; fullscreen; picture-in-picture"
      loading="lazy"
    ></iframe>`;
    return {
      type: programme.kind === 'audio' ? 'rich' : 'video',
      title,
      html: String(frame),
      width,
      height,
      ...(programme.poster ? { thumbnail_url: new URL(programme.poster, ctx.publicUrl).href } : {}),
    };
  } catch {
    return null;
  }
}
