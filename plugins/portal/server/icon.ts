import { html } from 'hono/html';

/** One icon of the sprite, decorative: a word stands beside it. */
export function icon(name: string, mirror = false) {
  return html`<svg class="am-icon${mirror ? ' am-icon--mirror' : ''}" viewBox="0 0 24 24" aria-hidden="true">
    <use href="/assets/icons.svg#${name}"></use>
  </svg>`;
}
