import { registerApplication } from 'single-spa';
import type { PageData } from '../page-data.ts';
import { mountGuarded } from './guarded.ts';
import { matchPath, mostExact } from './path-pattern.ts';

/**
 * Registers every page as a single-spa application. Each is guarded: its lifecycles as single-spa sees them always resolve, so that no
 * micro-frontend can hold up navigation.
 */
export function registerApplications(page: PageData): void {
  for (const mounted of page.applications) {
    let unmount = async () => {};
    registerApplication({
      name: mounted.id,
      activeWhen: ({ pathname }) => mostExact(page.applications, pathname) === mounted,
      app: async () => ({
        bootstrap: async () => {},
        mount: async () => {
          const element = document.getElementById('am-application');
          if (!element) return;
          unmount = await mountGuarded(mounted, {
            element,
            params: matchPath(mounted.at, location.pathname) ?? {},
            requestId: page.requestId,
            language: page.language,
          });
        },
        unmount: () => unmount(),
      }),
    });
  }
}
