import type { PageData } from '../page-data.ts';
import { matchPath, mostExact } from './path-pattern.ts';

/** What the document shows. Another page may take its place without a new document while something at the window's foot lives on. */
export interface Shown {
  page: PageData;
  /** Path that the page was written for. */
  path: string;
  /** Another page is being fetched into this document. */
  changing: boolean;
}

/** Pattern of the page at a path; nothing where the portal has no page there for this person. */
export function patternOf({ applications, written }: PageData, path: string): string | undefined {
  return [...applications.map(({ at }) => at), ...(written ? [written] : [])].find((at) => matchPath(at, path));
}

/** The micro-frontend of a path; nothing where the hub has written the page itself, also where the pattern of another one would fit (`/watch/guide`, `/watch/:id`). */
export function applicationAt({ applications, written }: PageData, path: string): PageData['applications'][number] | undefined {
  const most = mostExact<{ readonly at: string }>([...applications, ...(written ? [{ at: written }] : [])], path);
  return applications.find((one) => one === most);
}

/** Whether a path is that of another page than the one shown. Filters and the like stay in their page. */
export function leadsElsewhere({ page, path }: Shown, to: string): boolean {
  const at = patternOf(page, path);
  return patternOf(page, to) !== at || (at?.includes('/:') === true && to !== path);
}
