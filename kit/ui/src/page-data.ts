import type { Language } from './language.ts';

export interface PageSession {
  readonly name: string;
  /** The capacity the person acts in, in words. */
  readonly capacity: string;
  readonly idleSeconds: number;
  readonly warnSeconds: number;
  readonly permissions: readonly string[];
}

/** What the hub tells the browser about this page (`<script type="application/json" id="amanah-page">`). */
export interface PageData {
  readonly language: Language;
  readonly requestId: string;
  readonly session: PageSession | null;
}

const SIGNED_OUT: PageData = { language: 'ar', requestId: '', session: null };
let page: PageData | undefined;

/** The hub's data of this page, read once; signed out when the page carries none. */
export function pageData(): PageData {
  if (page) return page;
  const script = globalThis.document?.getElementById('amanah-page')?.textContent;
  return (page = script ? (JSON.parse(script) as PageData) : SIGNED_OUT);
}

/** True when the signed-in person holds the permission (`plugin:noun.verb`). Only hides controls: the server decides again. */
export function may(permission: string): boolean {
  return pageData().session?.permissions.includes(permission) ?? false;
}
