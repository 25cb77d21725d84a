import type { Shell } from '../modules/shell-contract.ts';
import type { Mounted } from '../page-data.ts';
import { sleepUntilWoken } from './sleeping.ts';

/**
 * Mounts the plugins' extensions in the page's places (`data-slot="name"`, what they are told in `data-slot-data`) once the page itself is up and the
 * browser is idle. A micro-frontend says of a place that it has drawn (`amanah:slot`) or is about to take away (`amanah:slot-end`) by an event of the
 * place. Extensions that sleep load nothing until they are woken.
 * @param shell what the entry has, handed in so that this module, which most visitors' pages have no use for, stands alone
 */
export function mountSlots(shell: Shell): void {
  const { shown, mountGuarded } = shell;
  const filled = new WeakMap<EventTarget, () => void>();
  const mount = (mounted: Mounted, place: HTMLElement, woken?: unknown) => {
    const element = document.createElement('div');
    place.append(element);
    const { slotData } = place.dataset;
    const told = { data: slotData ? (JSON.parse(slotData) as unknown) : undefined, woken };
    const unmount = mountGuarded(mounted, { element, params: {}, requestId: shown.page.requestId, language: shown.page.language, told });
    return () => void unmount.then((end) => end()).then(() => element.remove());
  };
  const fill = (place: HTMLElement) => {
    if (filled.has(place)) return;
    const ends = shown.page.slots.filter(({ at, wake }) => at === place.dataset['slot'] && !wake).map((mounted) => mount(mounted, place));
    filled.set(place, () => ends.forEach((end) => end()));
  };
  const end = (place: EventTarget | null) => {
    if (!place) return;
    filled.get(place)?.();
    // The page's end and the micro-frontend's both tell of it.
    filled.set(place, () => {});
  };
  const fillAll = () => {
    // What the hub wrote, and a micro-frontend is about to replace, is no place to stay.
    const isReplaced = shell.applicationAt(shown.page, shown.path) !== undefined;
    const replaced = isReplaced ? '#am-application [data-slot]:not([data-drawn])' : 'none';
    document.querySelectorAll<HTMLElement>('[data-slot]').forEach((place) => place.matches(replaced) || fill(place));
  };

  addEventListener('amanah:slot', ({ target }) => target instanceof HTMLElement && fill(target));
  addEventListener('amanah:slot-end', ({ target }) => void end(target));
  // Another page in the same document has places of its own.
  addEventListener('amanah:page-end', () => document.querySelectorAll('main [data-slot]').forEach(end));
  addEventListener('amanah:page', fillAll);
  for (const mounted of shown.page.slots) if (mounted.wake) sleepUntilWoken(mounted, mounted.wake, mount, shell);
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200));
  idle(fillAll);
}
