import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';

/** What an outside site needs to show a page of ours (oembed.com, 1.0). */
export interface OEmbedAnswer {
  readonly version: '1.0';
  readonly type: 'link' | 'rich' | 'video';
  readonly title: string;
  readonly author_name?: string;
  readonly provider_name: string;
  readonly provider_url: string;
  readonly cache_age: number;
  readonly html?: string;
  readonly width?: number;
  readonly height?: number;
  readonly thumbnail_url?: string;
  readonly thumbnail_width?: number;
  readonly thumbnail_height?: number;
}

/** The answer as XML; each value escaped. */
export function oEmbedXml(answer: OEmbedAnswer): string {
  const values = Object.entries(answer).map(([name, value]) => `  <${name}>${String(html`${value}`)}</${name}>`);
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${values.join('\n')}\n</oembed>\n`;
}

/** Where a page's oEmbed is found, for its head. */
export function oEmbedOf(address: URL, language: Locale): { type: string; path: string }[] {
  const path = (format: string) => `/oembed?${new URLSearchParams({ url: address.href, format, language })}`;
  return [
    { type: 'application/json+oembed', path: path('json') },
    { type: 'text/xml+oembed', path: path('xml') },
  ];
}
