import type { Mounted } from '../page-data.ts';
import { crashCard } from './crash-card.ts';
import { loadLifecycles, withinLimit, type Lifecycles } from './load-module.ts';
import { addStyles } from './styles.ts';

interface Place {
  readonly element: HTMLElement;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly language: string;
}

/**
 * Mounts one micro-frontend so that it can break only itself: whatever fails or hangs while it loads or mounts leaves a named card, and the promise always resolves.
 * Returns what unmounts it, which never rejects either.
 */
export async function mountGuarded(mounted: Mounted, place: Place, load: (specifier: string) => Promise<unknown> = importModule): Promise<() => Promise<void>> {
  const { element } = place;
  element.dataset['mfe'] = mounted.module.replace(/^(?:plugin|mfe)\//, '');
  const plugin = element.dataset['mfe'];
  const props = {
    name: mounted.id,
    pluginId: plugin,
    title: mounted.title,
    params: place.params,
    api: `/api/${plugin}`,
    language: place.language,
    domElement: element,
  };
  let removeStyles = () => {};
  let lifecycles: Lifecycles | undefined;
  try {
    if (mounted.refused) throw new Error('the hub has refused this plugin');
    removeStyles = await addStyles(mounted.css);
    lifecycles = await loadLifecycles(mounted, load);
    if (lifecycles.bootstrap) await withinLimit(lifecycles.bootstrap(props));
    await withinLimit(lifecycles.mount(props));
  } catch (error) {
    lifecycles = undefined;
    report(mounted, error);
    element.replaceChildren(crashCard(mounted, place.requestId, () => location.reload()));
  }
  return async () => {
    try {
      if (lifecycles) await withinLimit(lifecycles.unmount(props));
    } catch (error) {
      report(mounted, error);
    }
    removeStyles();
    element.replaceChildren();
  };
}

function importModule(specifier: string): Promise<unknown> {
  return import(/* @vite-ignore */ specifier);
}

function report(mounted: Mounted, error: unknown): void {
  window.dispatchEvent(new CustomEvent('amanah:crash', { detail: { pluginId: mounted.module, title: mounted.title, message: String(error) } }));
}
