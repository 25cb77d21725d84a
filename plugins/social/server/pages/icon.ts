import { html } from 'hono/html';

/** One icon of the sprite, decorative: a word stands beside it. */
export function icon(name: string, { mirror = false, size }: { readonly mirror?: boolean; readonly size?: 'sm' } = {}) {
  return html`<svg class="am-icon${size ? ' am-icon--sm' : ''}${mirror ? ' am-icon--mirror' : ''}" viewBox="0 0 24 24" aria-hidden="true">
    <use href="/assets/icons.svg#${name}"></use>
  </svg>`;
}
