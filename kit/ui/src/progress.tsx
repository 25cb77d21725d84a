import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { text } from './text.ts';

export type StepState = 'done' | 'now' | 'next';

const STATE_WORD = { done: 'stepDone', now: 'stepNow', next: 'stepNext' } as const;

/** Where the person is in a form: `current` is the index of the step being filled. On a phone only its label shows. */
export function Stepper({ steps, current, label }: { readonly steps: readonly string[]; readonly current: number; readonly label?: string }) {
  return (
    <ol className="am-steps" aria-label={label ?? text('steps')}>
      {steps.map((step, index) => {
        const state: StepState = index < current ? 'done' : index === current ? 'now' : 'next';
        return (
          <li key={step} className={`am-is-${state}`} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            <span className="am-steps__pearl" aria-hidden="true">
              {state === 'done' ? <Icon name="check" /> : index + 1}
            </span>
            <span className="am-steps__label">
              {step}
              <span className="am-hidden"> ({text(STATE_WORD[state])})</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

export interface TimelineEntry {
  readonly id: string;
  readonly state: StepState;
  readonly title: ReactNode;
  readonly when?: ReactNode;
  readonly who?: ReactNode;
  readonly detail?: ReactNode;
}

/** What happened, what happens now and what comes: each with when and who. */
export function Timeline({ entries, label }: { readonly entries: readonly TimelineEntry[]; readonly label?: string }) {
  return (
    <ol className="am-timeline" {...(label ? { 'aria-label': label } : {})}>
      {entries.map((entry) => (
        <li key={entry.id} className={`am-is-${entry.state}`} {...(entry.state === 'now' ? { 'aria-current': 'step' as const } : {})}>
          <span className="am-timeline__pearl" aria-hidden="true">
            {entry.state === 'next' ? null : <Icon name={entry.state === 'done' ? 'check' : 'clock'} />}
          </span>
          <div>
            <p className="am-timeline__title">
              {entry.title}
              <span className="am-hidden"> ({text(STATE_WORD[entry.state])})</span>
            </p>
            {(entry.when !== undefined || entry.who !== undefined) && (
              <p className="am-caption">
                {entry.when}
                {entry.when !== undefined && entry.who !== undefined && ' · '}
                {entry.who}
              </p>
            )}
            {entry.detail}
          </div>
        </li>
      ))}
    </ol>
  );
}

export interface Crumb {
  readonly label: string;
  readonly href?: string;
}

/** The way from the portal's first page to this one; the last crumb is this page. */
export function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav className="am-breadcrumb" aria-label={text('breadcrumb')}>
      <ol>
        {crumbs.map((crumb, index) => (
          <li key={crumb.label}>
            {index > 0 && <Icon name="chevron-right" size="sm" />}
            {crumb.href && index < crumbs.length - 1 ? <a href={crumb.href}>{crumb.label}</a> : <span aria-current="page">{crumb.label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The page numbers to show: first, last, and those around the current; null is a gap. */
export function pageNumbers(page: number, pages: number): readonly (number | null)[] {
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((number) => number >= 1 && number <= pages).sort((a, b) => a - b);
  return shown.flatMap((number, index) => (index > 0 && number - (shown[index - 1] ?? 0) > 1 ? [null, number] : [number]));
}

/** Pages of a long list, counted from 1; nothing is shown for a single page. */
export function Pagination({ page, pages, onPage }: { readonly page: number; readonly pages: number; readonly onPage: (page: number) => void }) {
  if (pages <= 1) return null;
  return (
    <nav className="am-pagination" aria-label={text('pagination')}>
      <button type="button" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {text('paginationPrevious')}
      </button>
      {pageNumbers(page, pages).map((number, index) =>
        number === null ? (
          <span key={`gap-${index}`} className="am-pagination__gap">
            …
          </span>
        ) : (
          <button
            key={number}
            type="button"
            aria-label={text('paginationPage', { page: number })}
            {...(number === page ? { 'aria-current': 'page' as const } : {})}
            onClick={() => onPage(number)}
          >
            {number}
          </button>
        ),
      )}
      <button type="button" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {text('paginationNext')}
      </button>
    </nav>
  );
}
