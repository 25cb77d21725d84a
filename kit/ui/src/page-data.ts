import type { PageData as WholePageData, PageSession } from '@amanah/plugin-api';

export type { PageSession };

/** What micro-frontends know of the page they stand in. */
export type PageData = Pick<WholePageData, 'language' | 'requestId' | 'session'>;

const SIGNED_OUT: PageData = { language: 'ar', requestId: '', session: null };
let read: { readonly script: HTMLElement | null | undefined; readonly page: PageData } | undefined;

/** The hub's data of this page, read once as long as the page is the same; signed out when it carries none. */
export function pageData(): PageData {
  const script = globalThis.document?.getElementById('amanah-page');
  if (read?.script !== script || !read) read = { script, page: script?.textContent ? (JSON.parse(script.textContent) as PageData) : SIGNED_OUT };
  return read.page;
}

/** True when the signed-in person holds the permission (`plugin:noun.verb`). Only hides controls: the server decides again. */
export function may(permission: string): boolean {
  return pageData().session?.permissions.includes(permission) ?? false;
}
