import { Button, EmptyState, ResourceView, Tag, may, ActError, useAct, dataOf } from '@amanah/ui';
import { Table } from '@amanah/ui/table';
import { useState } from 'react';
import type { JobsAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { Confirm } from './confirm.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';
import { Code, moment } from './words.tsx';

type Letter = JobsAnswer['letters'][number];

/** What waits, what runs, what is scheduled, and what failed for good and can be run again. */
export function JobsPage() {
  const live = useLive((signal) => dataOf(api.GET('/api/operations/jobs', { signal })), []);
  return (
    <Sheet at={live.at}>
      <ResourceView resource={live}>{(jobs) => <Jobs jobs={jobs} reload={live.reload} />}</ResourceView>
    </Sheet>
  );
}

function Jobs({ jobs, reload }: { readonly jobs: JobsAnswer; readonly reload: () => void }) {
  const act = useAct();
  const [discarding, setDiscarding] = useState<Letter | null>(null);
  const paramsOf = ({ id }: Letter) => ({ path: { id } });
  const replay = (letter: Letter) =>
    act.run(() => api.POST('/api/operations/dead-letters/{id}/replay', { params: paramsOf(letter) }), t('replayed')).then(reload);
  const discard = async () => {
    if (discarding) await act.run(() => api.DELETE('/api/operations/dead-letters/{id}', { params: paramsOf(discarding) }), t('discarded'));
    setDiscarding(null);
    reload();
  };
  return (
    <>
      <ActError act={act} />
      <dl className="op-figures">
        <Count name={t('jobsWaiting')} value={jobs.queue.waiting} />
        <Count name={t('jobsActive')} value={jobs.queue.active} />
        <Count name={t('jobsDelayed')} value={jobs.queue.delayed} />
        <Count name={t('outboxWaiting')} value={jobs.outbox.waiting} />
        <Count name={t('figureLetters')} value={jobs.letters.length} danger />
      </dl>
      <section className="op-stack" aria-labelledby="op-letters">
        <h2 id="op-letters">{t('lettersTitle')}</h2>
        {jobs.letters.length === 0 ? (
          <div className="op-card">
            <EmptyState icon="circle-check" title={t('lettersEmpty')} />
          </div>
        ) : (
          <ul className="op-letters">
            {jobs.letters.map((letter) => (
              <LetterCard key={letter.id} letter={letter} busy={act.busy} onReplay={() => void replay(letter)} onDiscard={() => setDiscarding(letter)} />
            ))}
          </ul>
        )}
      </section>
      <section className="op-stack" aria-labelledby="op-schedules">
        <h2 id="op-schedules">{t('schedulesTitle')}</h2>
        <Table
          label={t('schedulesTitle')}
          rows={jobs.schedules}
          rowKey={(one) => `${one.plugin}/${one.job}`}
          empty={<p className="am-muted">{t('schedulesEmpty')}</p>}
          columns={[
            { id: 'job', label: t('columnJob'), rowHeader: true, cell: (one) => <Code>{`${one.plugin} / ${one.job}`}</Code> },
            { id: 'pattern', label: t('columnPattern'), cell: (one) => <Code>{one.pattern}</Code> },
            { id: 'next', label: t('columnNext'), cell: (one) => (one.nextAt ? moment(one.nextAt) : '—') },
          ]}
        />
      </section>
      <Confirm
        open={discarding !== null}
        title={t('discardTitle')}
        text={t('discardText')}
        act={t('discard')}
        busy={act.busy}
        onClose={() => setDiscarding(null)}
        onConfirm={() => void discard()}
      />
    </>
  );
}

function Count({ name, value, danger = false }: { readonly name: string; readonly value: number; readonly danger?: boolean }) {
  return (
    <div>
      <dt className="am-caption">{name}</dt>
      <dd className={danger && value > 0 ? 'op-figure op-figure--danger' : 'op-figure'}>{value}</dd>
    </div>
  );
}

interface LetterProps {
  readonly letter: Letter;
  readonly busy: boolean;
  readonly onReplay: () => void;
  readonly onDiscard: () => void;
}

/** One thing that failed for good: what, why, with what, and the two ways out. */
function LetterCard({ letter, busy, onReplay, onDiscard }: LetterProps) {
  return (
    <li className="op-card">
      <div className="op-letter__head">
        <h3>
          <Code>{`${letter.plugin} / ${letter.job}`}</Code>
        </h3>
        <Tag>{t(letter.kind === 'job' ? 'kindJob' : 'kindEvent')}</Tag>
        <span className="am-caption">
          {moment(letter.failedAt)} · {t('attempts', { count: letter.attempts })}
        </span>
      </div>
      <pre className="op-text op-text--danger" dir="ltr">
        {letter.error}
      </pre>
      <p className="am-caption">
        {t('givenInput')} <Code>{letter.summary}</Code>
      </p>
      {may('operations:job.manage') && (
        <div className="am-actions">
          <Button size="small" icon="rotate-ccw" busy={busy} busyText={t('replaying')} onClick={onReplay}>
            {t('replay')}
          </Button>
          <Button tone="quiet" size="small" onClick={onDiscard}>
            {t('discard')}
          </Button>
        </div>
      )}
    </li>
  );
}
