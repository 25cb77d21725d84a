import type { Mounted } from '../page-data.ts';
import { text } from '../text.ts';

/** A named card in the place of a micro-frontend that could not be shown; the rest of the page stays as it is. */
export function crashCard(mounted: Mounted, requestId: string, retry: () => void): HTMLElement {
  const card = document.createElement('section');
  card.className = 'am-card am-crash';
  card.dataset['crash'] = mounted.id;
  card.setAttribute('role', 'alert');
  const title = Object.assign(document.createElement('h2'), { className: 'am-crash__title', textContent: text('crash.title', { name: mounted.title }) });
  const action = Object.assign(document.createElement('p'), { textContent: navigator.onLine ? text('crash.action', { requestId }) : text('crash.offline') });
  const button = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'am-button am-button--second',
    textContent: text('crash.retry'),
  });
  button.addEventListener('click', retry);
  card.append(title, action, button);
  return card;
}
