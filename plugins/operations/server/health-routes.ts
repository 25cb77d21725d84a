import { errorText, errorCodes, type ErrorCode, type Language } from '@amanah/errors';
import type { PluginInfo, SystemInfo } from '@amanah/plugin-api';
import { healthAnswer, pluginsAnswer, type PluginsAnswer, type SystemHealth } from '../shared/health-answers.ts';
import { attentionOf } from './attention.ts';
import { nothing, signedIn, type Context } from './caller.ts';
import type { Watchers } from './watchers.ts';
import { beneficiaryReports } from '../../services/contract.ts';

const reportsCounted = 500;

/** Health of every part and the list of plugins. */
export function registerHealth(ctx: Context, watchers: Watchers): void {
  ctx.route({
    method: 'get',
    path: '/health',
    access: 'health.read',
    summary: 'Health of every part of the hub and of every connected system, and what waits for an operator',
    input: nothing,
    output: healthAnswer,
    async handle(_input, call) {
      watchers.seen(signedIn(call).person.id);
      const { host, systems } = ctx.hub;
      const reports = ctx.use(beneficiaryReports);
      const [parts, figures, list, plugins, problems, microFrontends, open] = await Promise.all([
        host.health(),
        host.figures(),
        systems.list(),
        host.plugins(),
        systems.problems(),
        host.microFrontends(),
        reports.list({ open: true, limit: reportsCounted }),
      ]);
      const { language } = call;
      const seen = { parts, figures, systems: list, plugins, problems, microFrontends, openReports: open.length, language, now: Date.now() };
      return {
        at: new Date().toISOString(),
        parts: parts.map(({ part, ok, critical, ms, detail }) => ({ part, ok, critical, ms, detail })),
        figures: {
          databaseBytes: figures.databaseBytes,
          outboxWaiting: figures.outbox.waiting,
          outboxOldestAt: figures.outbox.oldestAt,
          queueWaiting: figures.queue.waiting + figures.queue.delayed,
          queueActive: figures.queue.active,
          deadLetters: figures.deadLetters,
          liveSessions: figures.liveSessions,
          signingKeySince: figures.signingKeySince,
          backupAt: figures.backupAt,
        },
        systems: list.map((info) => healthOf(info, language)).sort(worstFirst),
        attention: attentionOf(seen),
      };
    },
  });

  ctx.route({
    method: 'get',
    path: '/plugins',
    access: 'health.read',
    summary: 'Every plugin with its state, and why a refused one was refused',
    input: nothing,
    output: pluginsAnswer,
    async handle(_input, call) {
      const units = new Map(ctx.hub.host.units().map((unit) => [unit.id, unit.name[call.language]]));
      const plugins = await ctx.hub.host.plugins();
      return {
        plugins: plugins.map((plugin) => pluginRow(plugin, units, call.language)).sort((a, b) => Number(Boolean(b.refusal)) - Number(Boolean(a.refusal))),
      };
    },
  });
}

/** A system's health in one language. */
export function healthOf({ id, title, state, since, lastUpAt, medianMs, reason, history }: SystemInfo, language: Language): SystemHealth {
  return { id, title: title[language], state, since, lastUpAt, medianMs, reason: reason ?? null, history: history.map((part) => ({ ...part })) };
}

const order = ['down', 'slow', 'maintenance', 'unknown', 'up'];

function worstFirst(a: SystemHealth, b: SystemHealth): number {
  return order.indexOf(a.state) - order.indexOf(b.state) || a.id.localeCompare(b.id);
}

function pluginRow(plugin: PluginInfo, units: ReadonlyMap<string, string>, language: Language): PluginsAnswer['plugins'][number] {
  const { id, title, owner, state, refusal, version, api, routes, pages, jobs, blocked } = plugin;
  const known = refusal && (errorCodes as readonly string[]).includes(refusal.code) ? errorText(refusal.code as ErrorCode, language, { plugin: id }) : null;
  return {
    id,
    title: title[language],
    owner: units.get(owner) ?? owner,
    state,
    refusal: refusal && { code: refusal.code, title: known?.title ?? refusal.code, action: known?.action ?? '', detail: refusal.detail },
    version,
    api,
    routes: routes,
    pages: pages.length,
    jobs: jobs.length,
    blocked: blocked && { ...blocked },
  };
}
