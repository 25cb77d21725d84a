import { createMessages } from '@amanah/ui';
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** Words of the media office; apart from those of the public pages, which viewers load. */
export const t = createMessages({ ar, en });
