import { mountGuarded } from '../modules/guarded.ts';
import type { PageData } from '../page-data.ts';

/** Mounts the plugins' extensions in the frame's places (`data-slot="name"`) once the page itself is up and the browser is idle. */
export function mountSlots(page: PageData): void {
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200));
  idle(() => {
    for (const mounted of page.slots) {
      const place = document.querySelector<HTMLElement>(`[data-slot="${CSS.escape(mounted.at)}"]`);
      if (!place) continue;
      const element = document.createElement('div');
      place.append(element);
      void mountGuarded(mounted, { element, params: {}, requestId: page.requestId, language: page.language });
    }
  });
}
