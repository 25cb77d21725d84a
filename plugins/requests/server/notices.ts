import { z } from 'zod';
import { notifications } from '../../notifications/contract.ts';
import type { PluginParts } from './plugin-parts.ts';

const happening = z.object({ number: z.string(), service: z.string(), state: z.string(), personId: z.string() });

/** Has the open pages of the person who sent a request read it again; there is nothing of it in the message. */
export function tellOpenPages(
  ctx: Pick<PluginParts['ctx'], 'notify'>,
  { number, personId }: { readonly number: string; readonly personId: string },
): Promise<void> {
  // A visit that officials opened stands in the name of an establishment, which has no account of its own.
  if (personId.startsWith('establishment:')) return Promise.resolve();
  return ctx.notify([personId], { type: 'requests.changed', data: { number } });
}

/** Tells the person who sent a request whenever its state changes, once for each change. */
export function tellApplicants({ ctx, words }: PluginParts): void {
  ctx.events.on('requests.request.changed', happening, async ({ id, data }) => {
    await tellOpenPages(ctx, data);
    if (data.personId.startsWith('establishment:')) return;
    const state = words.state(data.state).title;
    const text = (language: 'ar' | 'en') => ctx.text('noticeStateChanged', language).replace('{number}', data.number).replace('{state}', state[language]);
    await ctx.use(notifications).send([data.personId], { title: { ar: text('ar'), en: text('en') }, to: `/requests/${data.number}`, key: `requests/${id}` });
  });
  ctx.events.on('requests.request.ended', happening, ({ data }) => tellOpenPages(ctx, data));
}
