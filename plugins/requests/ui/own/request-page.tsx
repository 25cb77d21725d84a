import { ApiProblem, EmptyState, ErrorState, LinkButton, Loading, OfflineState, dataOf, page, useMount, useResource } from '@amanah/ui';
import { lazy, Suspense, useState } from 'react';
import type { OwnRequest } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { capacityHref, useInAddress } from './address.ts';
import type { Doing } from './doing.ts';
import { OverLimit } from './over-limit.tsx';
import { Letters } from './letters.tsx';
import { MoreActs } from './more-acts.tsx';
import { ObjectionNotice } from './objection-notice.tsx';
import { ProcedureMapSection } from './procedure-map.tsx';
import { Progress } from './progress.tsx';
import { RequestFacts } from './request-facts.tsx';
import { RequestHead } from './request-head.tsx';
import { RequestPapers } from './request-papers.tsx';
import { SentPanel } from './sent-panel.tsx';
import { Stand } from './stand.tsx';
import { useNews } from './use-news.ts';

const TaskForm = lazy(() => import('./task-form.tsx').then((module) => ({ default: module.TaskForm })));

function RequestPage() {
  const number = useMount().params['number'] ?? '';
  const resource = useResource((signal) => dataOf(api.GET('/api/requests/own/{number}', { params: { path: { number } }, signal })), [number]);
  useNews(resource.reload, number);
  switch (resource.status) {
    case 'loading':
      return <Loading rows={6} />;
    case 'offline':
      return <OfflineState onRetry={resource.reload} />;
    case 'ready':
      return <Request request={resource.data} reload={resource.reload} />;
    case 'empty':
      return null;
    case 'error':
      return <Unreadable error={resource.error} onRetry={resource.reload} />;
  }
}

function Unreadable({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const status = error instanceof ApiProblem ? error.problem.status : 0;
  if (![400, 403, 404].includes(status)) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      icon="search-x"
      title={t(status === 403 ? 'forbiddenTitle' : 'unknownTitle')}
      actions={
        <>
          <LinkButton href="/requests">{t('toOwn')}</LinkButton>
          <LinkButton tone="second" href={capacityHref()}>
            {t('applyChangeCapacity')}
          </LinkButton>
        </>
      }
    >
      {t('unknownText')}
    </EmptyState>
  );
}

function Request({ request, reload }: { readonly request: OwnRequest; readonly reload: () => void }) {
  const [sent, setSent] = useInAddress('sent');
  const [doing, setDoing] = useState<Doing | null>(null);
  // Done elsewhere meanwhile: there is nothing left to fill in.
  const open = doing && request.tasks.some(({ token }) => token === doing.task.token) ? doing : null;
  const acts = { request, reload };
  return (
    <div className="rq-request">
      <RequestHead request={request} />
      {open ? (
        <Suspense fallback={<Loading rows={6} />}>
          <TaskForm {...acts} doing={open} onClose={() => setDoing(null)} />
        </Suspense>
      ) : (
        <div className="am-split rq-request__split">
          <div className="rq-request__main">
            {sent !== null && <SentPanel request={request} enquiry={sent === 'enquiry'} onClose={() => setSent(null)} />}
            {request.overLimit && <OverLimit {...acts} over={request.overLimit} />}
            <Stand {...acts} told={sent !== null} onOpen={setDoing} />
            {request.objection && <ObjectionNotice objection={request.objection} />}
            <Progress request={request} />
            <Letters {...acts} />
          </div>
          <aside className="am-split__side am-stack am-gap-4">
            <RequestFacts request={request} />
            <RequestPapers request={request} />
            <MoreActs {...acts} />
          </aside>
        </div>
      )}
      {!open && <ProcedureMapSection request={request} />}
    </div>
  );
}

export const lifecycles = page(RequestPage);
