import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import { createMessages } from './messages.ts';

/** The kit's own words. */
export const text = createMessages({ ar, en });
