import { manifest } from '../../manifest.ts';
import type { Context } from '../context.ts';

/** Titles and leads of the pages; those of officials stand in the staff frame. */
export function registerPages(ctx: Context): void {
  for (const { at, title, ...page } of manifest.ui.pages) {
    const lead = 'lead' in page ? page.lead : undefined;
    ctx.page(at, async (_params, { language }) => ({
      title: ctx.text(title, language),
      ...(lead ? { lead: ctx.text(lead, language) } : {}),
      ...(at === '/payments/:id' ? { breadcrumb: [{ title: ctx.text('invoicesTitle', language), to: '/payments' }] } : {}),
      ...(at.startsWith('/staff/') ? { frame: 'staff' as const } : {}),
    }));
  }
}
