import { notifications } from '../../../notifications/contract.ts';
import type { PluginParts } from '../plugin-parts.ts';

/** Reminds the applicant of what is waited for before its time is over. */
export function offerReminders({ ctx, operations, words }: Pick<PluginParts, 'ctx' | 'operations' | 'words'>): void {
  operations.offer('applicant.remind', async ({ request, key }) => {
    const { title } = words.state(request.state);
    const text = (language: 'ar' | 'en') => ctx.text('noticeReminder', language).replace('{number}', request.number).replace('{state}', title[language]);
    await ctx
      .use(notifications)
      .send([request.person.id], { title: { ar: text('ar'), en: text('en') }, to: `/requests/${request.number}`, key: `requests/remind/${key}` });
    return undefined;
  });
}
