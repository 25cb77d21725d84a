import { html } from 'hono/html';
import { frameFiles } from '../frame-assets.ts';
import type { Html } from '../page-contract.ts';

/** Icons of the site: the same on every page of the hub. */
export function siteIcons(): Html {
  const { favicon } = frameFiles();
  return html`<link rel="icon" href="/favicon.ico" sizes="32x32" />${favicon ? html`<link rel="icon" href="${favicon}" type="image/svg+xml" />` : ''}`;
}
