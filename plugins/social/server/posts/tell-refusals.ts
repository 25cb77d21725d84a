import { AmanahError } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { notifications, type TemplateNotice } from '../../../notifications/contract.ts';
import { manifest } from '../../manifest.ts';
import type { Context } from '../context.ts';
import { problemText } from './post-list.ts';
import { networkRefused, postRefused } from './refusal-events.ts';

/**
 * Whoever sent a news item and whoever approved it are told of a post that waits for a person, once an edition and network; whoever may repair a network is
 * told when its token is refused, once until it has worked again.
 */
export function tellRefusals(ctx: Context): void {
  ctx.events.on('social.post.refused', postRefused, async ({ data: { post, news, network, edition, code, params } }) => {
    const [found] = await ctx.db.query<{ title: Bilingual }>(`SELECT content -> 'title' AS title FROM news WHERE id = $1`, [news]);
    const said = (language: 'ar' | 'en') => problemText({ code, params }, language)!.title;
    if (!found) return;
    await tell(ctx, await answerable(ctx, news), {
      template: 'post-refused',
      data: { title: found.title, network: await titleOf(ctx, network), problem: { ar: said('ar'), en: said('en') } },
      to: `/staff/news/${news}`,
      key: `social/post-refused/${post}/${edition}`,
    });
  });
  ctx.events.on('social.network.refused', networkRefused, async ({ id, data: { network } }) => {
    await tell(ctx, await ctx.access.holdersWith('social:network.write', manifest.owner), {
      template: 'network-refused',
      data: { network: await titleOf(ctx, network) },
      to: '/staff/social/networks',
      key: `social/network-refused/${id}`,
    });
  });
}

/** Who sent the text that came out last, and who approved it. */
async function answerable(ctx: Context, news: string): Promise<readonly string[]> {
  const rows = await ctx.db.query<{ person_id: string }>(
    `SELECT DISTINCT person_id FROM (
       SELECT DISTINCT ON (action) person_id FROM news_step WHERE news = $1 AND action IN ('sent', 'approved') AND person_id IS NOT NULL ORDER BY action, id DESC) AS last`,
    [news],
  );
  return rows.map((row) => row.person_id);
}

/** A network that was disconnected meanwhile keeps its id as name. */
async function titleOf(ctx: Context, network: string): Promise<Bilingual> {
  const [row] = await ctx.db.query<Bilingual>('SELECT title_ar AS ar, title_en AS en FROM network WHERE id = $1', [network]);
  return row ?? { ar: network, en: network };
}

/** Nobody is told while the plugin of notices does not run. */
async function tell(ctx: Context, people: readonly string[], notice: TemplateNotice): Promise<void> {
  if (people.length === 0) return;
  try {
    await ctx.use(notifications).send(people, notice);
  } catch (error) {
    if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
    ctx.log.warn({ key: notice.key }, 'nobody is told of a refusal: notices do not run');
  }
}
