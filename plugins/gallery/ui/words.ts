import { createMessages } from '@amanah/ui';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };

/** The gallery's own words. */
export const t = createMessages({ ar, en });
