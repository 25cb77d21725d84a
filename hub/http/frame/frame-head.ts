import { html } from 'hono/html';
import { frameFiles, frameFonts } from '../frame-assets.ts';
import type { Html } from '../page-contract.ts';

/** Icons of the site: the same on every page of the hub. */
export function siteIcons(): Html {
  const { favicon } = frameFiles();
  return html`<link rel="icon" href="/favicon.ico" sizes="32x32" />${favicon ? html`<link rel="icon" href="${favicon}" type="image/svg+xml" />` : ''}`;
}

/** Fetches the page's letters together with its styles: they are there at the first paint, and nothing moves afterwards. */
export function fontPreloads(language: 'ar' | 'en'): Html {
  return html`${frameFonts(language).map((href) => html`<link rel="preload" href="${href}" as="font" type="font/woff2" crossorigin />`)}`;
}
