import { useEffect, useRef } from 'react';

/**
 * A place for extensions of other plugins (`service.aside`) in a page that React draws; the shell fills it. `data` is handed to them as the property
 * `data`. Where the hub has rendered the page first, the same place stands in that HTML (`data-slot`, `data-slot-data`).
 */
export function Slot({ name, data }: { readonly name: string; readonly data?: Readonly<Record<string, unknown>> }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawn = place.current;
    const say = (type: string) => drawn?.dispatchEvent(new Event(type, { bubbles: true }));
    say('amanah:slot');
    return () => void say('amanah:slot-end');
  }, []);
  return <div ref={place} data-slot={name} data-drawn="" data-slot-data={data && JSON.stringify(data)} />;
}
