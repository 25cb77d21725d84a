import { ActError, Button, dataOf, EmptyState, formatMoment, Identifier, Notice, page, ResourceView, useAct } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useLive } from './live.ts';

/** What an operator has to look at: procedures that cannot go on, automatic steps that wait long. */
function StuckPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/requests/stuck', { signal })), []);
  const act = useAct();
  const [left, setLeft] = useState<number | null>(null);
  const retry = async (number: string) => {
    const answer = await act.run(() => dataOf(api.POST('/api/requests/stuck/{number}/retry', { params: { path: { number } } })));
    if (answer) setLeft(answer.waiting);
    live.reload();
  };
  const retryButton = ({ number }: { readonly number: string }) => (
    <Button size="small" tone="second" icon="refresh-cw" busy={act.busy} aria-label={t('staffRetryNamed', { number })} onClick={() => void retry(number)}>
      {t('staffRetry')}
    </Button>
  );
  return (
    <div className="rs-sheet">
      <ActError act={act} />
      {left !== null && <Notice live tone={left > 0 ? 'warn' : 'success'} title={left > 0 ? t('staffStillWaiting', { count: left }) : t('staffRetried')} />}
      <ResourceView resource={live}>
        {({ stuck, waiting }) => (
          <>
            <section className="rs-stack" aria-labelledby="rs-stuck">
              <h2 id="rs-stuck">{t('staffStuckHead')}</h2>
              <Table
                label={t('staffStuckHead')}
                rows={stuck}
                rowKey={({ number }) => number}
                empty={<EmptyState icon="circle-check" title={t('staffStuckNone')} />}
                columns={[
                  { id: 'number', label: t('staffNumber'), rowHeader: true, cell: ({ number }) => <Identifier value={number} /> },
                  { id: 'why', label: t('staffWhy'), cell: ({ why, procedure }) => <Told words={`${procedure}: ${why}`} /> },
                  { id: 'since', label: t('staffSince'), cell: ({ since }) => formatMoment(since) },
                  { id: 'act', label: t('staffAct'), cell: retryButton },
                ]}
              />
            </section>
            <section className="rs-stack" aria-labelledby="rs-waiting">
              <h2 id="rs-waiting">{t('staffWaitingHead')}</h2>
              <Table
                label={t('staffWaitingHead')}
                rows={waiting}
                rowKey={({ number, step }) => `${number}/${step}`}
                empty={<EmptyState icon="circle-check" title={t('staffWaitingNone')} />}
                columns={[
                  { id: 'number', label: t('staffNumber'), rowHeader: true, cell: ({ number }) => <Identifier value={number} /> },
                  { id: 'operation', label: t('staffOperation'), cell: ({ operation, step }) => <Told words={`${step} · ${operation}`} /> },
                  { id: 'tried', label: t('staffTries'), numeric: true, cell: ({ tried }) => tried },
                  { id: 'error', label: t('staffError'), cell: ({ error }) => (error === null ? '—' : <Told words={error} />) },
                  { id: 'since', label: t('staffSince'), cell: ({ since }) => formatMoment(since) },
                  { id: 'act', label: t('staffAct'), cell: retryButton },
                ]}
              />
            </section>
          </>
        )}
      </ResourceView>
    </div>
  );
}

/** Words of the machine, which do not turn round in Arabic text. */
function Told({ words }: { readonly words: string }) {
  return (
    <bdi dir="ltr" className="rs-told">
      {words}
    </bdi>
  );
}

export const lifecycles = page(StuckPage);
