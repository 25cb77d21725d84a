import { navigate } from '@amanah/ui';
import { useCallback, useEffect, useState } from 'react';

const read = (name: string) => new URLSearchParams(location.search).get(name);

/** One value of the address, kept in it: the page comes back as it was left, also by the browser's own buttons. */
export function useInAddress(name: string): readonly [string | null, (value: string | null) => void] {
  const [value, setValue] = useState(() => read(name));
  useEffect(() => {
    const follow = () => setValue(read(name));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, [name]);
  const change = useCallback(
    (wanted: string | null) => {
      const query = new URLSearchParams(location.search);
      if (wanted === null) query.delete(name);
      else query.set(name, wanted);
      const text = query.toString();
      navigate(text ? `${location.pathname}?${text}` : location.pathname);
      setValue(wanted);
    },
    [name],
  );
  return [value, change];
}

/** Where the capacity is changed; the person comes back to where they are. */
export const capacityHref = (): string => `/auth/capacity?rd=${encodeURIComponent(location.pathname + location.search)}`;
