import type { Bilingual, ServiceToken } from '@amanah/plugin-api';
import { definePort } from '@amanah/plugin-api';
import { z } from 'zod';
import type { Category } from './shared/settings.ts';

/** What fills the places of a template: texts in both languages, ISO days and instants, amounts in riyals as text, numbers. */
export type NoticeData = Readonly<Record<string, string | number | Bilingual>>;

interface AnyNotice {
  /** Page of the portal that it is about. */
  readonly to: string;
  /** The same happening is told once: a second notice of this key to the same person is left out, on every channel. */
  readonly key: string;
  /** Uses the key up without telling anybody: for records that come from elsewhere, such as an import. */
  readonly silent?: boolean;
}

/** A notice for the portal alone. */
export interface PortalNotice extends AnyNotice {
  readonly title: Bilingual;
}

/** A notice by a template of `config/notification-templates.yaml`: in the portal at once, by mail and text message as the person wishes. */
export interface TemplateNotice extends AnyNotice {
  readonly template: string;
  readonly data?: NoticeData;
  /** `urgent`: also in the person's quiet hours, and not in the daily mail. */
  readonly urgency?: 'normal' | 'urgent';
  /** That of the template, unless it is said here. */
  readonly category?: Category;
}

/** What a person is told. */
export type Notice = PortalNotice | TemplateNotice;

/** Tells persons something: kept in their list, shown at the bell of their open pages, and sent by the channels that they chose. */
export interface NotificationService {
  /** @throws NOTIFICATIONS_TEMPLATE_UNKNOWN, NOTIFICATIONS_DATA_MISSING */
  send(personIds: readonly string[], notice: Notice): Promise<void>;
  /**
   * Runs work in which every notice is silent, whoever sends it. Handlers of events that the work emits run later and outside of it: their events must say that they
   * come from an import, and what they send `silent: true`.
   */
  silently<T>(work: () => Promise<T>): Promise<T>;
}

export const notifications: ServiceToken<NotificationService> = { plugin: 'notifications', name: 'notifications' };

/** The gateway of text messages. Refuses a number that takes none as `invalid-number`. */
export const smsGateway = definePort({
  plugin: 'notifications',
  name: 'sms-gateway',
  title: { ar: 'بوابة الرسائل النصية', en: 'Text-message gateway' },
  refusals: ['invalid-number'],
  operations: {
    /** `segments`: how many messages the text makes on the wire. */
    send: {
      effect: 'write',
      input: z.object({ to: z.string().regex(/^\+[1-9]\d{7,14}$/), text: z.string().min(1).max(1_000), reference: z.string().min(1).max(100) }),
      output: z.object({ id: z.string().min(1), segments: z.number().int().min(1).nullish() }),
    },
  },
});
