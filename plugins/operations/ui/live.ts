import type { Resource, ResourceState } from '@amanah/ui';
import { useCallback, useEffect, useState, type DependencyList } from 'react';

const lookAgainMs = 30_000;

export type Live<Data> = Resource<Data> & { readonly at: Date | null };

/**
 * Data that stays on the page while it is read again: on the hub's word (`operations.changed`), when the connection returns, and
 * every half minute while the page is visible. Read as something new when the dependencies change.
 */
export function useLive<Data>(
  load: (signal: AbortSignal) => Promise<Data>,
  dependencies: DependencyList,
  isEmpty: (data: Data) => boolean = () => false,
): Live<Data> {
  const [state, setState] = useState<ResourceState<Data>>({ status: 'loading' });
  const [at, setAt] = useState<Date | null>(null);
  const [attempt, setAttempt] = useState(0);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);

  useEffect(() => setState({ status: 'loading' }), dependencies);
  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal).then(
      (data) => {
        if (abort.signal.aborted) return;
        setState({ status: isEmpty(data) ? 'empty' : 'ready', data });
        setAt(new Date());
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState(navigator.onLine === false ? { status: 'offline' } : { status: 'error', error });
      },
    );
    return () => abort.abort();
  }, [...dependencies, attempt]);

  useEffect(() => {
    const heard = (event: Event) => {
      const { type } = (event as CustomEvent<{ type: string }>).detail;
      if (type === 'operations.changed' || type === 'resync') reload();
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, lookAgainMs);
    window.addEventListener('amanah:stream', heard);
    window.addEventListener('online', reload);
    return () => {
      clearInterval(timer);
      window.removeEventListener('amanah:stream', heard);
      window.removeEventListener('online', reload);
    };
  }, [reload]);

  return { ...state, reload, at };
}
