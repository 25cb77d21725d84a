import type { PageData } from '../page-data.ts';
import { matchPath } from './path-pattern.ts';

/**
 * The hub renders a page's title, lead and structured data. A change of address inside one page (filters, parameters) stays in the browser;
 * one that leads to another page is loaded from the hub, and "back" to it likewise.
 */
export function followPageChanges(page: PageData): void {
  const pageAt = (path: string) => page.applications.find((one) => matchPath(one.at, path) !== null)?.at;
  const rendered = pageAt(location.pathname);
  const renderedPath = location.pathname;
  window.addEventListener('single-spa:before-routing-event', () => {
    const sameTemplate = pageAt(location.pathname) === rendered;
    const parameterised = rendered?.includes('/:') ?? false;
    if (!sameTemplate || (parameterised && location.pathname !== renderedPath)) location.reload();
  });
}
