import { text } from './text.ts';

/** Shows a strip under the header while the browser is offline. */
export function watchConnection(): void {
  const strip = Object.assign(document.createElement('p'), { className: 'am-banner', hidden: navigator.onLine, textContent: text('offline.title') });
  strip.setAttribute('role', 'status');
  document.querySelector('header')?.after(strip);
  window.addEventListener('offline', () => (strip.hidden = false));
  window.addEventListener('online', () => (strip.hidden = true));
}
