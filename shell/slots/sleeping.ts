import type { keepDocument } from '../keeping/keep-document.ts';
import type { Shell } from '../modules/shell-contract.ts';
import type { Mounted } from '../page-data.ts';

type Mount = (mounted: Mounted, place: HTMLElement, woken?: unknown) => unknown;

/**
 * Loads an extension only when it is needed: when its event reaches the window (what the event says is handed on as `woken`), or at once on a page of a
 * browser tab in which an earlier page has left its mark in the session storage.
 */
export function sleepUntilWoken(mounted: Mounted, { event, mark }: NonNullable<Mounted['wake']>, mount: Mount, shell: Shell): void {
  const wake = ({ detail }: CustomEventInit<unknown> = {}) => {
    removeEventListener(event, wake, true);
    const place = document.querySelector<HTMLElement>(`[data-slot="${CSS.escape(mounted.at)}"]`) ?? (mounted.at === 'page.foot' ? foot(shell) : null);
    if (place) mount(mounted, place, detail);
  };
  addEventListener(event, wake, true);
  if (mark && isLeft(mark)) wake();
}

/** The place at the window's foot: last in the document, so that it covers nothing of the page's end; there only once something stands in it. */
function foot(shell: Shell): HTMLElement {
  void letLiveOn(shell);
  const place = document.createElement('div');
  place.className = 'am-foot';
  place.dataset['slot'] = 'page.foot';
  document.body.append(place);
  return place;
}

/** Pages change without a new document while what stands at the foot says so, in browsers that can. */
async function letLiveOn(shell: Shell): Promise<void> {
  if (!('navigation' in window)) return;
  const name = 'shell/keeping';
  const keeping = (await import(/* @vite-ignore */ name)) as { keepDocument: typeof keepDocument };
  keeping.keepDocument(shell);
}

function isLeft(mark: string): boolean {
  try {
    return sessionStorage.getItem(mark) !== null;
  } catch {
    // The browser keeps no storage for this site.
    return false;
  }
}
