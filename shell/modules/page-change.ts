import { leadsElsewhere, type Shown } from './shown-page.ts';

/**
 * The hub renders a page's title, lead and structured data. A change of address inside one page (filters, parameters) stays in the browser;
 * one that leads to another page is loaded from the hub, and "back" to it likewise.
 */
export function followPageChanges(shown: Shown): void {
  window.addEventListener('single-spa:before-routing-event', () => {
    if (!shown.changing && leadsElsewhere(shown, location.pathname)) location.reload();
  });
}
