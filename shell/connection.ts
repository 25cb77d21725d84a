import { text } from './text.ts';

/** Shows a strip under the header while the browser is offline. */
export function watchConnection(): void {
  const strip = Object.assign(document.createElement('div'), { className: 'am-strip', hidden: navigator.onLine });
  strip.setAttribute('role', 'status');
  const row = Object.assign(document.createElement('div'), { className: 'am-wrap' });
  const words = Object.assign(document.createElement('p'), { textContent: text('offline.text') });
  words.prepend(Object.assign(document.createElement('b'), { textContent: `${text('offline.title')} ` }));
  const retry = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'am-button am-button--quiet',
    textContent: text('offline.retry'),
  });
  retry.addEventListener('click', () => location.reload());
  row.append(words, retry);
  strip.append(row);
  document.querySelector('header')?.after(strip);
  window.addEventListener('offline', () => (strip.hidden = false));
  window.addEventListener('online', () => (strip.hidden = true));
}
