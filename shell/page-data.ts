/** One micro-frontend that the hub lets this person see: a page at a path, or an extension in a slot. */
export interface Mounted {
  readonly id: string;
  readonly at: string;
  readonly module: string;
  readonly export: string;
  readonly css: readonly string[];
  /** Style sheets of a third party, with the hashes that were reviewed. */
  readonly styles?: readonly { readonly href: string; readonly integrity: string }[];
  readonly title: string;
  readonly refused?: boolean;
  /** Address of the sandboxed document of a micro-frontend that no operator has reviewed yet. */
  readonly sandboxed?: string;
}

/** Id of the plugin or third party: `plugin/<id>`, `plugin/<id>/<export>` for an extension with an entry of its own, `mfe/<id>`. */
export function ownerOf({ module }: Pick<Mounted, 'module'>): string {
  return module.split('/')[1] ?? '';
}

/** What the hub hands to the shell with every page, in `#amanah-page`. */
export interface PageData {
  readonly language: 'ar' | 'en';
  readonly requestId: string;
  /** Seconds: of idleness that end the session, of warning before, and until its longest term is over. */
  readonly session: { readonly idleSeconds: number; readonly warnSeconds: number; readonly remainingSeconds: number } | null;
  readonly applications: readonly Mounted[];
  readonly slots: readonly Mounted[];
}

/** Reads the page's data. Throws when the document is not one of the hub's portal pages. */
export function readPageData(): PageData {
  const text = document.getElementById('amanah-page')?.textContent;
  if (!text) throw new Error('this document carries no page data');
  return JSON.parse(text) as PageData;
}
