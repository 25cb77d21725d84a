import { useResource, type Resource } from '@amanah/ui';
import { useEffect, type DependencyList } from 'react';

const lookAgainMs = 60_000;
const told = ['requests.inbox', 'requests.changed', 'resync'];

/** Data of officials that stay true while the page is open: read again on the hub's word, when the connection returns, and every minute in sight. */
export function useLive<Data>(load: (signal: AbortSignal) => Promise<Data>, dependencies: DependencyList): Resource<Data> {
  const resource = useResource(load, dependencies);
  const { reload } = resource;
  useEffect(() => {
    const hear = (event: Event) => {
      if (told.includes((event as CustomEvent<{ type: string }>).detail.type)) reload();
    };
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, lookAgainMs);
    window.addEventListener('amanah:stream', hear);
    window.addEventListener('online', reload);
    return () => {
      clearInterval(timer);
      window.removeEventListener('amanah:stream', hear);
      window.removeEventListener('online', reload);
    };
  }, [reload]);
  return resource;
}
