import type { Locale, Wake } from './manifest.ts';

/** One micro-frontend that the shell mounts for this person: a page at a path, or an extension in a slot. */
export interface Mounted {
  readonly id: string;
  /** Path or slot. */
  readonly at: string;
  /** `plugin/<id>`, `plugin/<id>/<export>` for an extension with an entry of its own, `mfe/<id>` for a third party's. */
  readonly module: string;
  readonly export: string;
  readonly css: readonly string[];
  /** Style sheets of a third party, with the hashes that were reviewed: the shell fetches them and keeps them inside its part of the page. */
  readonly styles?: readonly { readonly href: string; readonly integrity: string }[];
  readonly title: string;
  /** Sleeps until it is needed. */
  readonly wake?: Wake;
  /** Its plugin is refused: a named card stands in its place. */
  readonly refused?: true;
  /** Shown in a sandboxed frame at this address instead of being run in the page: no operator has reviewed it yet. */
  readonly sandboxed?: string;
}

/** The signed-in person, as a page knows them. */
export interface PageSession {
  readonly name: string;
  /** The capacity the person acts in, in words. */
  readonly capacity: string;
  /** Seconds without use that end the session. */
  readonly idleSeconds: number;
  /** Seconds before an end at which the person is warned. */
  readonly warnSeconds: number;
  /** Seconds until the longest term of the session is over. */
  readonly remainingSeconds: number;
  /** What the person may do in this capacity: `plugin:noun.verb`. */
  readonly permissions: readonly string[];
}

/** What the hub tells the browser with every page of the portal (`<script type="application/json" id="amanah-page">`). */
export interface PageData {
  readonly language: Locale;
  readonly requestId: string;
  readonly session: PageSession | null;
  readonly applications: readonly Mounted[];
  readonly slots: readonly Mounted[];
  /** Addresses of the modules that this page's micro-frontend needs, fetched side by side once the page has been painted. */
  readonly ahead: readonly string[];
  /** Path of a page that the server has written whole: nothing is mounted over it, so it is not among the applications. */
  readonly written?: string;
  /** What the document's content security policy allows beyond what every page may (`script-src https://parks.example.sa`). */
  readonly allows: readonly string[];
}
