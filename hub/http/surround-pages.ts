import type { PageSession } from '@amanah/plugin-api';
import type { Request, RequestHandler } from 'express';
import type { HubConfig } from '../config/contract.ts';
import type { Host } from '../host/contract.ts';
import { capacityLabel } from './capacity-label.ts';
import { demoNoticeCookie } from './frame/demo-notice.ts';
import { buildManifest } from './frame-assets.ts';
import { frameScripts } from './frame/scripts.ts';
import { modulesOf } from './page-modules.ts';

/** Gives every page of the portal's own host its links, its shell and, in the demo profile, the notice; all of it made only when a page is drawn. */
export function surroundPages({ config, host }: { config: HubConfig; host: Host }): RequestHandler {
  return (request, _response, next) => {
    const { context } = request;
    const parts = () => host.pageParts(context.session?.actor ?? null, context.language);
    context.surroundings = {
      demoNotice: config.profile === 'demo' && !closedDemoNotice(request),
      sources: () => ({ ...host.thirdPartySources(), frames: ["'self'"] }),
      links: () => parts().navigation,
      scripts({ plugin, written, allows }) {
        const { applications, slots, permissions } = parts();
        return frameScripts({
          nonce: context.nonce,
          importMap: modulesOf(host.importMap(), { plugin, extensions: slots.map(({ module }) => module), reaches: buildManifest().reaches }),
          plugin: plugin && !host.isRefused(plugin) ? plugin : null,
          pageData: {
            language: context.language,
            requestId: context.requestId,
            session: sessionOf(request, config, permissions),
            applications: applications.filter(({ at }) => at !== written),
            slots,
            allows,
            ...(written === null ? {} : { written }),
          },
        });
      },
    };
    next();
  };
}

function closedDemoNotice(request: Request): boolean {
  return new RegExp(`(?:^|;\\s*)${demoNoticeCookie}=closed(?:;|$)`).test(request.headers.cookie ?? '');
}

function sessionOf({ context: { language, session } }: Request, config: HubConfig, permissions: readonly string[]): PageSession | null {
  if (!session) return null;
  const { actor, absoluteExpiresAt } = session;
  return {
    name: actor.person.name[language],
    capacity: capacityLabel(actor, language),
    idleSeconds: config.session.idleMinutes * 60,
    warnSeconds: config.session.warnSeconds,
    remainingSeconds: Math.max(0, Math.round((absoluteExpiresAt.getTime() - Date.now()) / 1_000)),
    permissions,
  };
}
