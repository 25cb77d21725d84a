import { objects } from './objections.ts';
import { Showings } from './showings.ts';
import { PageChange } from './page-change.ts';
import type { Shell } from '../modules/shell-contract.ts';

/** The search page is written by the hub itself; every other page is named in the page data. */
const searchPath = '/search';

let keeping = false;

/**
 * Lets the document live on from page to page while something at the window's foot says so (`data-lives-on`): whoever listens hears no gap. Whatever is unusual is left to
 * the browser, which loads a new document. A person's way back through pages that this document has shown is followed always.
 */
export function keepDocument({ shown, registerApplications, patternOf, leadsElsewhere }: Shell): void {
  if (keeping) return;
  keeping = true;
  const showings = new Showings();
  const change = new PageChange(shown, registerApplications);

  const isWanted = ({ navigationType, destination }: NavigateEvent): boolean => {
    const { pathname } = new URL(destination.url);
    if (navigationType === 'traverse') return destination.sameDocument && showings.isOther(destination.key);
    if (destination.sameDocument && !leadsElsewhere({ ...shown, page: change.page }, pathname)) return false;
    return livesOn() && (pathname === searchPath || patternOf(change.page, pathname) !== undefined);
  };

  navigation.addEventListener('navigate', (event) => {
    const { canIntercept, hashChange, downloadRequest, formData, navigationType } = event;
    if (!canIntercept || hashChange || downloadRequest !== null || formData || navigationType === 'reload') return;
    if (!isWanted(event) || objects()) return;
    if (navigationType === 'traverse') showings.goBackTo(event.destination.key);
    else showings.begin();
    shown.changing = true;
    event.intercept({ focusReset: 'manual', scroll: 'manual', handler: () => change.show(event) });
  });
}

function livesOn(): boolean {
  return document.querySelector('.am-foot [data-lives-on]') !== null;
}
