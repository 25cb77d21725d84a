import { errorText } from '@amanah/errors';
import { manifest } from '../../manifest.ts';
import { applicantName } from '../cases/applicant-name.ts';
import { caseRow } from '../cases/case-row.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { requestNumber } from './own-routes.ts';

/** The page of one case has a head of its own. */
const oneCase = '/staff/cases/:number';

/** Pages of officials and analysts in the frame of staff, with the words of the manifest. The title of a case's page is whom it is about; for everybody else there is no such page. */
export function registerStaffPages({ ctx, directory, taskAccess }: PluginParts): void {
  for (const { at, title, ...page } of manifest.ui.pages) {
    if (!at.startsWith('/staff/') || at === oneCase) continue;
    const lead = 'lead' in page ? page.lead : undefined;
    ctx.page(at, async (_params, { language }) => ({
      title: ctx.text(title, language),
      ...(lead ? { lead: ctx.text(lead, language) } : {}),
      frame: 'staff',
    }));
  }

  ctx.page(oneCase, async ({ number = '' }, { actor, language }) => {
    const row = requestNumber.safeParse(number).success ? await caseRow(ctx.db, number).catch(() => null) : null;
    if (row === null || actor === null || !(await taskAccess.mayRead(ctx.db, actor, row))) {
      const { title, action } = errorText('REQUESTS_UNKNOWN', language);
      return { title, lead: action, status: 404, frame: 'staff' };
    }
    return { title: applicantName(row, language), lead: directory.services.get(row.service)?.name[language] ?? row.service, frame: 'staff' };
  });
}
