import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

export interface FilterFieldProps {
  /** Its name for those who do not see it. */
  readonly label: string;
  /** Shown while it is empty; the label unless given. */
  readonly placeholder?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A search field in sight above a list, which narrows as the person types. */
export function FilterField({ label, placeholder = label, value, onChange }: FilterFieldProps) {
  return (
    <div className="am-control">
      <Icon name="search" />
      <input
        className="am-control__input"
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-label={label}
        placeholder={placeholder}
      />
    </div>
  );
}

const typingMs = 300;

/** What was typed, trimmed, once the person has paused for 300 ms: for lists that the hub narrows. */
export function useTyped(typed: string): string {
  const [settled, setSettled] = useState(typed.trim());
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
