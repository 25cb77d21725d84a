import { AmanahError, errorText } from '@amanah/errors';
import { foldText, type Call, type Locale, type PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { ProgrammeKind } from '../../contract.ts';
import { programmeKinds, type ProgrammePage } from '../../shared/programme.ts';
import { Tracks } from '../captions/tracks.ts';
import { cardOf, pageOf } from '../programmes/answers.ts';
import { watcherOf, type Watcher } from '../programmes/audience.ts';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';
import type { Programme } from '../programmes/programme-row.ts';
import { linkedPage } from '../storage/linked-programme.ts';
import { PrivateLinks } from '../storage/private-links.ts';
import type { Readings } from '../channels/readings.ts';
import { visitByLink } from './private-link-page.ts';
import { playerElement, programmeHtml, type Transcript } from './programme-html.ts';
import { programmeLd } from './programme-ld.ts';
import { watchListHtml } from './watch-list-html.ts';
import { say } from './words.ts';

const pageSize = 24;
const mostOnAir = 12;
/** Titles are searched in the newest ones, in memory. */
const mostSearched = 500;
const mostInSitemap = 5_000;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What viewers see: the shelf, a programme, and the player alone for other sites. All of it is readable without scripts. */
export function registerWatchPages(parts: ProgrammeParts, channels: Readings): void {
  const { ctx, programmes, services, streams } = parts;
  const tracks = new Tracks(ctx.db);
  const links = new PrivateLinks(ctx.db, ctx.seals);

  ctx.page('/watch', (_params, call, query) => listHead(parts, channels, tracks, call, query));

  ctx.page('/watch/:id', async ({ id = '' }, call, query) => {
    const { language } = call;
    const breadcrumb = [
      { title: say(language, 'watchHome'), to: '/' },
      { title: say(language, 'watchTitle'), to: '/watch' },
    ];
    const token = query.get('link')?.slice(0, 60) ?? null;
    const visit = token === null ? null : await visitByLink(links, programmes, { id, token, language });
    if (visit && !visit.opens) return { ...visit.head, breadcrumb };
    const link = visit?.opens ?? null;
    const row = link?.programme ?? (await found(parts, id, call));
    if (!row) return { ...unknown(language), breadcrumb };
    const one = link ? linkedPage(link, services, streams.grants) : pageOf(row, services);
    const unit = ctx.access.unit(row.unit)?.name[language] ?? say(language, 'watchPublisher');
    const search = (query.get('words') ?? '').trim().slice(0, 100);
    return {
      title: one.title[language],
      description: one.about[language].slice(0, 300) || say(language, 'watchLead'),
      canonicalPath: one.to,
      breadcrumb,
      ...(one.audience === 'everyone' ? publicHead(one, unit, language, ctx.publicUrl) : {}),
      body: {
        html: programmeHtml(one, {
          language,
          unit,
          link,
          at: momentOf(query),
          transcript: await transcriptOf(row, search, language),
          services: chapterServices(one, language),
          address: new URL(one.to, ctx.publicUrl).href,
        }),
      },
    };
  });

  ctx.page('/embed/player/:id', async ({ id = '' }, call, query) => {
    const asked = query.get('language');
    const language = asked === 'en' || asked === 'ar' ? asked : call.language;
    const row = await found(parts, id, call);
    if (!row) return { ...unknown(language), embed: true as const };
    const one = pageOf(row, services);
    return {
      title: one.title[language],
      canonicalPath: one.to,
      embed: true as const,
      body: {
        html: String(
          html`<h1 class="am-hidden">${one.title[language]}</h1>
            <div class="me-embed">${playerElement(one, { language, at: momentOf(query), link: null })}</div>
            <script type="module" src="/embed/player.js"></script>`,
        ),
      },
    };
  });

  ctx.sitemap(async () => {
    const shelf = await programmes.shelf({ signedIn: false, units: [] }, { limit: mostInSitemap });
    return [
      { path: '/watch' },
      ...shelf.map(({ id, publishedAt }) => ({ path: `/watch/${id}`, ...(publishedAt ? { lastModified: publishedAt.slice(0, 10) } : {}) })),
    ];
  });

  async function transcriptOf(row: Programme, search: string, language: Locale): Promise<Transcript | null> {
    const spoken = [language, ...row.languages, ...row.captions].find((tag) => row.captions.includes(tag));
    return spoken === undefined ? null : { language: spoken, search, lines: await tracks.transcript(row.id, spoken, search || null) };
  }

  function chapterServices(one: ProgrammePage, language: Locale): ReadonlyMap<string, { name: string; path: string }> {
    const named = one.chapters.flatMap(({ service }) => (service === null ? [] : (services.find(service) ?? [])));
    return new Map(named.map(({ code, name, path }) => [code, { name: name[language], path }]));
  }
}

async function listHead({ ctx, programmes }: ProgrammeParts, channels: Readings, tracks: Tracks, call: Call, query: URLSearchParams): Promise<PageHead> {
  const { language } = call;
  const watcher = watcherOf(call, ctx.access);
  const kind = programmeKinds.find((one) => one === query.get('kind'));
  const search = (query.get('q') ?? '').trim().slice(0, 100);
  const after = uuid.test(query.get('after') ?? '') ? query.get('after')! : undefined;
  const [shelf, onAir, spoken, onChannels] = await Promise.all([
    search ? titled(programmes, watcher, kind, search) : programmes.shelf(watcher, { kind, after, limit: pageSize + 1 }),
    search || after ? [] : programmes.onAir(watcher, mostOnAir),
    search.length >= 2 && !after ? tracks.spoken(search, watcher) : [],
    search || after ? [] : channels.list(call),
  ]);
  const page = shelf.slice(0, pageSize);
  const lead = say(language, 'watchLead');
  const nextQuery = { ...(kind ? { kind } : {}), after: page.at(-1)?.id ?? '' };
  return {
    title: say(language, 'watchTitle'),
    lead,
    description: lead,
    canonicalPath: '/watch',
    breadcrumb: [{ title: say(language, 'watchHome'), to: '/' }],
    body: {
      html: watchListHtml(
        {
          kind,
          search,
          channels: onChannels.filter((one) => !kind || one.kind === kind),
          onAir: onAir.filter((one) => !kind || one.kind === kind).map((one) => ({ ...cardOf(one), startsAt: one.startsAt })),
          shelf: page.map(cardOf),
          next: shelf.length > page.length && !search ? `/watch?${new URLSearchParams(nextQuery)}` : null,
          spoken,
        },
        language,
      ),
    },
  };
}

/** The newest ones whose title or description holds all the words, folded as every search of the portal folds Arabic: marks and forms of letters do not count. */
async function titled(programmes: ProgrammeParts['programmes'], watcher: Watcher, kind: ProgrammeKind | undefined, search: string): Promise<Programme[]> {
  const words = foldText(search).split(' ');
  const all = await programmes.shelf(watcher, { kind, limit: mostSearched });
  return all
    .filter(({ title, about }) => {
      const text = foldText(`${title.ar} ${title.en} ${about.ar} ${about.en}`);
      return words.every((word) => text.includes(word));
    })
    .slice(0, pageSize);
}

/** One that the caller may open; `null` for others, as for those that do not exist. */
async function found({ openFor }: ProgrammeParts, id: string, call: Call): Promise<Programme | null> {
  if (!uuid.test(id)) return null;
  try {
    return await openFor(id, call);
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'MEDIA_PROGRAMME_UNKNOWN') return null;
    throw error;
  }
}

/** What other sites and searches are told of a programme for everyone. */
function publicHead(one: ProgrammePage, unit: string, language: Locale, publicUrl: URL): Pick<PageHead, 'openGraph' | 'jsonLd' | 'alternates'> {
  const frame = `/embed/player/${one.id}?language=${language}`;
  const player: Record<string, string> =
    one.kind === 'audio'
      ? { type: 'music.song', ...(one.stream ? { audio: one.stream, 'audio:type': 'application/vnd.apple.mpegurl' } : {}) }
      : { type: 'video.other', 'video:url': frame, 'video:type': 'text/html', 'video:width': '1280', 'video:height': '720' };
  const oEmbed = (format: string) => `/oembed?${new URLSearchParams({ url: new URL(one.to, publicUrl).href, format, language })}`;
  return {
    openGraph: {
      ...player,
      ...(one.poster ? { image: one.poster } : {}),
      'twitter:card': 'player',
      'twitter:player': new URL(frame, publicUrl).href,
      'twitter:player:width': '1280',
      'twitter:player:height': one.kind === 'audio' ? '180' : '720',
    },
    jsonLd: [programmeLd(one, unit, language, publicUrl)],
    alternates: [
      { type: 'application/json+oembed', path: oEmbed('json') },
      { type: 'text/xml+oembed', path: oEmbed('xml') },
    ],
  };
}

function unknown(language: Locale): PageHead {
  const { title, action } = errorText('MEDIA_PROGRAMME_UNKNOWN', language);
  return { title, lead: action, status: 404, body: { html: String(html`<p><a class="am-button" href="/watch">${say(language, 'watchAll')}</a></p>`) } };
}

/** `?t=90`, in seconds. */
function momentOf(query: URLSearchParams): number {
  const at = Math.trunc(Number(query.get('t')));
  return Number.isFinite(at) && at > 0 ? Math.min(at, 86_400) : 0;
}
