import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

/** The words of this part of the shell in the page's language; of its own, since the entry does without them. */
export function words(): typeof ar {
  return document.documentElement.lang === 'en' ? en : ar;
}
