import { manifest } from '../../manifest.ts';
import type { Context } from './context.ts';

/** The pages of the roll-out stand in the frame of staff, with the words of the manifest. */
export function registerRolloutHeads(ctx: Context): void {
  for (const { at, title, ...page } of manifest.ui.pages) {
    if (!at.startsWith('/staff/rollout')) continue;
    const lead = 'lead' in page ? page.lead : undefined;
    ctx.page(at, async (_params, { language }) => ({
      title: ctx.text(title, language),
      ...(lead ? { lead: ctx.text(lead, language) } : {}),
      frame: 'staff',
    }));
  }
}
