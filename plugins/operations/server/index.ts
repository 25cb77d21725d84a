import { definePlugin } from '@amanah/plugin-api';
import { manifest } from '../manifest.ts';
import { registerAudit } from './audit-routes.ts';
import type { Context } from './caller.ts';
import { registerClientGrants } from './client-grant-routes.ts';
import { registerClients } from './client-routes.ts';
import { registerConnect } from './connect-routes.ts';
import { tellReviewers } from './contract-reviews.ts';
import { registerExchanges } from './exchange-routes.ts';
import { registerHealth } from './health-routes.ts';
import { registerJobs } from './job-routes.ts';
import { registerMicroFrontends } from './micro-frontend-routes.ts';
import { registerPorts } from './port-routes.ts';
import { registerFeedback, registerReports } from './report-routes.ts';
import { registerSessions } from './session-routes.ts';
import { registerSystemActs, registerSystemReads } from './system-routes.ts';
import { registerWebhooks } from './webhook-routes.ts';
import { Watchers } from './watchers.ts';

let watchers: Watchers | undefined;

export default definePlugin({
  manifest,
  setup(ctx) {
    const watching = new Watchers(ctx);
    watchers = watching;
    registerHealth(ctx, watching);
    registerSystemReads(ctx, watching);
    registerSystemActs(ctx);
    registerConnect(ctx);
    registerExchanges(ctx);
    registerWebhooks(ctx);
    registerPorts(ctx);
    registerClients(ctx);
    registerClientGrants(ctx);
    registerSessions(ctx);
    registerJobs(ctx, watching);
    registerMicroFrontends(ctx);
    registerReports(ctx);
    registerFeedback(ctx);
    registerAudit(ctx);
    tellReviewers(ctx);
    pages(ctx);
    return undefined;
  },
  async start() {
    watchers?.start();
  },
  async stop() {
    watchers?.stop();
  },
});

/** Every page of the plugin stands in the staff frame, with the texts of its manifest. */
function pages(ctx: Context): void {
  for (const { at, title, ...page } of manifest.ui.pages) {
    const lead = 'lead' in page ? page.lead : undefined;
    ctx.page(at, async (params, { language }) => ({
      title: at === '/operations/systems/:id' ? await systemTitle(ctx, params.id ?? '', language) : ctx.text(title, language),
      ...(lead ? { lead: ctx.text(lead, language) } : {}),
      frame: 'staff',
    }));
  }
}

async function systemTitle(ctx: Context, id: string, language: 'ar' | 'en'): Promise<string> {
  const system = (await ctx.hub.systems.list()).find((one) => one.id === id);
  return system?.title[language] ?? ctx.text('systemTitle', language);
}
