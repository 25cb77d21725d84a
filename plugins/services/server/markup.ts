import { html, raw } from 'hono/html';

const LIT: Readonly<Record<string, number>> = { informational: 1, interactive: 2, procedural: 3, integrative: 4 };
const PETALS = [
  'M24 21C19 16 19 9 24 3C29 9 29 16 24 21Z',
  'M27 24C32 19 39 19 45 24C39 29 32 29 27 24Z',
  'M24 27C29 32 29 39 24 45C19 39 19 32 24 27Z',
  'M21 24C16 29 9 29 3 24C9 19 16 19 21 24Z',
];

/** One icon of the sprite, decorative. */
export function icon(name: string, size: 'sm' | 'md' = 'sm', mirror = false) {
  return html`<svg class="am-icon${size === 'sm' ? ' am-icon--sm' : ''}${mirror ? ' am-icon--mirror' : ''}" viewBox="0 0 24 24" aria-hidden="true">
    <use href="/assets/icons.svg#${name}"></use>
  </svg>`;
}

/** The class of a service as lit petals; the class name stands beside it. */
export function glyph(serviceClass: string, size: 'sm' | 'md' = 'md') {
  return html`<svg class="am-petal${size === 'sm' ? ' am-petal--sm' : ''}" viewBox="0 0 48 48" aria-hidden="true">
    ${PETALS.map((path, index) => html`<path d="${path}" class="${index < (LIT[serviceClass] ?? 0) ? 'am-petal__on' : 'am-petal__off'}"></path>`)}
    <circle cx="24" cy="24" r="${serviceClass === 'integrative' ? 3 : 2.4}" class="am-petal__pearl"></circle>
  </svg>`;
}

/** The answer a page was written from, so that the micro-frontend starts from it instead of asking again. */
export function startingAnswer(of: string, answer: object) {
  return html`<script type="application/json" id="sv-answer">
    ${raw(JSON.stringify({ of, answer }).replaceAll('<', '\\u003c'))}
  </script>`;
}
