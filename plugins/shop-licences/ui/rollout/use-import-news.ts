import { useEffect } from 'react';

/** Reads again on the hub's word that an import has moved, and when the connection returns. */
export function useImportNews(reload: () => void): void {
  useEffect(() => {
    const hear = (event: Event) => {
      const { type } = (event as CustomEvent<{ readonly type: string }>).detail;
      if (type === 'shop-licences.import' || type === 'resync') reload();
    };
    window.addEventListener('amanah:stream', hear);
    window.addEventListener('online', reload);
    return () => {
      window.removeEventListener('amanah:stream', hear);
      window.removeEventListener('online', reload);
    };
  }, [reload]);
}
