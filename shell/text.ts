import ar from './locales/ar.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type MessageKey = keyof typeof ar;

/** A text of the shell in the page's language, its `{name}` places filled. */
export function text(key: MessageKey, params: Readonly<Record<string, string>> = {}): string {
  const messages = document.documentElement.lang === 'en' ? en : ar;
  return messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
}
