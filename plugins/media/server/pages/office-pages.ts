import type { Bilingual, Call, Locale, PageHead } from '@amanah/plugin-api';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Something of the office that has a title and belongs to a unit. */
interface Titled {
  readonly title: Bilingual;
  readonly unit: string;
}

/** Where the titles of channels and playlists are read; `null` for what does not exist. */
export interface OfficeTitles {
  channel(slug: string): Promise<Titled | null>;
  playlist(id: string): Promise<Titled | null>;
}

/** Titles of the media office's pages, in the staff frame. */
export function registerOfficePages({ ctx, programmes }: ProgrammeParts, titles: OfficeTitles): void {
  const text = (key: string, language: Locale) => ctx.text(key, language);
  const below = (title: string, language: Locale, ...between: NonNullable<PageHead['breadcrumb']>): PageHead => ({
    title,
    frame: 'staff',
    breadcrumb: [{ title: text('officeTitle', language), to: '/staff/media' }, ...between],
  });
  /** The name is told to whoever may open it. */
  const named = (one: Titled | null, key: string, { actor, language }: Call) =>
    one && ctx.access.may(actor, 'media:programme.read', one.unit) ? one.title[language] : text(key, language);

  ctx.page('/staff/media', async (_params, { language }) => ({ title: text('officeTitle', language), lead: text('officeLead', language), frame: 'staff' }));
  for (const [at, key] of [
    ['/staff/media/new-broadcast', 'officeNewBroadcast'],
    ['/staff/media/new-upload', 'officeNewUpload'],
    ['/staff/media/storage', 'officeStorage'],
    ['/staff/media/playlists', 'officePlaylists'],
    ['/staff/media/channels', 'officeChannels'],
  ] as const)
    ctx.page(at, async (_params, { language }) => below(text(key, language), language));
  ctx.page('/staff/media/programmes/:programme', async ({ programme = '' }, call) =>
    below(named(uuid.test(programme) ? await programmes.find(programme) : null, 'officeProgramme', call), call.language),
  );

  const all = (key: 'officePlaylists' | 'officeChannels', to: string, language: Locale) => ({ title: text(key, language), to });
  ctx.page('/staff/media/playlists/:playlist', async ({ playlist = '' }, call) => {
    const one = uuid.test(playlist) ? await titles.playlist(playlist) : null;
    return below(named(one, 'officePlaylist', call), call.language, all('officePlaylists', '/staff/media/playlists', call.language));
  });
  ctx.page('/staff/media/channels/:channel', async ({ channel = '' }, call) =>
    below(named(await titles.channel(channel), 'officeChannel', call), call.language, all('officeChannels', '/staff/media/channels', call.language)),
  );
  ctx.page('/staff/media/channels/:channel/schedule', async ({ channel = '' }, call) => {
    const { language } = call;
    const name = named(await titles.channel(channel), 'officeChannel', call);
    const between = [all('officeChannels', '/staff/media/channels', language), { title: name, to: `/staff/media/channels/${encodeURIComponent(channel)}` }];
    return below(text('officeSchedule', language), language, ...between);
  });
}
