import { useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, type ProblemDetails } from './api-problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import type { Resource } from './resource.ts';
import { text } from './text.ts';

const SKELETON_AFTER_MS = 300;
const SENTENCE_AFTER_MS = 10_000;

/** A grey shape of the size of what will come. */
export function Skeleton({ width = '100%', height = '14px', round = false }: { readonly width?: string; readonly height?: string; readonly round?: boolean }) {
  return <span className={round ? 'am-skeleton am-skeleton--round' : 'am-skeleton'} style={{ inlineSize: width, blockSize: height }} />;
}

function SkeletonRows({ rows }: { readonly rows: number }) {
  return Array.from({ length: rows }, (_, row) => (
    <span key={row} className="am-row" style={{ flexWrap: 'nowrap' }}>
      <Skeleton width="44px" height="44px" round />
      <span className="am-stack am-gap-2" style={{ flex: 1 }}>
        <Skeleton width={`${60 + (row % 3) * 9}%`} height="16px" />
        <Skeleton width={`${36 + (row % 2) * 14}%`} />
      </span>
    </span>
  ));
}

/** Keeps the room at once, shows the skeleton after 300 ms, and says after 10 s that it is slow. */
export function Loading({ rows = 3, slow, children }: { readonly rows?: number; readonly slow?: string; readonly children?: ReactNode }) {
  const [phase, setPhase] = useState<'waiting' | 'skeleton' | 'slow'>('waiting');
  useEffect(() => {
    const timers = [setTimeout(() => setPhase('skeleton'), SKELETON_AFTER_MS), setTimeout(() => setPhase('slow'), SENTENCE_AFTER_MS)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className="am-stack am-gap-3">
      <div className={phase === 'waiting' ? 'am-loading am-loading--waiting' : 'am-loading'} aria-hidden="true">
        {children ?? <SkeletonRows rows={rows} />}
      </div>
      <p className={phase === 'slow' ? 'am-caption' : 'am-hidden'} role="status">
        {phase === 'slow' ? (slow ?? text('loadingSlow')) : text('loading')}
      </p>
    </div>
  );
}

export interface StateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly footnote?: ReactNode;
  readonly live?: boolean;
}

/** The common look of empty, broken and offline places. */
export function StateMessage({ icon, title, children, actions, footnote, live = false }: StateProps) {
  return (
    <div className="am-state" {...(live ? { role: 'alert' } : {})}>
      <div className="am-state__halo" aria-hidden="true">
        <span className="am-state__disc">
          <Icon name={icon} size="xl" />
        </span>
      </div>
      <h2 className="am-state__title">{title}</h2>
      {children && <p className="am-state__text">{children}</p>}
      {actions && <div className="am-state__actions">{actions}</div>}
      {footnote && <p className="am-caption">{footnote}</p>}
    </div>
  );
}

/** Nothing yet, nothing found, or not for this capacity: says which, and what to do. */
export function EmptyState({
  icon = 'folder-open',
  title,
  children,
  actions,
}: {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <StateMessage icon={icon} title={title} actions={actions}>
      {children}
    </StateMessage>
  );
}

function problemOf(error: unknown): ProblemDetails | null {
  return error instanceof ApiProblem ? error.problem : null;
}

/** What the hub refused, in its own words, with the number to give to support. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problem = problemOf(error);
  return (
    <StateMessage
      live
      icon="circle-alert"
      title={problem?.title || text('errorGenericTitle')}
      actions={
        onRetry && (
          <Button tone="second" size="small" icon="refresh-cw" onClick={onRetry}>
            {text('actionRetry')}
          </Button>
        )
      }
      footnote={
        problem?.requestId && (
          <>
            {text('errorReference')}{' '}
            <bdi className="am-id" dir="ltr">
              {problem.requestId}
            </bdi>
          </>
        )
      }
    >
      {problem?.detail || text('errorGenericText')}
    </StateMessage>
  );
}

/** No connection: nothing is lost, and it can be tried again. */
export function OfflineState({ onRetry }: { readonly onRetry?: () => void }) {
  return (
    <StateMessage
      icon="wifi-off"
      title={text('offlineTitle')}
      actions={
        onRetry && (
          <Button tone="second" size="small" icon="refresh-cw" onClick={onRetry}>
            {text('actionRetry')}
          </Button>
        )
      }
    >
      {text('offlineText')}
    </StateMessage>
  );
}

export interface CrashCardProps {
  readonly name: string;
  readonly requestId?: string;
  readonly onReload?: () => void;
  readonly compact?: boolean;
}

/** Stands where a broken part of the page was; the rest of the page works. */
export function CrashCard({ name, requestId, onReload, compact = false }: CrashCardProps) {
  if (compact)
    return (
      <span className="am-crash am-crash--compact" role="status">
        <Icon name="puzzle" size="sm" />
        {text('crashTitle', { name })}
      </span>
    );
  return (
    <div className="am-crash">
      <StateMessage
        live
        icon="puzzle"
        title={text('crashTitle', { name })}
        actions={
          onReload && (
            <Button size="small" icon="refresh-cw" onClick={onReload}>
              {text('actionReloadPart')}
            </Button>
          )
        }
        footnote={
          requestId && (
            <>
              {text('errorReference')}{' '}
              <bdi className="am-id" dir="ltr">
                {requestId}
              </bdi>
            </>
          )
        }
      >
        {text('crashText')}
      </StateMessage>
    </div>
  );
}

export interface ResourceViewProps<Data> {
  readonly resource: Resource<Data>;
  readonly empty?: ReactNode;
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
}

/** Shows a resource in whichever state it is; children draw the data. */
export function ResourceView<Data>({ resource, empty, rows, children }: ResourceViewProps<Data>) {
  switch (resource.status) {
    case 'loading':
      return <Loading {...(rows ? { rows } : {})} />;
    case 'offline':
      return <OfflineState onRetry={resource.reload} />;
    case 'error':
      return <ErrorState error={resource.error} onRetry={resource.reload} />;
    case 'empty':
      return empty ?? <EmptyState title={text('emptyText')} />;
    case 'ready':
      return children(resource.data);
  }
}
