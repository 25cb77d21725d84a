import type { html } from 'hono/html';

/** Escaped HTML made by the `html` template tag. */
export type Html = ReturnType<typeof html> | string;

export interface Page {
  readonly title: string;
  readonly lead?: string;
  readonly body: Html;
  /** A page that says one thing (not found, not allowed): this icon over the title, everything in the middle. */
  readonly icon?: string;
  /** `public` with header and footer, `plain` without navigation, `signin` the narrow sign-in card. */
  readonly frame: 'public' | 'plain' | 'signin';
  /** For whom the side of the sign-in card speaks; default the public. */
  readonly side?: 'public' | 'staff';
  /** Further elements for the head. */
  readonly head?: Html;
  /** HTTP status; default 200. */
  readonly status?: number;
  /** Further targets of this page's forms; `null` leaves the rule out (sign-in pages: default). */
  readonly formAction?: readonly string[] | null;
}
