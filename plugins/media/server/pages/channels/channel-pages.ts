import { AmanahError, errorText, type ErrorCode } from '@amanah/errors';
import type { Call, Locale, PageHead } from '@amanah/plugin-api';
import { html } from 'hono/html';
import { riyadhDay } from '../../../shared/channels.ts';
import { programmeId } from '../../../shared/programme.ts';
import type { ProgrammeParts } from '../../programmes/programme-parts.ts';
import { say } from '../words.ts';
import { channelHtml, channelPlayer } from './channel-html.ts';
import { channelLd } from './channel-ld.ts';
import type { Readings } from '../../channels/readings.ts';
import { riyadhDayOf } from '../../../shared/riyadh-days.ts';
import { guideHtml } from './guide-html.ts';
import { playlistHtml } from './playlist-html.ts';

/** What viewers and listeners see of channels: the guide, a channel, a playlist, and a channel's player alone for other sites. Readable without scripts. */
export function registerChannelPages({ ctx }: ProgrammeParts, channels: Readings): void {
  const unitName = (id: string | undefined, language: Locale) => (id ? ctx.access.unit(id)?.name[language] : undefined) ?? say(language, 'watchPublisher');

  ctx.page('/watch/guide', async (_params, call, query) => {
    const { language } = call;
    const asked = riyadhDay.safeParse(query.get('day') ?? undefined);
    const today = riyadhDayOf(new Date());
    const head = { title: say(language, 'guideTitle'), lead: say(language, 'guideLead'), canonicalPath: '/watch/guide', breadcrumb: breadcrumb(language) };
    const guide = await orUnknown(() => channels.guide(asked.success ? asked.data : undefined, call), language);
    return 'head' in guide ? { ...guide.head, breadcrumb: head.breadcrumb } : { ...head, body: { html: guideHtml(guide.found, today, language) } };
  });

  ctx.page('/watch/channels/:slug', async ({ slug = '' }, call) => {
    const { language } = call;
    const answer = await orUnknown(() => channels.page(slug, call), language);
    if ('head' in answer) return { ...answer.head, breadcrumb: breadcrumb(language) };
    const channel = answer.found;
    const unit = unitName(undefined, language);
    return {
      title: channel.title[language],
      lead: channel.about[language],
      description: channel.about[language].slice(0, 300) || say(language, 'watchLead'),
      canonicalPath: channel.to,
      breadcrumb: breadcrumb(language),
      openGraph: { type: channel.kind === 'audio' ? 'music.radio_station' : 'website', ...(channel.poster ? { image: channel.poster } : {}) },
      jsonLd: [channelLd(channel, unit, language, ctx.publicUrl)],
      alternates: [{ type: 'text/calendar', path: `/api/media/channels/${channel.slug}/guide.ics`, title: say(language, 'guideTitle') }],
      body: { html: channelHtml(channel, { language, unit, address: new URL(channel.to, ctx.publicUrl).href, at: new Date().toISOString() }) },
    };
  });

  ctx.page('/embed/channel/:slug', async ({ slug = '' }, call, query) => {
    const asked = query.get('language');
    const language = asked === 'en' || asked === 'ar' ? asked : call.language;
    const answer = await orUnknown(() => channels.page(slug, call), language);
    if ('head' in answer) return { ...answer.head, embed: true as const };
    const channel = answer.found;
    return {
      title: channel.title[language],
      canonicalPath: channel.to,
      embed: true as const,
      body: {
        html: String(
          html`<h1 class="am-hidden">${channel.title[language]}</h1>
            <div class="me-embed">${channelPlayer(channel, language)}</div>
            <script type="module" src="/embed/player.js"></script>`,
        ),
      },
    };
  });

  ctx.page('/watch/playlists/:id', async ({ id = '' }, call, query) => {
    const { language } = call;
    const answer = await orUnknown(async () => {
      if (!programmeId.safeParse(id).success) throw new AmanahError('MEDIA_PLAYLIST_UNKNOWN', { detail: id });
      return channels.playlist(id, call);
    }, language);
    if ('head' in answer) return { ...answer.head, breadcrumb: breadcrumb(language) };
    const playlist = answer.found;
    const at = Math.min(Math.max(Math.trunc(Number(query.get('n')) || 1), 1), Math.max(playlist.programmes.length, 1)) - 1;
    return {
      title: playlist.title[language],
      description: playlist.about[language].slice(0, 300) || say(language, 'watchLead'),
      canonicalPath: playlist.to,
      breadcrumb: breadcrumb(language),
      body: { html: playlistHtml(playlist, at, language) },
    };
  });

  ctx.sitemap(async () => {
    const all = await channels.list({ actor: null, language: 'ar', signal: AbortSignal.timeout(30_000), requestId: 'sitemap' } satisfies Call);
    return [{ path: '/watch/guide' }, ...all.map(({ to }) => ({ path: to }))];
  });
}

function breadcrumb(language: Locale): NonNullable<PageHead['breadcrumb']> {
  return [
    { title: say(language, 'watchHome'), to: '/' },
    { title: say(language, 'watchTitle'), to: '/watch' },
  ];
}

/** What was asked for, or the page that says in the catalogue's words that there is none. */
async function orUnknown<Found>(ask: () => Promise<Found>, language: Locale): Promise<{ readonly found: Found } | { readonly head: PageHead }> {
  try {
    return { found: await ask() };
  } catch (error) {
    if (!(error instanceof AmanahError) || error.status !== 404) throw error;
    const { title, action } = errorText(error.code as ErrorCode, language);
    return {
      head: { title, lead: action, status: 404, body: { html: String(html`<p><a class="am-button" href="/watch">${say(language, 'watchAll')}</a></p>`) } },
    };
  }
}
