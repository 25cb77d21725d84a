import { z } from 'zod';
import { inboxAnswer } from '../shared/inbox-answer.ts';
import { personOf, type Context } from './context.ts';
import type { Inbox } from './inbox.ts';
import { listPage } from './list-page.ts';

const PAGE_SIZE = 100;
const BELL_SIZE = 8;

/** The person's own list: for the bell, and as a page without scripts. */
export function registerInbox(ctx: Context, inbox: Inbox): void {
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
}
