import type { mountGuarded } from '../modules/guarded.ts';
import type { Mounted, PageData } from '../page-data.ts';
import { sleepUntilWoken } from './sleeping.ts';

/**
 * Mounts the plugins' extensions in the page's places (`data-slot="name"`, what they are told in `data-slot-data`) once the page itself is up and the
 * browser is idle. A micro-frontend says of a place that it has drawn (`amanah:slot`) or is about to take away (`amanah:slot-end`) by an event of the
 * place. Extensions that sleep load nothing until they are woken.
 * @param guarded the shell's own `mountGuarded`, handed in so that this module, which most visitors' pages have no use for, stands alone
 * @param isReplaced whether a micro-frontend takes the place of what the hub wrote
 */
export function mountSlots(page: PageData, guarded: typeof mountGuarded, isReplaced: boolean): void {
  const filled = new WeakMap<EventTarget, () => void>();
  const mount = (mounted: Mounted, place: HTMLElement, woken?: unknown) => {
    const element = document.createElement('div');
    place.append(element);
    const { slotData } = place.dataset;
    const told = { data: slotData ? (JSON.parse(slotData) as unknown) : undefined, woken };
    const unmount = guarded(mounted, { element, params: {}, requestId: page.requestId, language: page.language, told });
    return () => void unmount.then((end) => end()).then(() => element.remove());
  };
  const fill = (place: HTMLElement) => {
    if (filled.has(place)) return;
    const ends = page.slots.filter(({ at, wake }) => at === place.dataset['slot'] && !wake).map((mounted) => mount(mounted, place));
    filled.set(place, () => ends.forEach((end) => end()));
  };

  addEventListener('amanah:slot', ({ target }) => target instanceof HTMLElement && fill(target));
  addEventListener('amanah:slot-end', ({ target }) => target && filled.get(target)?.());
  for (const mounted of page.slots) if (mounted.wake) sleepUntilWoken(mounted, mounted.wake, mount);
  // What the hub wrote, and a micro-frontend is about to replace, is no place to stay.
  const replaced = isReplaced ? '#am-application [data-slot]:not([data-drawn])' : 'none';
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200));
  idle(() => document.querySelectorAll<HTMLElement>('[data-slot]').forEach((place) => place.matches(replaced) || fill(place)));
}
