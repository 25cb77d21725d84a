import { z } from 'zod';
import { notificationSettings, withSecurity } from '../shared/settings.ts';
import { settingsAnswer } from '../shared/settings-answer.ts';
import type { BlockedContacts } from './blocked-contacts.ts';
import { personOf, type Context } from './context.ts';
import type { Preferences } from './preferences.ts';

/** How the signed-in person wants to be told, and whether mails and text messages can reach them. */
export function registerSettings(ctx: Context, preferences: Preferences, blocked: BlockedContacts): void {
  ctx.route({
    method: 'get',
    path: '/settings',
    access: 'own.read',
    summary: 'How the signed-in person wants to be told, and whether e-mail and mobile number are known and take messages',
    input: z.strictObject({}),
    output: settingsAnswer,
    async handle(_input, call) {
      const person = personOf(call);
      const [settings, contact] = await Promise.all([preferences.of(person), ctx.people.contactOf(person)]);
      const stateOf = async (channel: 'mail' | 'sms', address: string | null | undefined) => {
        if (!address) return 'missing' as const;
        return (await blocked.isBlocked(person, channel, address)) ? ('refused' as const) : ('known' as const);
      };
      return { settings, contacts: { mail: await stateOf('mail', contact?.email), sms: await stateOf('sms', contact?.mobile) } };
    },
  });
  ctx.route({
    method: 'put',
    path: '/settings',
    access: 'own.read',
    summary: 'Changes how the signed-in person wants to be told; what is about security stays on',
    input: notificationSettings,
    output: notificationSettings,
    async handle(settings, call) {
      await preferences.save(personOf(call), settings);
      return withSecurity(settings);
    },
  });
}
