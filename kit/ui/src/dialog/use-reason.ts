import { useState } from 'react';

export interface Reason {
  readonly value: string;
  /** Found too short when it was last asked for. */
  readonly short: boolean;
  readonly onChange: (value: string) => void;
  /** Whether the reason is long enough; marks it when it is not. */
  readonly given: () => boolean;
}

/** A reason in words without which an act is not done. @param shortest letters, spaces at the ends not counted */
export function useReason(shortest: number): Reason {
  const [value, onChange] = useState('');
  const [short, setShort] = useState(false);
  const given = () => {
    const missing = value.trim().length < shortest;
    setShort(missing);
    return !missing;
  };
  return { value, short, onChange, given };
}
