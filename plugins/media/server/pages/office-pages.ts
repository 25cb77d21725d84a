import type { Locale, PageHead } from '@amanah/plugin-api';
import type { ProgrammeParts } from '../programmes/programme-parts.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Titles of the media office's pages, in the staff frame. */
export function registerOfficePages({ ctx, programmes }: ProgrammeParts): void {
  const text = (key: string, language: Locale) => ctx.text(key, language);
  const below = (title: string, language: Locale): PageHead => ({
    title,
    frame: 'staff',
    breadcrumb: [{ title: text('officeTitle', language), to: '/staff/media' }],
  });
  ctx.page('/staff/media', async (_params, { language }) => ({ title: text('officeTitle', language), lead: text('officeLead', language), frame: 'staff' }));
  for (const [at, key] of [
    ['/staff/media/new-broadcast', 'officeNewBroadcast'],
    ['/staff/media/new-upload', 'officeNewUpload'],
    ['/staff/media/storage', 'officeStorage'],
  ] as const)
    ctx.page(at, async (_params, { language }) => below(text(key, language), language));
  ctx.page('/staff/media/programmes/:programme', async ({ programme = '' }, { actor, language }) => {
    const row = uuid.test(programme) ? await programmes.find(programme) : null;
    // Its name is told to whoever may open it.
    const seen = row && ctx.access.may(actor, 'media:programme.read', row.unit);
    const title = seen ? row.title[language] : text('officeProgramme', language);
    return below(title, language);
  });
}
