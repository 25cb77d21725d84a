/** One micro-frontend that the hub lets this person see: a page at a path, or an extension in a slot. */
export interface Mounted {
  readonly id: string;
  readonly at: string;
  readonly module: string;
  readonly export: string;
  readonly css: readonly string[];
  readonly title: string;
  readonly refused?: boolean;
  /** Address of the sandboxed document of a micro-frontend that no operator has reviewed yet. */
  readonly sandboxed?: string;
}

/** What the hub hands to the shell with every page, in `#amanah-page`. */
export interface PageData {
  readonly language: 'ar' | 'en';
  readonly requestId: string;
  readonly session: { readonly idleSeconds: number; readonly warnSeconds: number } | null;
  readonly applications: readonly Mounted[];
  readonly slots: readonly Mounted[];
}

/** Reads the page's data. Throws when the document is not one of the hub's portal pages. */
export function readPageData(): PageData {
  const text = document.getElementById('amanah-page')?.textContent;
  if (!text) throw new Error('this document carries no page data');
  return JSON.parse(text) as PageData;
}
