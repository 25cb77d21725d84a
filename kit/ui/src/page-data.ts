import type { PageData as WholePageData, PageSession } from '@amanah/plugin-api';

export type { PageSession };

/** What micro-frontends know of the page they stand in. */
export type PageData = Pick<WholePageData, 'language' | 'requestId' | 'session'>;

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
