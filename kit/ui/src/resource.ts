import { useCallback, useEffect, useRef, useState, type DependencyList } from 'react';

export type ResourceState<Data> =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly data: Data }
  | { readonly status: 'empty'; readonly data: Data }
  | { readonly status: 'offline' }
  | { readonly status: 'error'; readonly error: unknown };
export type Resource<Data> = ResourceState<Data> & { readonly reload: () => void };

const isEmpty = (data: unknown): boolean => data == null || (Array.isArray(data) && data.length === 0);

/**
 * Loads data for a component: aborts when the dependencies change or the component goes, so a late answer never
 * overwrites a newer one; loads again by itself when the connection returns. `reload` keeps what is shown until the new answer is there;
 * with `keep`, so does a change of the dependencies: a list that is narrowed while somebody works in it.
 */
export function useResource<Data>(load: (signal: AbortSignal) => Promise<Data>, dependencies: DependencyList, { keep = false } = {}): Resource<Data> {
  const [state, setState] = useState<ResourceState<Data>>({ status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);
  const loaded = useRef(0);

  useEffect(() => {
    const abort = new AbortController();
    const kept = keep || attempt !== loaded.current;
    loaded.current = attempt;
    setState((shown) => (kept && (shown.status === 'ready' || shown.status === 'empty') ? shown : { status: 'loading' }));
    load(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setState({ status: isEmpty(data) ? 'empty' : 'ready', data });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        setState(navigator.onLine === false ? { status: 'offline' } : { status: 'error', error });
      },
    );
    return () => abort.abort();
  }, [...dependencies, attempt]);

  useEffect(() => {
    if (state.status !== 'offline') return;
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [state.status, reload]);

  return { ...state, reload };
}
