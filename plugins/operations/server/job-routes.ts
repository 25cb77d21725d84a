import { z } from 'zod';
import { jobsAnswer } from '../shared/admin-answers.ts';
import { id, nothing, signedIn, type Context } from './caller.ts';
import { inputSummary } from './input-summary.ts';
import type { Watchers } from './watchers.ts';

/** Queue, schedules and dead letters. */
export function registerJobs(ctx: Context, watchers: Watchers): void {
  ctx.route({
    method: 'get',
    path: '/jobs',
    access: 'job.read',
    summary: 'What waits and runs, what is scheduled, and what failed for good',
    input: nothing,
    output: jobsAnswer,
    async handle(_input, call) {
      watchers.seen(signedIn(call).person.id);
      const [figures, letters] = await Promise.all([ctx.hub.host.figures(), ctx.hub.host.deadLetters()]);
      return {
        queue: { ...figures.queue },
        outbox: { ...figures.outbox },
        schedules: figures.schedules.map((one) => ({ ...one })),
        letters: letters.map(({ id: letter, kind, plugin, job, input, error, attempts, failedAt }) => ({
          id: letter,
          kind,
          plugin,
          job,
          summary: inputSummary(input),
          error,
          attempts,
          failedAt,
        })),
      };
    },
  });
  ctx.route({
    method: 'post',
    path: '/dead-letters/{id}/replay',
    access: 'job.manage',
    summary: 'Runs a dead letter again',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      await ctx.hub.host.replayDeadLetter(input.id, signedIn(call), call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'delete',
    path: '/dead-letters/{id}',
    access: 'job.manage',
    summary: 'Discards a dead letter for good',
    input: z.strictObject({ id }),
    output: nothing,
    async handle(input, call) {
      await ctx.hub.host.discardDeadLetter(input.id, signedIn(call), call.requestId);
      return {};
    },
  });
}
