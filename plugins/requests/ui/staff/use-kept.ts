import { useCallback, useState } from 'react';

/**
 * A value that outlives a reload of the page and the way to prove who one is, in this window alone. Where the browser keeps nothing it lives as long as the page.
 */
export function useKept<Value>(key: string, empty: Value): readonly [Value, (value: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => read(key) ?? empty);
  const keep = useCallback(
    (next: Value) => {
      setValue(next);
      write(key, JSON.stringify(next));
    },
    [key],
  );
  const forget = useCallback(() => {
    setValue(empty);
    write(key, null);
  }, [key, empty]);
  return [value, keep, forget];
}

function read<Value>(key: string): Value | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as Value);
  } catch {
    return null;
  }
}

function write(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // A browser without room or leave to keep it: the page still has it.
  }
}
