import { navigate } from '@amanah/ui';
import { useCallback, useEffect, useState } from 'react';

const isNumber = /^\d{11}$/;

/** The number of the address, as a QR code or a shared link has it; `null` when there is none. */
function numberOf(search: string): string | null {
  const number = new URLSearchParams(search).get('number');
  return number !== null && isNumber.test(number) ? number : null;
}

/** The licence number that is asked about, kept in the address, and how to ask about another one. */
export function useAskedNumber(): readonly [string | null, (number: string) => void] {
  const [number, setNumber] = useState(() => numberOf(location.search));
  useEffect(() => {
    const follow = () => setNumber(numberOf(location.search));
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);
  const ask = useCallback((wanted: string) => {
    navigate(`${location.pathname}?number=${wanted}`);
    setNumber(wanted);
  }, []);
  return [number, ask];
}
