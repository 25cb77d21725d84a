import { z } from 'zod';

/** What notices are about, in the order in which people see them. */
export const categories = ['requests', 'tasks', 'payments', 'licences', 'announcements', 'security'] as const;
export type Category = (typeof categories)[number];

/** `each`: a mail for every notice; `daily`: one mail a day; `off`: none. */
export const mailChoices = ['each', 'daily', 'off'] as const;
export type MailChoice = (typeof mailChoices)[number];

const choice = z.strictObject({ mail: z.enum(mailChoices), sms: z.boolean() });
const minuteOfDay = z.number().int().min(0).max(1_439);

/** How a person wants to be told. Hours are those of Riyadh. */
export const notificationSettings = z.strictObject({
  language: z.enum(['ar', 'en']),
  choices: z.strictObject(Object.fromEntries(categories.map((category) => [category, choice])) as Record<Category, typeof choice>),
  /** Minutes of the day from which and until which no mail and no text message comes; `null`: none. */
  quiet: z.strictObject({ from: minuteOfDay, until: minuteOfDay }).nullable(),
  /** Hour of the daily mail. */
  dailyHour: z.number().int().min(0).max(23),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

/** Calm: text messages only where money, a licence or the account is at stake, tasks once a day, announcements in the portal only (rules.md F2). */
export const calmSettings: NotificationSettings = {
  language: 'ar',
  choices: {
    requests: { mail: 'each', sms: false },
    tasks: { mail: 'daily', sms: false },
    payments: { mail: 'each', sms: true },
    licences: { mail: 'each', sms: true },
    announcements: { mail: 'off', sms: false },
    security: { mail: 'each', sms: true },
  },
  quiet: { from: 22 * 60, until: 7 * 60 },
  dailyHour: 8,
};

/** Settings as they hold: what is about the account's security is always told, at once. */
export function withSecurity(settings: NotificationSettings): NotificationSettings {
  return { ...settings, choices: { ...settings.choices, security: calmSettings.choices.security } };
}
