import { triggerAppChange } from 'single-spa';
import type { Shell } from '../modules/shell-contract.ts';
import type { Shown } from '../modules/shown-page.ts';
import type { PageData } from '../page-data.ts';
import { fetchArrival, type Arrival } from './arrival.ts';
import { showAway } from './away-page.ts';
import { showLoading } from './loading-bar.ts';
import { preload } from './module-names.ts';
import { addSheets, removeSheets } from './page-styles.ts';
import { swapPage } from './swap.ts';
import { announce, focusHeading, settled } from './tell-page.ts';

/** Fetches pages and shows them in the document, one after the other; of several that are asked for at once the last. */
export class PageChange {
  /** What the hub said of the page that was shown last. */
  page: PageData;
  readonly #loaded: PageData;
  readonly #shown: Shown;
  readonly #registerApplications: Shell['registerApplications'];
  #asked: AbortController | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(shown: Shown, registerApplications: Shell['registerApplications']) {
    this.page = this.#loaded = shown.page;
    this.#shown = shown;
    this.#registerApplications = registerApplications;
  }

  /** Shows the page that the browser's address has become; by a new document where it must be. Never rejects. */
  async show(event: NavigateEvent): Promise<void> {
    this.#asked?.abort();
    const { signal } = (this.#asked = new AbortController());
    const to = new URL(event.destination.url);
    const endLoading = showLoading();
    try {
      const arrival = await fetchArrival(to, { loaded: this.#loaded, page: this.page }, signal);
      if (typeof arrival === 'object') await addSheets(arrival.document);
      await (this.#turn = this.#turn.then(() => {
        if (signal.aborted) return undefined;
        if (arrival === 'unfit') return location.reload();
        return arrival === 'unreachable' ? this.#putAway(to, event) : this.#put(arrival, to, event);
      }));
    } catch {
      // Half of a page is worse than a gap.
      location.reload();
    } finally {
      endLoading();
    }
  }

  async #put({ document: fresh, page }: Arrival, to: URL, event: NavigateEvent): Promise<void> {
    const shown = this.#shown;
    await this.#leave();
    swapPage(fresh);
    removeSheets(fresh);
    preload(page.ahead);
    const isBack = event.navigationType === 'traverse' || to.hash !== '';
    if (!isBack) scroll(event);
    focusHeading();
    announce();
    this.page = shown.page = page;
    shown.path = to.pathname;
    dispatchEvent(new Event('amanah:page'));
    this.#registerApplications(shown);
    await triggerAppChange();
    shown.changing = false;
    focusHeading();
    if (!isBack) return;
    await settled();
    scroll(event);
  }

  async #putAway(to: URL, event: NavigateEvent): Promise<void> {
    await this.#leave();
    showAway(() => void this.show(event));
    scroll(event);
    focusHeading();
    announce();
    this.#shown.path = to.pathname;
  }

  /** Ends the shown page: its extensions, then its micro-frontend. */
  async #leave(): Promise<void> {
    dispatchEvent(new Event('amanah:page-end'));
    this.#shown.page = { ...this.page, applications: [] };
    await triggerAppChange();
  }
}

/** To the top, the fragment, or where the person was, as the browser knows it; to the top where it no longer cares. */
function scroll(event: NavigateEvent): void {
  try {
    event.scroll();
  } catch {
    scrollTo(0, 0);
  }
}
