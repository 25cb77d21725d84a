import { getAppNames, registerApplication } from 'single-spa';
import { mountGuarded } from './guarded.ts';
import { matchPath } from './path-pattern.ts';
import { applicationAt, type Shown } from './shown-page.ts';

/**
 * Registers every page that the shown one names, and was not yet, as a single-spa application. Each is guarded: its lifecycles as single-spa sees them
 * always resolve, so that no micro-frontend can hold up navigation.
 */
export function registerApplications(shown: Shown): void {
  const known = getAppNames();
  for (const mounted of shown.page.applications) {
    if (known.includes(mounted.id)) continue;
    let unmount = async () => {};
    registerApplication({
      name: mounted.id,
      activeWhen: () => applicationAt(shown.page, shown.path)?.id === mounted.id,
      app: async () => ({
        bootstrap: async () => {},
        mount: async () => {
          const element = document.getElementById('am-application');
          if (!element) return;
          unmount = await mountGuarded(mounted, {
            element,
            params: matchPath(mounted.at, shown.path) ?? {},
            requestId: shown.page.requestId,
            language: shown.page.language,
          });
        },
        unmount: () => unmount(),
      }),
    });
  }
}
