import type { Bilingual, PluginContext } from '@amanah/plugin-api';
import type { manifest } from '../manifest.ts';
import type { RegisterConfig } from './register-config.ts';

export type Context = PluginContext<typeof manifest, RegisterConfig>;

/** A text of the plugin in both languages, its places filled. */
export function wordsOf(ctx: Pick<Context, 'text'>, key: string, params: Readonly<Record<string, string | number | Bilingual>> = {}): Bilingual {
  const said = (language: 'ar' | 'en') =>
    ctx.text(key, language).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = params[name];
      return value === undefined ? whole : typeof value === 'object' ? value[language] : String(value);
    });
  return { ar: said('ar'), en: said('en') };
}
