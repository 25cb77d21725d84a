// Few words of their own: these extensions stand on the home page and on service cards, where the plugin's whole text would weigh too much.
import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type PageLanguage = 'ar' | 'en';

export function pageLanguage(): PageLanguage {
  return document.documentElement.lang === 'en' ? 'en' : 'ar';
}

export function slotWords(): typeof ar {
  return pageLanguage() === 'en' ? en : ar;
}
