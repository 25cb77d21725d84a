import { z } from 'zod';
import { pageFeedback } from '../../portal/contract.ts';
import { beneficiaryReports } from '../../services/contract.ts';
import { feedbackAnswer, reportsAnswer } from '../shared/admin-answers.ts';
import { id, nothing, signedIn, type Context } from './caller.ts';

const listed = 200;

/** Problems that citizens reported. */
export function registerReports(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/reports',
    access: 'report.read',
    summary: 'Problems reported on services, open ones first',
    input: z.strictObject({ open: z.enum(['true', 'false']).optional() }),
    output: reportsAnswer,
    async handle({ open }, { language }) {
      const found = await ctx.use(beneficiaryReports).list({ ...(open ? { open: open === 'true' } : {}), limit: listed });
      return {
        reports: found.map((report) => ({
          ...report,
          service: report.service[language],
          answered: report.answered && { ...report.answered },
        })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/reports/{id}/answer',
    access: 'report.answer',
    summary: 'Marks a reported problem as answered, with what was done',
    input: z.strictObject({ id, words: z.string().trim().min(3).max(1000) }),
    output: nothing,
    async handle(input, call) {
      const actor = signedIn(call);
      await ctx.use(beneficiaryReports).answer(input.id, actor.person.name[call.language], input.words);
      await ctx.audit.record({ action: 'report.answered', actor, subject: `report/${input.id}`, requestId: call.requestId });
      return {};
    },
  });
}

/** What visitors said of pages: "was this page useful". */
export function registerFeedback(ctx: Context): void {
  ctx.route({
    method: 'get',
    path: '/feedback',
    access: 'report.read',
    summary: 'Pages by how often they were not useful, and the latest words about them',
    input: nothing,
    output: feedbackAnswer,
    async handle() {
      const feedback = ctx.use(pageFeedback);
      const [pages, latest] = await Promise.all([feedback.pages(50), feedback.latest(listed)]);
      return {
        pages: pages.map((page) => ({ ...page })),
        notes: latest.flatMap(({ note, ...answer }) => (note ? [{ ...answer, note }] : [])),
      };
    },
  });
}
