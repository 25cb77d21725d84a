import { sendBuiltScript } from '@amanah/plugin-api/built-scripts';
import type { Context } from '../context.ts';

/** Address of each script, and the extension of the manifest whose entry it is. */
const scripts = { '/embed/share.js': 'share', '/embed/share-code.js': 'shareCode', '/embed/frame.js': 'frame' } as const;

/** Scripts for pages of the portal, micro-frontends and other sites, under addresses that stay. */
export function registerEmbeddedScripts(ctx: Context): void {
  for (const [at, exported] of Object.entries(scripts) as [keyof typeof scripts, string][])
    ctx.protocol({
      at,
      methods: ['GET'],
      access: { public: 'scripts of share buttons are for every site' },
      crossOrigin: true,
      summary: 'A script of the portal for its own pages and for other sites',
      handle: (request, response) => sendBuiltScript(request, response, 'social', exported),
    });
}
