import type { Moment } from '../player/view/played-programme.ts';
import { loadPlayer, make, type SlotProps } from './slot-element.ts';
import { slotWords } from './slot-words.ts';

/** What is heard goes on from it on the next page: it stands in the session storage of the tab (manifest, `wake`). */
const mark = 'amanah.listening';

interface PlayerElement extends HTMLElement {
  readonly currentTime: number;
  play(at?: number, paused?: boolean): Promise<void>;
}

let end: (() => void) | undefined;
let shown: { readonly player: PlayerElement; moment: Moment } | undefined;

/**
 * Slot `page.foot`: the sound of a programme in a bar at the window's foot. While it is heard, the shell changes pages without a new document, so that there is no gap. Where it
 * must load one all the same (another language, an older browser), the bar keeps its moment and begins there again.
 */
export const audioBar = {
  async mount({ domElement, woken }: SlotProps<unknown, Moment>): Promise<void> {
    const gone = new AbortController();
    end = () => gone.abort();
    addEventListener('amanah:listen', (event) => void open(domElement, (event as CustomEvent<Moment>).detail), { signal: gone.signal });
    // Moments come some four times a second: the last one is taken when the page is left.
    addEventListener('pagehide', () => shown && keep({ ...shown.moment, at: shown.player.currentTime }), { signal: gone.signal });
    const moment = woken ?? left();
    if (moment) await open(domElement, moment);
  },
  async unmount({ domElement }: SlotProps): Promise<void> {
    end?.();
    domElement.removeAttribute('data-lives-on');
    domElement.replaceChildren();
  },
};

async function open(place: HTMLElement, moment: Moment): Promise<void> {
  const words = slotWords();
  const player = document.createElement('amanah-player') as PlayerElement;
  if (moment.channel) player.setAttribute('channel', moment.channel);
  else player.setAttribute('programme', moment.programme);
  player.setAttribute('bar', '');
  if (!moment.channel) player.setAttribute('at', String(moment.at));
  const close = make('button', { type: 'button', className: 'me-bar__close', ariaLabel: words.close, title: words.close }, '×');
  const named = make('a', { href: moment.to }, moment.title);
  const title = make('p', { className: 'me-bar__title' }, make('span', {}, words.listening), named);
  const bar = make('section', { className: 'me-bar', ariaLabel: words.listening }, title, player, close);
  close.addEventListener('click', () => {
    shown = undefined;
    place.removeAttribute('data-lives-on');
    forget();
    place.replaceChildren();
  });
  shown = { player, moment };
  player.addEventListener('amanah:time', (event) => {
    if (shown?.player !== player) return;
    shown.moment = (event as CustomEvent<Moment>).detail;
    place.toggleAttribute('data-lives-on', shown.moment.playing);
    if (named.textContent !== shown.moment.title) named.textContent = shown.moment.title;
    keep(shown.moment);
  });
  place.replaceChildren(bar);
  keep(moment);
  try {
    await loadPlayer();
    await player.play(moment.channel ? undefined : moment.at, !moment.playing);
  } catch {
    player.replaceWith(make('p', { role: 'alert' }, words.failed));
  }
}

function keep(moment: Moment): void {
  try {
    sessionStorage.setItem(mark, JSON.stringify(moment));
  } catch {
    // The browser keeps no storage for this site: the bar ends with the page.
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(mark);
  } catch {
    // As above.
  }
}

/** What an earlier page of this tab left; a mark that somebody else wrote is no moment. */
function left(): Moment | null {
  try {
    const moment = JSON.parse(sessionStorage.getItem(mark) ?? 'null') as Partial<Moment> | null;
    const { programme, channel, title, to, at, playing } = moment ?? {};
    if (typeof programme !== 'string' || typeof title !== 'string' || typeof at !== 'number') return null;
    return {
      programme,
      ...(typeof channel === 'string' ? { channel } : {}),
      title,
      at,
      playing: playing === true,
      to: typeof to === 'string' && to.startsWith('/watch/') ? to : '/watch',
    };
  } catch {
    return null;
  }
}
