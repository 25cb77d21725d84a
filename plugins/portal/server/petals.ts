import { html } from 'hono/html';

const lit: Readonly<Record<string, number>> = { informational: 1, interactive: 2, procedural: 3, integrative: 4 };
const paths = [
  'M24 21C19 16 19 9 24 3C29 9 29 16 24 21Z',
  'M27 24C32 19 39 19 45 24C39 29 32 29 27 24Z',
  'M24 27C29 32 29 39 24 45C19 39 19 32 24 27Z',
  'M21 24C16 29 9 29 3 24C9 19 16 19 21 24Z',
];

/** The class of a service as lit petals; decorative, always beside the class name. */
export function petals(serviceClass: string) {
  return html`<svg class="am-petal am-petal--lg" viewBox="0 0 48 48" aria-hidden="true">
    ${paths.map((path, index) => html`<path d="${path}" class="${index < (lit[serviceClass] ?? 0) ? 'am-petal__on' : 'am-petal__off'}"></path>`)}
    <circle cx="24" cy="24" r="2.4" class="am-petal__pearl"></circle>
  </svg>`;
}
