import { ActError, Button, dataOf, Notice, StatusPill, useAct } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { SimulationAnswer } from '../../shared/answers/procedure-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { timeWords } from './times.ts';

const requests = 500;

/** Plays the draft on the recorded past, when the analyst asks for it: what was kept last is what is played. */
export function Simulation({ id, ready }: { readonly id: string; readonly ready: () => Promise<void> }) {
  const act = useAct();
  const [answer, setAnswer] = useState<SimulationAnswer | null>(null);
  const play = () =>
    void act.run(async () => {
      await ready();
      const body = { version: 'draft' as const, requests };
      setAnswer(await dataOf(api.POST('/api/requests/procedures/{id}/simulation', { params: { path: { id } }, body })));
    });
  return (
    <div className="ra-stack">
      <div>
        <Button tone="second" icon="play" busy={act.busy} onClick={play}>
          {t(answer ? 'anSimulateAgain' : 'anSimulate')}
        </Button>
      </div>
      <ActError act={act} />
      {answer && <Played answer={answer} />}
    </div>
  );
}

function Played({ answer }: { readonly answer: SimulationAnswer }) {
  const share = (count: number) => `${Math.round((count / answer.requests) * 100)}%`;
  return (
    <section className="ra-stack" aria-labelledby="ra-played">
      <h3 id="ra-played">{t('anSimulated')}</h3>
      {answer.recorded === 0 ? (
        <Notice tone="warn" title={t('anSimulatedNoPast')} />
      ) : (
        <p className="am-caption">{t('anSimulatedText', { requests: answer.requests, recorded: answer.recorded })}</p>
      )}
      <dl className="rs-totals">
        <div>
          <dt className="am-caption">{t('anMedian')}</dt>
          <dd className="rs-figure">{timeWords(answer.medianMs)}</dd>
        </div>
        <div>
          <dt className="am-caption">{t('anP90')}</dt>
          <dd className="rs-figure">{timeWords(answer.p90Ms)}</dd>
        </div>
      </dl>
      <Table
        label={t('anEnds')}
        rows={answer.ends}
        rowKey={({ state, ending, at }) => `${state} ${ending} ${at ?? ''}`}
        columns={[
          {
            id: 'end',
            label: t('anEnds'),
            rowHeader: true,
            cell: ({ title, ending }) => (
              <span className="ra-acts">
                {title}
                <StatusPill tone={ending === 'stuck' || ending === 'endless' ? 'danger' : 'neutral'}>{t(`anEnding_${ending as 'stuck'}`)}</StatusPill>
              </span>
            ),
          },
          { id: 'count', label: t('anCount'), numeric: true, cell: ({ count }) => count },
          { id: 'share', label: t('anShare'), numeric: true, cell: ({ count }) => <bdi dir="ltr">{share(count)}</bdi> },
        ]}
      />
      <Table
        label={t('anSimulated')}
        rows={answer.steps}
        rowKey={({ step }) => step}
        columns={[
          {
            id: 'step',
            label: t('anStep'),
            rowHeader: true,
            cell: ({ title, assumed }) => (
              <>
                {title} {assumed && <span className="am-caption">({t('anAssumed')})</span>}
              </>
            ),
          },
          { id: 'visits', label: t('anVisits'), numeric: true, cell: ({ visits }) => visits },
          { id: 'cut', label: t('anCutShort'), numeric: true, cell: ({ cutShort }) => cutShort },
          { id: 'median', label: t('anMedian'), cell: ({ medianMs }) => timeWords(medianMs) },
          { id: 'p90', label: t('anP90'), cell: ({ p90Ms }) => timeWords(p90Ms) },
        ]}
      />
      {answer.timers.length > 0 && (
        <Table
          label={t('anTimers')}
          rows={answer.timers}
          rowKey={({ timer }) => timer}
          columns={[
            { id: 'timer', label: t('anTimers'), rowHeader: true, cell: ({ title }) => title },
            { id: 'fired', label: t('anCount'), numeric: true, cell: ({ fired }) => fired },
          ]}
        />
      )}
    </section>
  );
}
