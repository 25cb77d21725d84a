import { followByButton, followWhatWasMeant } from './follow.ts';
import { keepFresh } from './fresh-parts.ts';
import { listenByLinks } from './listen.ts';
import { playOn } from './playlist.ts';

/** What scripts add to the pages of channels: the bar by one tap, following, what is on kept up to date, a playlist that plays on. Pages may change in the same document. */
export function enhanceChannels(): void {
  listenByLinks();
  followByButton();
  playOn();
  keepFresh();
  const begin = () => followWhatWasMeant();
  addEventListener('amanah:page', begin);
  begin();
}
