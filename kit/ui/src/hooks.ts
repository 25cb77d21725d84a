import { pageData, type PageData } from './page-data.ts';

/** The hub's data of this page: language, request id, session. */
export function usePage(): PageData {
  return pageData();
}
