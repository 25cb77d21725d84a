import { AmanahError } from '@amanah/errors';
import { definePlugin, personalRows, type Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { notifications } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { inboxAnswer } from '../shared/inbox-answer.ts';
import { Inbox } from './inbox.ts';
import { listPage } from './list-page.ts';

const PAGE_SIZE = 100;
const BELL_SIZE = 8;

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const inbox = new Inbox(ctx.db);
    ctx.provide(notifications, {
      async send(personIds, notice) {
        const told = await inbox.add(personIds, notice);
        if (told.length > 0) await ctx.notify(told, { type: 'notifications.new', data: { title: notice.title } });
      },
    });
    ctx.personalData({
      name: 'notices',
      title: 'personalNotices',
      purpose: 'personalNoticesPurpose',
      kept: 'nothingHeld',
      ...personalRows(ctx.db, { table: 'notification', columns: ['title_ar', 'title_en', 'sent_at', 'read_at'] }),
    });
    ctx.route({
      method: 'get',
      path: '/',
      access: 'own.read',
      summary: 'The newest notifications of the signed-in person and how many are unread',
      input: z.strictObject({}),
      output: inboxAnswer,
      async handle(_input, call) {
        const person = personOf(call);
        return { unread: await inbox.unread(person), items: await inbox.list(person, call.language, BELL_SIZE) };
      },
    });
    ctx.route({
      method: 'post',
      path: '/read',
      access: 'own.read',
      summary: 'Marks all notifications of the signed-in person as read',
      input: z.strictObject({}),
      output: z.undefined(),
      async handle(_input, call) {
        await inbox.markRead(personOf(call));
        return undefined;
      },
    });
    ctx.page('/notifications', async (_params, call) => {
      const person = personOf(call);
      const items = await inbox.list(person, call.language, PAGE_SIZE);
      // Who has the list before their eyes has read it.
      await inbox.markRead(person);
      const t = (key: string) => ctx.text(key, call.language);
      return { title: t('title'), lead: t('lead'), body: { html: listPage(items, call.language, t) } };
    });
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

function personOf({ actor }: Call): string {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  return actor.person.id;
}
