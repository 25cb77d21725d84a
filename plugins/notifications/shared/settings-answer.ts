import { z } from 'zod';
import { notificationSettings } from './settings.ts';

const contactState = z.enum(['known', 'missing', 'refused']);

export const settingsAnswer = z.strictObject({
  settings: notificationSettings,
  contacts: z.strictObject({ mail: contactState, sms: contactState }),
});
export type SettingsAnswer = z.infer<typeof settingsAnswer>;
