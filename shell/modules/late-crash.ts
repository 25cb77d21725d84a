import { ownerOf, type Mounted } from '../page-data.ts';

/** Mounted micro-frontends and what is done when one of them crashes. */
const living = new Map<object, { readonly mounted: Mounted; crashed(error: unknown): void }>();

/**
 * Notices an error that nobody caught and whose stack leads into this micro-frontend, long after it was mounted: in a timer, an event, a promise.
 * Returns what ends the watch.
 */
export function watchForCrash(mounted: Mounted, crashed: (error: unknown) => void): () => void {
  if (living.size === 0) {
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
  }
  const key = {};
  living.set(key, { mounted, crashed });
  return () => void living.delete(key);
}

function onError({ error, filename }: ErrorEvent): void {
  tell(error, filename);
}

/** A request that was refused or could not be sent is no crash: the program is as whole as before. */
function onRejection({ reason }: PromiseRejectionEvent): void {
  const isBug = reason instanceof Error && /^(?:Error|TypeError|RangeError|ReferenceError|SyntaxError)$/.test(reason.name);
  if (isBug && !/fetch|network/i.test(reason.message)) tell(reason, '');
}

function tell(error: unknown, file: string): void {
  const stack = `${file}\n${error instanceof Error ? (error.stack ?? '') : ''}`;
  const [nearest] = [...living.values()]
    .map((one) => ({ one, at: placeIn(stack, one.mounted) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || b.one.mounted.module.length - a.one.mounted.module.length);
  nearest?.one.crashed(error);
}

/** Where code of the module stands in the stack, or -1. */
function placeIn(stack: string, { module }: Mounted): number {
  const entry = addressOf(module);
  const own = module.startsWith('mfe/') ? entry && `${new URL(entry).origin}/` : `/assets/plugin-${ownerOf({ module })}`;
  const places = [entry, own].flatMap((address) => (address ? [stack.indexOf(address)] : [])).filter((at) => at >= 0);
  return places.length > 0 ? Math.min(...places) : -1;
}

function addressOf(module: string): string | null {
  try {
    return import.meta.resolve(module);
  } catch {
    return null;
  }
}
