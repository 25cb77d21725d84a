import type { Bilingual, ServiceToken } from '@amanah/plugin-api';

/** What a person is told. */
export interface Notice {
  readonly title: Bilingual;
  /** Page of the portal that it is about. */
  readonly to: string;
  /** The same happening is told once: a second notice of this key to the same person is left out. */
  readonly key: string;
}

/** Tells persons something: kept in their list, and shown at the bell of their open pages. */
export interface NotificationService {
  send(personIds: readonly string[], notice: Notice): Promise<void>;
}

export const notifications: ServiceToken<NotificationService> = { plugin: 'notifications', name: 'notifications' };
