/** At most so long after a change it is fetched: not everybody asks in the same second. */
const spreadMs = 4_000;
/** A broadcast may begin unannounced: nothing stands longer than this. */
const longestMs = 60_000;
const shortestMs = 2_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Parts of the page that say until when they are true (`data-fresh-at`) are fetched again then, as the server writes them. */
export function keepFresh(): void {
  const again = () => {
    clearTimeout(timer);
    const parts = [...document.querySelectorAll<HTMLElement>('[data-fresh-at]')];
    if (parts.length === 0) return;
    const moments = parts.map(({ dataset }) => Date.parse(dataset['freshAt'] ?? '')).filter((moment) => !Number.isNaN(moment));
    const waitMs = Math.min(Math.max(Math.min(...moments) - Date.now(), shortestMs), longestMs);
    timer = setTimeout(() => void fetchAgain().finally(again), waitMs + Math.random() * spreadMs);
  };
  addEventListener('amanah:page', again);
  document.addEventListener('visibilitychange', () => !document.hidden && again());
  again();
}

async function fetchAgain(): Promise<void> {
  if (document.hidden) return;
  const address = location.href;
  const answer = await fetch(address, { headers: { accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok || location.href !== address) return;
  const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll<HTMLElement>('[data-fresh-at]')) {
    const fresh = now.getElementById(part.id);
    // Nothing is taken from under the hands of who is in it.
    if (!fresh || part.contains(document.activeElement)) continue;
    for (const open of part.querySelectorAll('details[open]')) fresh.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute('open', '');
    part.replaceWith(document.importNode(fresh, true));
  }
}
