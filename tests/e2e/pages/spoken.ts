import { readFileSync } from 'node:fs';
import type { Language } from './device.ts';

/** The words of a plugin's pages in a language, by their key: a test presses what is written there now. @throws for a key that is not there */
export function spoken(plugin: string, language: Language): (key: string, params?: Readonly<Record<string, string>>) => string {
  const texts = JSON.parse(readFileSync(new URL(`../../../plugins/${plugin}/locales/${language}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
  return (key, params = {}) => {
    const text = texts[key];
    if (typeof text !== 'string') throw new Error(`${plugin} says nothing by ${key}`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
  };
}
