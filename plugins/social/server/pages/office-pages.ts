import type { Context } from '../context.ts';

/** Titles and leads of the office's pages, in the staff frame. */
export function registerOfficePages(ctx: Context): void {
  ctx.page('/staff/news', async (_params, { language }) => ({
    title: ctx.text('officeTitle', language),
    lead: ctx.text('officeLead', language),
    frame: 'staff',
  }));
  ctx.page('/staff/news/:item', async (_params, { language }) => ({
    title: ctx.text('newsEditorTitle', language),
    frame: 'staff',
    breadcrumb: [{ title: ctx.text('officeTitle', language), to: '/staff/news' }],
  }));
  ctx.page('/staff/social/networks', async (_params, { language }) => ({
    title: ctx.text('networksTitle', language),
    lead: ctx.text('networksLead', language),
    frame: 'staff',
  }));
}
