import type { PluginContext } from '@amanah/plugin-api';
import { z } from 'zod';
import type { manifest } from '../manifest.ts';
import type { PageFeedback } from './page-feedback.ts';

const page = z
  .string()
  .max(300)
  .regex(/^\/(?!\/)[^\s\\?#]*$/);
const answer = z.strictObject({ path: z.string(), useful: z.boolean(), note: z.string().nullable(), language: z.enum(['ar', 'en']), givenAt: z.string() });
const opinion = z.strictObject({ path: z.string(), useful: z.number().int(), total: z.number().int() });

/** Routes of "was this page useful": anyone answers, staff read. */
export function registerFeedbackRoutes(ctx: PluginContext<typeof manifest>, feedback: PageFeedback): void {
  ctx.route({
    method: 'post',
    path: '/feedback',
    access: { public: 'anyone may say whether a page was useful (rules.md E4)' },
    form: true,
    summary: 'Says whether a page was useful; no person is recorded',
    input: z.strictObject({ page, useful: z.enum(['yes', 'no']), note: z.string().trim().max(1000).default('') }),
    output: opinion,
    async handle(input, { language }) {
      await feedback.give({ path: input.page, useful: input.useful === 'yes', note: input.note || null, language });
      return feedback.of(input.page);
    },
  });
  ctx.route({
    method: 'get',
    path: '/feedback',
    access: 'feedback.read',
    summary: 'Answers of visitors, newest first, and pages by how many found them of no use',
    input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    output: z.strictObject({ pages: z.array(opinion), answers: z.array(answer) }),
    handle: async ({ limit }) => ({ pages: await feedback.pages(limit), answers: await feedback.latest(limit) }),
  });
}
