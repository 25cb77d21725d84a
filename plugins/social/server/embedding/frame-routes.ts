import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import type { Context } from '../context.ts';
import type { FrameSites } from './frame-sites.ts';
import type { SiteTitles } from './site-title.ts';

/** What a writer's pasted address becomes: a frame of an allowed site with its title. */
export function registerFrameRoutes(ctx: Context, sites: FrameSites, titles: SiteTitles): void {
  ctx.route({
    method: 'post',
    path: '/office/frames',
    access: 'news.write',
    summary: 'Looks at an address of an outside site: whether news may show it, and what it is called there',
    input: z.strictObject({ address: z.string().trim().max(500) }),
    output: z.strictObject({ address: z.string(), site: z.string(), title: z.string() }),
    async handle({ address }) {
      const frame = sites.frameOf(address);
      if (!frame) throw new AmanahError('SOCIAL_SITE_REFUSED', { params: { sites: [...new Set(sites.names)].join('، ') } });
      return { address: frame.address, site: frame.site, title: (await titles.of(frame)) ?? frame.site };
    },
  });
}
