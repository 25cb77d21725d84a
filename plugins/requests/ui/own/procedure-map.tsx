import { Button, ErrorState, Icon, Loading, OfflineState, dataOf, useResource, type IconName } from '@amanah/ui';
import { lazy, Suspense, useId, useMemo, useState } from 'react';
import type { OwnRequest, ProcedureMap } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useNews } from './use-news.ts';

const Diagram = lazy(() => import('../map/diagram.tsx').then((module) => ({ default: module.Diagram })));

/** Where the request is on the diagram of its procedure, for those who want to see it: read and drawn once it is opened. */
export function ProcedureMapSection({ request: { number } }: { readonly request: OwnRequest }) {
  const [open, setOpen] = useState(false);
  const region = useId();
  return (
    <section className="am-stack am-gap-4 rq-way" aria-labelledby="rq-way">
      <header className="am-row am-row--between">
        <div>
          <h2 id="rq-way">{t('mapTitle')}</h2>
          <p className="am-muted">{t('mapLead')}</p>
        </div>
        <Button tone="second" icon={open ? 'chevron-up' : 'route'} aria-expanded={open} aria-controls={region} onClick={() => setOpen(!open)}>
          {t(open ? 'mapClose' : 'mapOpen')}
        </Button>
      </header>
      <div id={region}>{open && <Opened number={number} />}</div>
    </section>
  );
}

function Opened({ number }: { readonly number: string }) {
  const resource = useResource((signal) => dataOf(api.GET('/api/requests/own/{number}/map', { params: { path: { number } }, signal })), [number]);
  useNews(resource.reload, number);
  switch (resource.status) {
    case 'loading':
      return <Loading rows={4} />;
    case 'offline':
      return <OfflineState onRetry={resource.reload} />;
    case 'error':
      return <ErrorState error={resource.error} onRetry={resource.reload} />;
    case 'empty':
      return null;
    case 'ready':
      return <WholeMap map={resource.data} />;
  }
}

/** The diagram, and the same in words. */
export function WholeMap({ map }: { readonly map: ProcedureMap }) {
  return (
    <div className="am-stack am-gap-6">
      <Suspense fallback={<Loading rows={4} />}>
        <Drawn map={map} />
      </Suspense>
      <Steps steps={map.steps} />
    </div>
  );
}

function Drawn({ map: { bpmn, current, visited } }: { readonly map: ProcedureMap }) {
  const marks = useMemo(
    () => Object.fromEntries([...visited.map((id) => [id, 'done'] as const), ...current.map((id) => [id, 'current'] as const)]),
    [current, visited],
  );
  return (
    <div className="am-stack am-gap-2">
      <Diagram bpmn={bpmn} label={t('mapDiagram')} marks={marks} />
      <p className="rq-way__legend am-caption">
        <span className="rq-way__key rq-way__key--done">{t('legendDone')}</span>
        <span className="rq-way__key rq-way__key--now">{t('legendNow')}</span>
        <span className="rq-way__key">{t('legendNext')}</span>
      </p>
    </div>
  );
}

const LOOKS = {
  done: { icon: 'circle-check', words: 'mapDone' },
  current: { icon: 'map-pin', words: 'mapCurrent' },
  ahead: { icon: 'circle-dashed', words: 'mapAhead' },
} as const satisfies Record<string, { icon: IconName; words: string }>;

function Steps({ steps }: { readonly steps: ProcedureMap['steps'] }) {
  return (
    <section className="am-stack am-gap-2">
      <h3>{t('mapSteps')}</h3>
      <ol className="rq-way__steps">
        {steps.map(({ id, title, lane, state }) => (
          <li key={id} className={`rq-way__step rq-way__step--${state}`} {...(state === 'current' ? { 'aria-current': 'step' as const } : {})}>
            <Icon name={LOOKS[state].icon} />
            <span>
              <b>{title}</b>
              <span className="am-caption">
                {lane && `${lane} · `}
                {t(LOOKS[state].words)}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
