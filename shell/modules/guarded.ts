import { ownerOf, type Mounted } from '../page-data.ts';
import { crashCard } from './crash-card.ts';
import { watchForCrash } from './late-crash.ts';
import { loadLifecycles, withinLimit, type Lifecycles } from './load-module.ts';
import type * as sandbox from './sandbox.ts';
import { addStyles } from './styles.ts';

interface Place {
  readonly element: HTMLElement;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly language: string;
  /** For extensions: what the place tells them, and what woke them. */
  readonly told?: { readonly data: unknown; readonly woken: unknown };
}

/**
 * Mounts one micro-frontend so that it can break only itself: whatever fails or hangs while it loads or mounts, or crashes later, leaves a named card,
 * and the promise always resolves. Returns what unmounts it, which never rejects either.
 */
export async function mountGuarded(mounted: Mounted, place: Place, load: (specifier: string) => Promise<unknown> = importModule): Promise<() => Promise<void>> {
  const { element } = place;
  const plugin = ownerOf(mounted);
  element.dataset['mfe'] = plugin;
  const props = {
    name: mounted.id,
    pluginId: plugin,
    title: mounted.title,
    params: place.params,
    api: `/api/${plugin}`,
    language: place.language,
    domElement: element,
    ...place.told,
  };
  let removeStyles = () => {};
  let endWatch = () => {};
  let lifecycles: Lifecycles | undefined;
  const end = async () => {
    endWatch();
    const ending = lifecycles;
    lifecycles = undefined;
    try {
      if (ending) await withinLimit(ending.unmount(props));
    } catch (error) {
      report(mounted, error);
    }
    removeStyles();
    removeStyles = () => {};
  };
  const fail = async (error: unknown) => {
    report(mounted, error);
    await end();
    element.replaceChildren(crashCard(mounted, place.requestId, () => location.reload()));
  };
  try {
    if (mounted.refused) throw new Error('the hub has refused this plugin');
    removeStyles = await addStyles(mounted);
    // Hardly anybody ever sees one that is not reviewed: the frame around it is a part of its own.
    const loaded = mounted.sandboxed
      ? ((await withinLimit(load('shell/sandbox'))) as typeof sandbox).sandboxed(mounted, element, (error) => void fail(error))
      : await loadLifecycles(mounted, load);
    await withinLimit(loaded.bootstrap(props));
    await withinLimit(loaded.mount(props));
    lifecycles = loaded;
    endWatch = watchForCrash(mounted, (error) => void fail(error));
  } catch (error) {
    await fail(error);
  }
  return async () => {
    await end();
    element.replaceChildren();
  };
}

/** A module by its name in the page's import map. */
export function importModule(specifier: string): Promise<unknown> {
  return import(/* @vite-ignore */ specifier);
}

function report(mounted: Mounted, error: unknown): void {
  window.dispatchEvent(new CustomEvent('amanah:crash', { detail: { pluginId: mounted.module, title: mounted.title, message: String(error) } }));
}
