import { useEffect, useId, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { IconButton } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { text } from '../text.ts';

export interface SearchResult {
  readonly id: string;
  readonly title: string;
  readonly start?: ReactNode;
  readonly caption?: ReactNode;
}
export interface SearchFieldProps {
  readonly label?: string;
  readonly placeholder?: string;
  /** Asked 150 ms after the last key; the signal aborts an outdated question. */
  readonly search: (query: string, signal: AbortSignal) => Promise<readonly SearchResult[]>;
  readonly onChoose: (result: SearchResult) => void;
  /** Enter without a chosen result, or the button. */
  readonly onSubmit?: (query: string) => void;
  readonly large?: boolean;
}

const ASK_AFTER_MS = 150;

type Answer =
  | { readonly status: 'idle' | 'asking' | 'failed'; readonly results: readonly SearchResult[] }
  | { readonly status: 'answered'; readonly results: readonly SearchResult[] };

function useAnswer(query: string, search: SearchFieldProps['search']): Answer {
  const [answer, setAnswer] = useState<Answer>({ status: 'idle', results: [] });
  useEffect(() => {
    if (!query.trim()) {
      setAnswer({ status: 'idle', results: [] });
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      setAnswer((last) => ({ status: 'asking', results: last.results }));
      search(query.trim(), abort.signal).then(
        (results) => {
          if (!abort.signal.aborted) setAnswer({ status: 'answered', results });
        },
        () => {
          if (!abort.signal.aborted) setAnswer({ status: 'failed', results: [] });
        },
      );
    }, ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, search]);
  return answer;
}

function announcement(answer: Answer, query: string): string {
  if (answer.status === 'asking') return text('searchLoading');
  if (answer.status === 'failed') return text('errorGenericTitle');
  if (answer.status === 'idle') return '';
  return answer.results.length === 0 ? text('searchNone', { query }) : text('searchResults', { count: answer.results.length });
}

/** Search with results under the field while typing. Arrow keys walk the results, Enter opens, Escape closes. */
export function SearchField({ label, placeholder, search, onChoose, onSubmit, large = false }: SearchFieldProps) {
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const listId = useId();
  const answer = useAnswer(query, search);
  const shown = open && query.trim() !== '' && (answer.results.length > 0 || answer.status === 'answered' || answer.status === 'failed');
  const chosen = answer.results[active];

  const choose = (result: SearchResult) => {
    setOpen(false);
    onChoose(result);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = answer.results.length - 1;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      setOpen(true);
      setActive((index) => (index >= last ? 0 : index + 1));
    } else if (event.key === 'ArrowUp') {
      event.preventDefault();
      setActive((index) => (index <= 0 ? last : index - 1));
    } else if (event.key === 'Escape') {
      if (open) setOpen(false);
      else setQuery('');
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (shown && chosen) choose(chosen);
    else {
      setOpen(false);
      onSubmit?.(query.trim());
    }
  };

  return (
    <form
      role="search"
      className={large ? 'am-search am-search--large' : 'am-search'}
      onSubmit={submit}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <div className="am-control">
        <Icon name={answer.status === 'asking' ? 'loader-circle' : 'search'} spin={answer.status === 'asking'} />
        <input
          className="am-control__input"
          type="text"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          role="combobox"
          value={query}
          aria-label={label ?? text('searchLabel')}
          placeholder={placeholder}
          aria-expanded={shown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={shown && chosen ? `${listId}-${active}` : undefined}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(-1);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onKeyDown={onKeyDown}
        />
        {query && (
          <IconButton
            icon="x"
            label={text('actionClear')}
            onClick={() => {
              setQuery('');
              setActive(-1);
            }}
          />
        )}
        {onSubmit && (
          <button type="submit" className="am-button am-search__submit">
            {text('searchLabel')}
          </button>
        )}
      </div>
      <ul
        id={listId}
        role="listbox"
        aria-label={label ?? text('searchLabel')}
        className="am-popover am-search__results"
        hidden={!shown || answer.results.length === 0}
      >
        {answer.results.map((result, index) => (
          <li
            key={result.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className="am-option"
            {...(index === active ? { 'data-focused': true } : {})}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(result)}
          >
            {result.start}
            <span className="am-option__words">
              {result.title}
              {result.caption && <span className="am-caption">{result.caption}</span>}
            </span>
          </li>
        ))}
      </ul>
      {shown && answer.results.length === 0 && (
        <p className="am-popover am-search__results am-listbox__none" aria-hidden="true">
          {announcement(answer, query)}
        </p>
      )}
      <p className="am-hidden" role="status">
        {open ? announcement(answer, query) : ''}
      </p>
    </form>
  );
}
