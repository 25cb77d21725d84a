import { html } from 'hono/html';
import { frameFiles } from '../frame-assets.ts';
import type { Html } from '../page-contract.ts';

const mirrored = new Set(['arrow-left', 'chevron-left', 'log-in', 'log-out']);

/** One icon of the sprite, decorative: a word or an accessible name always stands beside it. Files draw the left-to-right meaning. */
export function icon(name: string, size: 'sm' | 'md' | 'lg' = 'md'): Html {
  return html`<svg
    class="am-icon${size === 'md' ? '' : ` am-icon--${size}`}${mirrored.has(name) ? ' am-icon--mirror' : ''}"
    viewBox="0 0 24 24"
    aria-hidden="true"
  >
    <use href="${frameFiles().icons}#${name}"></use>
  </svg>`;
}
