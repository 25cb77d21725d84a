import { requests } from '../../requests/contract.ts';
import type { Context } from './context.ts';

/** Working days of the Amanah from a day on, by the calendar of requests. */
export const workingDaysFrom =
  (ctx: Pick<Context, 'use'>) =>
  (day: string, count: number): readonly string[] =>
    ctx.use(requests).workingDays(day, count);
