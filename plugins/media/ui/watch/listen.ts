import type { Moment } from '../player/view/played-programme.ts';

/** Links that turn a channel on in the bar at the window's foot; with a modifier key, or without scripts, they lead to the channel's page. */
export function listenByLinks(): void {
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-listen]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // The shell would take it for a change of page.
    event.stopPropagation();
    const { listen: channel = '', title = '' } = link.dataset;
    listenTo({ programme: '', channel, title, to: link.pathname, at: 0, playing: true });
  });
}

/** The mark of the audio bar (manifest, `wake`). */
const mark = 'amanah.listening';

/** Hands what is to be heard to the bar at the window's foot. The mark stays for a shell that is not ready yet: it looks for it once it is, and no tap is lost. */
export function listenTo(moment: Moment): void {
  try {
    sessionStorage.setItem(mark, JSON.stringify(moment));
  } catch {
    // The browser keeps no storage for this site: then the event must do.
  }
  dispatchEvent(new CustomEvent('amanah:listen', { detail: moment }));
}
