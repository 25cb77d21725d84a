import { definePlugin, personalRows, type Queryable } from '@amanah/plugin-api';
import { z } from 'zod';
import { notifications, smsGateway, type NotificationService } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { BlockedContacts } from './blocked-contacts.ts';
import type { Context } from './context.ts';
import { Deliverer } from './deliverer.ts';
import { DeliveryQueue } from './delivery-queue.ts';
import { Inbox } from './inbox.ts';
import { registerInbox } from './inbox-routes.ts';
import { Notices } from './notices.ts';
import { Preferences } from './preferences.ts';
import { registerSettings } from './setting-routes.ts';
import { registerStaff } from './staff-routes.ts';
import { StopLinks } from './stop-links.ts';
import { registerStopping } from './stop-routes.ts';
import { NoticeTemplates } from './templates.ts';
import { pattern } from './words.ts';

/** Longest that one run sends before the next goes on; shorter than its job's time, so that what it holds is ended. */
const runMs = 40_000;

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const templates = new NoticeTemplates(new URL('notification-templates.yaml', ctx.configDir), pattern);
    const preferences = new Preferences(ctx.db);
    const blocked = new BlockedContacts(ctx.db);
    const links = new StopLinks(ctx.db);
    const inbox = new Inbox(ctx.db);

    const service: NotificationService = {
      async send(personIds, notice) {
        const { told, title } = await notices.add(personIds, notice);
        if (told.length > 0) await ctx.notify(told, { type: 'notifications.new', data: { title } });
      },
      silently: (work) => notices.silently(work),
    };
    const deliverer = new Deliverer({
      queue: new DeliveryQueue(ctx.db),
      templates,
      preferences,
      blocked,
      links,
      mail: ctx.mail,
      gateway: () => ctx.port(smsGateway, manifest.owner),
      contactOf: (personId) => ctx.people.contactOf(personId),
      notify: service.send,
      publicUrl: ctx.publicUrl,
      log: ctx.log,
    });
    // Every fifteen seconds what is due then: what waited for a morning, and what failed and is tried again.
    const deliver = ctx.job({
      name: 'deliver',
      input: z.strictObject({ because: z.string().max(200).optional() }),
      key: ({ because = 'due' }) => because,
      attempts: 3,
      timeoutMs: 55_000,
      cron: '*/15 * * * * *',
      run: (_input, call) => deliverer.run(AbortSignal.any([call.signal, AbortSignal.timeout(runMs)])),
    });
    const wake = (tx?: Queryable) => deliver.enqueue({ because: crypto.randomUUID() }, tx);
    const notices = new Notices({ db: ctx.db, templates, preferences, wake });

    ctx.declarePort(smsGateway);
    ctx.provide(notifications, service);
    declarePersonalData(ctx);
    registerInbox(ctx, inbox);
    registerSettings(ctx, preferences, blocked);
    registerStopping(ctx, links, preferences);
    registerStaff(ctx, templates, wake);
    ctx.job({
      name: 'forget-old',
      input: z.strictObject({}),
      key: () => 'forget-old',
      attempts: 3,
      timeoutMs: 60_000,
      cron: '10 3 * * *',
      run: () => inbox.forgetOld(),
    });
    return undefined;
  },
});

function declarePersonalData(ctx: Context): void {
  const kinds = [
    {
      name: 'notices',
      title: 'personalNotices',
      purpose: 'personalNoticesPurpose',
      table: 'notification',
      columns: ['title_ar', 'title_en', 'sent_at', 'read_at'],
    },
    {
      name: 'deliveries',
      title: 'personalDeliveries',
      purpose: 'personalDeliveriesPurpose',
      table: 'delivery',
      columns: ['channel', 'state', 'reason', 'ended_at'],
    },
    { name: 'settings', title: 'personalSettings', purpose: 'personalSettingsPurpose', table: 'preference', columns: ['settings', 'changed_at'] },
    { name: 'refused', title: 'personalRefused', purpose: 'personalRefusedPurpose', table: 'blocked_contact', columns: ['channel', 'since'] },
  ];
  for (const { table, columns, ...kind } of kinds) ctx.personalData({ ...kind, kept: 'nothingHeld', ...personalRows(ctx.db, { table, columns }) });
}
