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
    const detail: Moment = { programme: '', channel, title, to: link.pathname, at: 0, playing: true };
    dispatchEvent(new CustomEvent('amanah:listen', { detail }));
  });
}
