import { errorText } from '@amanah/errors';
import { applicantName } from '../cases/applicant-name.ts';
import { caseRow } from '../cases/case-row.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { requestNumber } from './own-routes.ts';

/** The title of a case's page is whom it is about; for everybody else there is no such page. */
export function registerStaffPages({ ctx, directory, taskAccess }: PluginParts): void {
  ctx.page('/staff/cases/:number', async ({ number = '' }, { actor, language }) => {
    const row = requestNumber.safeParse(number).success ? await caseRow(ctx.db, number).catch(() => null) : null;
    if (row === null || actor === null || !(await taskAccess.mayRead(ctx.db, actor, row))) {
      const { title, action } = errorText('REQUESTS_UNKNOWN', language);
      return { title, lead: action, status: 404 };
    }
    return { title: applicantName(row, language), lead: directory.services.get(row.service)?.name[language] ?? row.service };
  });
}
