import type { PageData } from '../page-data.ts';
import { frameLinks, pageEnd } from './frame-parts.ts';
import { addNames, namesOf } from './module-names.ts';

/** A page of the portal as the hub has written it, fit to take the place of the shown one in the same document. */
export interface Arrival {
  readonly document: Document;
  readonly page: PageData;
}

/** What of the document cannot change without a new one. */
export interface Standing {
  /** The page that the document was loaded with: its policy is in force for as long as the document is. */
  readonly loaded: PageData;
  readonly page: PageData;
}

/**
 * Fetches a page. `unfit` where only a new document can show it: another language, build, frame, person or policy, a file, a redirect; `unreachable` where there is no
 * line, or it was not waited for.
 */
export async function fetchArrival(to: URL, standing: Standing, signal: AbortSignal): Promise<Arrival | 'unfit' | 'unreachable'> {
  const written = await fetchPage(to, signal);
  if (written === null) return 'unreachable';
  const fresh = new DOMParser().parseFromString(written, 'text/html');
  const data = fresh.getElementById('amanah-page')?.textContent;
  if (!data) return 'unfit';
  const page = JSON.parse(data) as PageData;
  const fits =
    sameFrame(fresh) && samePerson(page, standing.page) && onlyFiles(fresh) && page.allows.every((source) => standing.loaded.allows.includes(source));
  return fits && addNames(namesOf(fresh)) ? { document: fresh, page } : 'unfit';
}

/** What the hub answers, whatever its status; empty where it is no page, or leads to another address. */
async function fetchPage(to: URL, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch(to, { headers: { Accept: 'text/html' }, signal });
    const isPage = !answer.redirected && answer.headers.get('Content-Type')?.startsWith('text/html');
    return isPage ? await answer.text() : '';
  } catch {
    return null;
  }
}

/** Whether language, reading settings, build and frame are those of the document. */
function sameFrame(fresh: Document): boolean {
  const shellOf = ({ head }: Document) => head.querySelector('script[type=module]')?.getAttribute('src');
  const [old, links] = [frameLinks(document), frameLinks(fresh)];
  return (
    fresh.querySelector('main') !== null &&
    shellOf(fresh) === shellOf(document) &&
    [...fresh.documentElement.attributes].every(({ name, value }) => document.documentElement.getAttribute(name) === value) &&
    fresh.body.className === document.body.className &&
    fresh.body.dataset['density'] === document.body.dataset['density'] &&
    links.length === old.length &&
    links.every((link, index) => link.tagName === old[index]!.tagName)
  );
}

function samePerson(page: PageData, shown: PageData): boolean {
  const who = ({ session, slots }: PageData) => JSON.stringify([session && [session.name, session.capacity, session.permissions], slots.map(({ id }) => id)]);
  return who(page) === who(shown);
}

/** No code or style stands in the page itself: the document's policy knows the first page's nonce alone. */
function onlyFiles(fresh: Document): boolean {
  const places = [fresh.querySelector('main')!, ...pageEnd(fresh)];
  const scripts = places.flatMap((place) => [...place.querySelectorAll('script')]);
  const isData = ({ type }: HTMLScriptElement) => type.endsWith('json');
  const isOwnFile = (script: HTMLScriptElement) => script.type === 'module' && /^\/(?!\/)/.test(script.getAttribute('src') ?? '');
  return scripts.every((script) => isData(script) || isOwnFile(script)) && places.every((place) => !place.querySelector('style'));
}
