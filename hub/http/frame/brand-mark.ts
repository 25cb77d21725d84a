import { html } from 'hono/html';
import type { Html } from '../page-contract.ts';

/** Placeholder of the Amanah's mark until the client supplies it; no state emblem. */
export function brandMark(): Html {
  return html`<svg viewBox="0 0 48 48" aria-hidden="true">
    <rect width="48" height="48" rx="12" fill="#104631"></rect>
    <g fill="#fff" transform="translate(24 24) scale(.78) translate(-24 -24)">
      <path d="M24 21C19 16 19 9 24 3C29 9 29 16 24 21Z"></path>
      <path d="M27 24C32 19 39 19 45 24C39 29 32 29 27 24Z"></path>
      <path d="M24 27C29 32 29 39 24 45C19 39 19 32 24 27Z"></path>
      <path d="M21 24C16 29 9 29 3 24C9 19 16 19 21 24Z"></path>
    </g>
    <g fill="none" stroke="#c9a44a" stroke-width="1.2"><path d="M14 14l4 4M34 14l-4 4M14 34l4-4M34 34l-4-4"></path></g>
    <circle cx="24" cy="24" r="2.6" fill="#c9a44a"></circle>
  </svg>`;
}
