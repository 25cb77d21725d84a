import { pageEnd } from './frame-parts.ts';
import { words } from './words.ts';

/** The page in the place of one that cannot be reached: what plays goes on, so the browser's own page of errors would take more than it says. */
export function showAway(retry: () => void): void {
  const said = words();
  const state = Object.assign(document.createElement('div'), { className: 'am-state am-state--page' });
  const title = Object.assign(document.createElement('h1'), { className: 'am-state__title', textContent: said['away.title'] });
  const text = Object.assign(document.createElement('p'), { className: 'am-state__text', textContent: said['away.text'] });
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'am-button', textContent: said['away.retry'] });
  const actions = Object.assign(document.createElement('p'), { className: 'am-state__actions' });
  const left = new AbortController();
  const again = () => {
    left.abort();
    retry();
  };
  button.addEventListener('click', again);
  addEventListener('online', again, { signal: left.signal });
  addEventListener('amanah:page-end', () => left.abort(), { signal: left.signal });
  actions.append(button);
  state.append(icon(), title, text, actions);
  // What stands at a page's end asks about the page.
  pageEnd(document).forEach((part) => part.remove());
  const main = document.querySelector('main')!;
  main.className = 'am-main am-wrap';
  main.replaceChildren(state);
  document.title = [said['away.title'], document.title.split(' · ').at(-1)].join(' · ');
}

function icon(): HTMLElement {
  const halo = Object.assign(document.createElement('div'), { className: 'am-state__halo', ariaHidden: 'true' });
  const disc = Object.assign(document.createElement('span'), { className: 'am-state__disc' });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  svg.setAttribute('class', 'am-icon am-icon--lg');
  svg.setAttribute('viewBox', '0 0 24 24');
  use.setAttribute('href', `${document.documentElement.dataset['icons']}#wifi-off`);
  svg.append(use);
  disc.append(svg);
  halo.append(disc);
  return halo;
}
