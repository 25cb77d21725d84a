import { errorText } from '@amanah/errors';
import { applicantName } from '../cases/applicant-name.ts';
import { caseRow } from '../cases/case-row.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { requestNumber } from './own-routes.ts';

/** Pages without a place in their address, and how their words are called. */
const lists = [
  ['/staff/inbox', 'Inbox'],
  ['/staff/cases', 'Cases'],
  ['/staff/load', 'Load'],
  ['/staff/deputies', 'Deputies'],
  ['/staff/stuck', 'Stuck'],
] as const;

/** Pages of officials in the frame of staff. The title of a case's page is whom it is about; for everybody else there is no such page. */
export function registerStaffPages({ ctx, directory, taskAccess }: PluginParts): void {
  for (const [at, words] of lists)
    ctx.page(at, async (_params, { language }) => ({
      title: ctx.text(`staff${words}Title`, language),
      lead: ctx.text(`staff${words}Lead`, language),
      frame: 'staff',
    }));

  ctx.page('/staff/cases/:number', async ({ number = '' }, { actor, language }) => {
    const row = requestNumber.safeParse(number).success ? await caseRow(ctx.db, number).catch(() => null) : null;
    if (row === null || actor === null || !(await taskAccess.mayRead(ctx.db, actor, row))) {
      const { title, action } = errorText('REQUESTS_UNKNOWN', language);
      return { title, lead: action, status: 404, frame: 'staff' };
    }
    return { title: applicantName(row, language), lead: directory.services.get(row.service)?.name[language] ?? row.service, frame: 'staff' };
  });
}
