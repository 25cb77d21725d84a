import { readFileSync } from 'node:fs';
import type { AdapterInfo, Bilingual, Schema } from '@amanah/plugin-api';
import { z } from 'zod';
import { adaptersFolder, ownAdapters, type InstalledAdapters } from './adapter-configs.ts';
import { adapterTier } from './adapter-tier.ts';

const longestText = 500;
const texts = z.record(z.string().max(100), z.string().max(longestText));

/** Installed adapters with what each takes as a connection and its own words for it; those that cannot be used with the reason. */
export function adapterInfos(
  { configs, refused }: InstalledAdapters,
  { folder = adaptersFolder, trusted = ownAdapters }: { readonly folder?: URL; readonly trusted?: readonly string[] } = {},
): readonly AdapterInfo[] {
  const about = (protocol: string) => {
    const words = wordsOf(protocol, folder);
    return {
      protocol,
      title: words['title'] ?? { ar: protocol, en: protocol },
      tier: adapterTier(protocol, folder),
      reviewed: trusted.includes(protocol),
      words,
    };
  };
  return [
    ...[...configs].map(([protocol, config]) => ({
      ...about(protocol),
      refusal: null,
      connection: z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as Schema,
    })),
    ...refused.map(({ protocol, detail }) => ({ ...about(protocol), refusal: detail, connection: {} })),
  ];
}

/** Texts that an adapter brings for the pages, in both languages; those that are missing in one are left out. */
function wordsOf(protocol: string, folder: URL): Readonly<Record<string, Bilingual>> {
  const [ar, en] = (['ar', 'en'] as const).map((language) => textsOf(new URL(`${protocol}/locales/${language}.json`, folder))) as [
    Record<string, string>,
    Record<string, string>,
  ];
  return Object.fromEntries(Object.entries(ar).flatMap(([key, text]) => (en[key] === undefined ? [] : [[key, { ar: text, en: en[key] }] as const])));
}

function textsOf(file: URL): Record<string, string> {
  try {
    return texts.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // An adapter without words of its own is named by its protocol.
    return {};
  }
}
