import { useEffect } from 'react';

interface News {
  readonly type: string;
  readonly data?: { readonly number?: string } | null;
}

/** Reads again on the hub's word that a request has changed (of `number` alone, where it is given), and when the connection returns. */
export function useNews(reload: () => void, number?: string): void {
  useEffect(() => {
    const hear = (event: Event) => {
      const { type, data } = (event as CustomEvent<News>).detail;
      const mine = type === 'requests.changed' && (number === undefined || data?.number === number);
      if (mine || type === 'resync') reload();
    };
    window.addEventListener('amanah:stream', hear);
    window.addEventListener('online', reload);
    return () => {
      window.removeEventListener('amanah:stream', hear);
      window.removeEventListener('online', reload);
    };
  }, [reload, number]);
}
