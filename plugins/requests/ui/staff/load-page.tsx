import { Button, dataOf, EmptyState, formatMoment, Identifier, page, ResourceView, showToast } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { BatchAnswer, LoadAnswer } from '../../shared/answers/staff-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { BatchResult } from './batch-result.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { useLive } from './live.ts';
import { TimeLeft } from './time-left.tsx';

type Urgent = LoadAnswer['urgent'][number];

/** What a head sees: how much there is, how old it is, what is late or soon will be, and the way to give it to somebody. */
function LoadPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/requests/load', { signal })), []);
  const [assigning, setAssigning] = useState<Urgent | null>(null);
  const [result, setResult] = useState<BatchAnswer | null>(null);
  const told = (answer: BatchAnswer) => {
    setAssigning(null);
    setResult(answer.refused.length > 0 ? answer : null);
    if (answer.refused.length === 0) showToast(t('staffAssigned'));
    live.reload();
  };
  return (
    <div className="rs-sheet">
      {result && <BatchResult {...result} />}
      <ResourceView resource={live}>
        {(load) =>
          load.units.length === 0 ? (
            <div className="rs-card">
              <EmptyState icon="circle-check" title={t('staffLoadNone')} />
            </div>
          ) : (
            <>
              <Totals load={load} />
              <UrgentTasks urgent={load.urgent} onAssign={setAssigning} />
              <Ageing ageing={load.ageing} />
              <ByUnit units={load.units} />
              <ByOfficial officials={load.officials} />
            </>
          )
        }
      </ResourceView>
      {assigning && <HandOverDialog tasks={[{ request: assigning.request, token: assigning.token }]} onClose={() => setAssigning(null)} onDone={told} />}
    </div>
  );
}

function Totals({ load: { units } }: { readonly load: LoadAnswer }) {
  const sum = (of: 'open' | 'free' | 'soon' | 'late' | 'closedThisWeek') => units.reduce((total, unit) => total + unit[of], 0);
  const figures = [
    [t('staffOpen'), sum('open'), ''],
    [t('staffFree'), sum('free'), ''],
    [t('staffSoon'), sum('soon'), 'warn'],
    [t('staffLate'), sum('late'), 'danger'],
    [t('staffClosedWeek'), sum('closedThisWeek'), ''],
  ] as const;
  return (
    <dl className="rs-totals">
      {figures.map(([name, count, tone]) => (
        <div key={name}>
          <dt className="am-caption">{name}</dt>
          <dd className={tone && count > 0 ? `rs-figure rs-figure--${tone}` : 'rs-figure'}>{count}</dd>
        </div>
      ))}
    </dl>
  );
}

function UrgentTasks({ urgent, onAssign }: { readonly urgent: readonly Urgent[]; readonly onAssign: (task: Urgent) => void }) {
  return (
    <section className="rs-stack" aria-labelledby="rs-urgent">
      <h2 id="rs-urgent">{t('staffUrgent')}</h2>
      <Table
        label={t('staffUrgent')}
        rows={urgent}
        rowKey={({ request, token }) => `${request}/${token}`}
        empty={<EmptyState icon="circle-check" title={t('staffUrgentNone')} />}
        columns={[
          {
            id: 'service',
            label: t('staffService'),
            rowHeader: true,
            cell: ({ request, service }) => (
              <span className="rs-task__what">
                <a className="rs-task__title" href={`/staff/cases/${request}`}>
                  {service}
                </a>
                <span className="am-caption">
                  <Identifier value={request} />
                </span>
              </span>
            ),
          },
          {
            id: 'step',
            label: t('staffStep'),
            cell: ({ step, unitName }) => (
              <span className="rs-task__step">
                {step}
                <span className="am-caption">{unitName}</span>
              </span>
            ),
          },
          { id: 'time', label: t('staffTime'), cell: ({ openedAt, dueAt }) => <TimeLeft openedAt={openedAt} dueAt={dueAt} /> },
          { id: 'who', label: t('staffHas2'), cell: ({ claimedBy }) => claimedBy ?? t('staffNobody') },
          {
            id: 'act',
            label: t('staffAct'),
            cell: (task) =>
              task.mayAssign && (
                <Button size="small" tone="second" aria-label={t('staffAssignNamed', { number: task.request })} onClick={() => onAssign(task)}>
                  {t('staffAssign')}
                </Button>
              ),
          },
        ]}
      />
    </section>
  );
}

/** How long open tasks have waited; the longest bar is the fullest group. */
function Ageing({ ageing }: Pick<LoadAnswer, 'ageing'>) {
  const most = Math.max(1, ...ageing.map(({ count }) => count));
  return (
    <section className="rs-card" aria-labelledby="rs-ageing">
      <h2 id="rs-ageing">{t('staffAgeing')}</h2>
      <dl className="rs-ageing">
        {(['0', '1-2', '3-7', '8-14', '15+'] as const).map((days) => {
          const count = ageing.find((one) => one.days === days)?.count ?? 0;
          return (
            <div key={days}>
              <dt>{t(`staffAge_${days}`)}</dt>
              <dd>
                <span className="rs-ageing__bar" aria-hidden="true" style={{ inlineSize: `${(100 * count) / most}%` }} />
                <span className="am-number">{count}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  );
}

function ByUnit({ units }: Pick<LoadAnswer, 'units'>) {
  return (
    <section className="rs-stack" aria-labelledby="rs-by-unit">
      <h2 id="rs-by-unit">{t('staffByUnit')}</h2>
      <Table
        label={t('staffByUnit')}
        rows={units}
        rowKey={({ id }) => id}
        columns={[
          { id: 'unit', label: t('staffUnit'), rowHeader: true, cell: ({ name }) => name },
          { id: 'open', label: t('staffOpen'), numeric: true, cell: ({ open }) => open },
          { id: 'free', label: t('staffFree'), numeric: true, cell: ({ free }) => free },
          { id: 'soon', label: t('staffSoon'), numeric: true, cell: ({ soon }) => <Count value={soon} tone="warn" /> },
          { id: 'late', label: t('staffLate'), numeric: true, cell: ({ late }) => <Count value={late} tone="danger" /> },
          { id: 'closed', label: t('staffClosedWeek'), numeric: true, cell: ({ closedThisWeek }) => closedThisWeek },
          { id: 'oldest', label: t('staffOldest'), cell: ({ oldestAt }) => (oldestAt === null ? '—' : formatMoment(oldestAt)) },
        ]}
      />
    </section>
  );
}

function ByOfficial({ officials }: Pick<LoadAnswer, 'officials'>) {
  if (officials.length === 0) return null;
  return (
    <section className="rs-stack" aria-labelledby="rs-by-official">
      <h2 id="rs-by-official">{t('staffByOfficial')}</h2>
      <Table
        label={t('staffByOfficial')}
        rows={officials}
        rowKey={({ id }) => id}
        columns={[
          { id: 'name', label: t('staffOfficial'), rowHeader: true, cell: ({ name }) => name },
          { id: 'open', label: t('staffOpen'), numeric: true, cell: ({ open }) => open },
          { id: 'late', label: t('staffLate'), numeric: true, cell: ({ late }) => <Count value={late} tone="danger" /> },
          { id: 'closed', label: t('staffClosedWeek'), numeric: true, cell: ({ closedThisWeek }) => closedThisWeek },
        ]}
      />
    </section>
  );
}

function Count({ value, tone }: { readonly value: number; readonly tone: 'warn' | 'danger' }) {
  return value > 0 ? <b className={`rs-figure--${tone}`}>{value}</b> : <>{value}</>;
}

export const lifecycles = page(LoadPage);
