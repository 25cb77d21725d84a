import type { Moment } from '../player/view/played-programme.ts';
import { enhanceChannels } from './channels.ts';
import { listenTo } from './listen.ts';

interface PlayerElement extends HTMLElement {
  readonly currentTime: number;
  play(at?: number): Promise<void>;
}

/** The page of a programme works without this: links lead to moments, the form searches. With it both act on the player at once. */
function enhanceProgramme(): void {
  const page = document.querySelector<HTMLElement>('[data-watch]');
  const player = page?.querySelector<PlayerElement>('amanah-player');
  if (!page || !player) return;
  jumpByLinks(page, player);
  followMoments(page, player);
  searchTranscript(page);
  offerListening(page, player);
}

enhanceChannels();
enhanceProgramme();
// While something is heard another page may come into the same document, where this module is loaded already.
addEventListener('amanah:page', enhanceProgramme);

function jumpByLinks(place: HTMLElement, to: PlayerElement): void {
  place.addEventListener('click', (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[data-at]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const at = Number(link.dataset['at']);
    const address = new URL(location.href);
    address.searchParams.set('t', String(Math.floor(at)));
    history.replaceState(history.state, '', address);
    void to.play(at);
    to.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  });
}

/** Marks the line that is said, shows the service of the chapter, and lets the share button give the moment. */
function followMoments(place: HTMLElement, from: PlayerElement): void {
  const list = place.querySelector('.me-transcript ol');
  from.addEventListener('amanah:time', (event) => {
    const { at } = (event as CustomEvent<Moment>).detail;
    for (const link of place.querySelectorAll<HTMLElement>('a[data-at][data-to]')) {
      const now = at >= Number(link.dataset['at']) && at < Number(link.dataset['to']);
      if (now === (link.getAttribute('aria-current') === 'true')) continue;
      if (now) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
      // Only the list is moved, never the page.
      if (now && list && !list.matches(':hover, :focus-within')) list.scrollTop = link.offsetTop - list.clientHeight / 3;
    }
    const chapters = [...place.querySelectorAll<HTMLElement>('.me-chapters a')];
    const current = chapters.findLast((link) => at >= Number(link.dataset['at']));
    for (const link of chapters) link.toggleAttribute('data-now', link === current);
    for (const box of place.querySelectorAll<HTMLElement>('.me-open')) {
      const { from: begins, to } = box.dataset;
      box.hidden = !(at >= Number(begins) && (to === undefined || at < Number(to)));
    }
    place.querySelector('amanah-share')?.setAttribute('at', String(Math.floor(at)));
  });
}

/** The server searches, since it knows how Arabic words are folded; here only what was found stays in sight. */
function searchTranscript(place: HTMLElement): void {
  const part = place.querySelector<HTMLElement>('.me-transcript');
  const form = part?.querySelector('form');
  const field = form?.querySelector<HTMLInputElement>('input[type=search]');
  const said = part?.querySelector<HTMLElement>('[role=status]');
  if (!part || !form || !field || !said || form.querySelector('[name=link]')) return;
  let last = field.value.trim();
  // What came with the page is only what was searched for: the whole is asked for with the next search.
  if (last !== '') return;
  const search = async (): Promise<HTMLElement | null> => {
    const words = field.value.trim();
    const lines = [...part.querySelectorAll<HTMLElement>('li')];
    if (words === last) return lines.find(({ hidden }) => !hidden)?.querySelector('a') ?? null;
    last = words;
    if (words === '') {
      for (const line of lines) line.hidden = false;
      said.textContent = '';
      return null;
    }
    const query = new URLSearchParams({ language: part.dataset['language'] ?? '', search: words });
    const answer = await fetch(`/api/media/programmes/${place.dataset['watch']}/transcript?${query}`);
    if (!answer.ok) {
      form.submit();
      return null;
    }
    const found = new Set(((await answer.json()) as { lines: { from: number }[] }).lines.map(({ from }) => from));
    if (words !== last) return null;
    for (const line of lines) line.hidden = !found.has(Number(line.querySelector('a')?.dataset['at']));
    const forms = JSON.parse(said.dataset['count'] ?? '{}') as Partial<Record<Intl.LDMLPluralRule, string>>;
    const rule = new Intl.PluralRules(document.documentElement.lang).select(found.size);
    said.textContent = found.size === 0 ? (said.dataset['none'] ?? '') : (forms[rule] ?? forms.other ?? '').replace('{count}', String(found.size));
    return lines.find(({ hidden }) => !hidden)?.querySelector('a') ?? null;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void search(), 250);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void search().then((first) => first?.click());
  });
}

/** Hands what is heard to the bar at the window's foot, which goes on from page to page. */
function offerListening(place: HTMLElement, from: PlayerElement): void {
  const button = place.querySelector<HTMLButtonElement>('[data-listen-on]');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    listenTo({
      programme: place.dataset['watch'] ?? '',
      title: document.querySelector('h1')?.textContent?.trim() ?? '',
      to: location.pathname,
      at: from.currentTime,
      playing: true,
    });
  });
}
