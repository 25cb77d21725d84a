import { createMessages, currentLanguage } from '@amanah/ui';
import ar from '../../locales/ar.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import type { Words } from '../../shared/forms/form-types.ts';

/** The plugin's own words. */
export const t = createMessages({ ar, en });

/** Words of the form's data in the page's language. */
export const say = (words: Words): string => words[currentLanguage()];
