import type { Mounted } from '../page-data.ts';

/** single-spa lifecycles of one mounted thing. */
export interface Lifecycles {
  bootstrap(props: object): Promise<unknown>;
  mount(props: object): Promise<unknown>;
  unmount(props: object): Promise<unknown>;
}

/** Longest wait for a module, or for one of its lifecycles, before the named card takes its place. */
export const lifecycleLimitMs = 5_000;

/** Rejects with a `TimeoutError` when the work has not ended within the limit; the work itself cannot be stopped. */
export function withinLimit<T>(work: Promise<T>, limitMs = lifecycleLimitMs): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('took too long', 'TimeoutError')), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** single-spa lets a lifecycle be a function or a list of them, called one after the other. */
type Step = ((props: object) => Promise<unknown>) | readonly ((props: object) => Promise<unknown>)[];

/**
 * Imports a micro-frontend by its name in the page's import map and returns the lifecycles it exports.
 * Rejects when the module is missing, fails its integrity check, throws, hangs, or exports no such lifecycles.
 */
export async function loadLifecycles(mounted: Mounted, load: (specifier: string) => Promise<unknown>): Promise<Lifecycles> {
  const module = (await withinLimit(load(mounted.module))) as Record<string, unknown>;
  const found = (mounted.export === 'default' && !module['default'] ? module : module[mounted.export]) as Record<string, Step | undefined> | undefined;
  if (!found?.['mount'] || !found['unmount']) throw new TypeError(`${mounted.module} exports no lifecycles named ${mounted.export}`);
  return { bootstrap: inOrder(found['bootstrap']), mount: inOrder(found['mount']), unmount: inOrder(found['unmount']) };
}

function inOrder(step: Step | undefined): (props: object) => Promise<void> {
  return async (props) => {
    for (const run of [step ?? []].flat()) await run(props);
  };
}
