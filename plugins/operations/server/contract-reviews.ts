import { z } from 'zod';
import { notifications } from '../../notifications/contract.ts';
import type { Context } from './caller.ts';

const broken = z.looseObject({ system: z.string() });

/** Whoever may manage a system is told when what it says broke what was accepted: its calls are held back until one of them has looked. */
export function tellReviewers(ctx: Context): void {
  ctx.events.on('hub.contract.broken', broken, async ({ id, data }) => {
    const system = (await ctx.hub.systems.list()).find((one) => one.id === data.system);
    if (!system) return;
    const people = await ctx.hub.identity.holders('operations:system.manage', system.owner);
    if (people.length === 0) return;
    const words = (language: 'ar' | 'en') => ctx.text('contractBroken', language).replace('{name}', system.title[language]);
    await ctx.use(notifications).send(people, {
      key: `operations/contract/${id}`,
      title: { ar: words('ar'), en: words('en') },
      to: `/operations/systems/${encodeURIComponent(system.id)}`,
    });
  });
}
