import { errorText } from '@amanah/errors';
import { isApplicant } from '../acting-for.ts';
import { caseRow } from '../cases/case-row.ts';
import { openTasks } from '../cases/task-view.ts';
import type { PluginParts } from '../plugin-parts.ts';
import { requestNumber } from './own-routes.ts';

/** Titles of the applicant's pages: what is asked for, not only that something is. */
export function registerOwnPages({ ctx, directory, taskAccess }: PluginParts): void {
  const nameOf = (code: string, language: 'ar' | 'en') => directory.services.get(code)?.name[language];

  ctx.page('/services/:code/apply', async ({ code = '' }, { language }) => {
    const name = nameOf(code, language);
    if (name === undefined) return { ...unknown('REQUESTS_SERVICE_UNKNOWN', language), status: 404 };
    return {
      title: name,
      breadcrumb: [
        { title: ctx.text('servicesTitle', language), to: '/services' },
        { title: name, to: `/services/${code}` },
      ],
    };
  });

  ctx.page('/requests/:number', async ({ number = '' }, { actor, language }) => {
    const row = requestNumber.safeParse(number).success ? await caseRow(ctx.db, number).catch(() => null) : null;
    const mine = async () =>
      row !== null &&
      actor !== null &&
      (isApplicant(actor, row) || (await openTasks(ctx.db, number)).some((task) => taskAccess.mayDoOutside(actor, task, row)));
    if (row === null || !(await mine())) return { ...unknown('REQUESTS_UNKNOWN', language), status: 404 };
    return { title: nameOf(row.service, language) ?? row.service, breadcrumb: [{ title: ctx.text('ownTitle', language), to: '/requests' }] };
  });
}

function unknown(code: 'REQUESTS_UNKNOWN' | 'REQUESTS_SERVICE_UNKNOWN', language: 'ar' | 'en') {
  const { title, action } = errorText(code, language);
  return { title, lead: action };
}
