import { z } from 'zod';
import { notifications } from '../../notifications/contract.ts';
import type { PluginParts } from './plugin-parts.ts';

const happening = z.object({ number: z.string(), service: z.string(), state: z.string(), personId: z.string() });

/** Tells the person who sent a request whenever its state changes, once for each change. */
export function tellApplicants({ ctx, words }: PluginParts): void {
  ctx.events.on('requests.request.changed', happening, async ({ id, data }) => {
    const state = words.state(data.state).title;
    const text = (language: 'ar' | 'en') => ctx.text('noticeStateChanged', language).replace('{number}', data.number).replace('{state}', state[language]);
    await ctx.use(notifications).send([data.personId], { title: { ar: text('ar'), en: text('en') }, to: `/requests/${data.number}`, key: `requests/${id}` });
  });
}
