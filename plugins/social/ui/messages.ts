import { createMessages } from '@amanah/ui';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };

/** The plugin's own words. */
export const t = createMessages({ ar, en });
