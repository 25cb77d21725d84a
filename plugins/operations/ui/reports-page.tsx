import { Button, EmptyState, ResourceView, Segments, StatusPill, may, ActError, useAct, dataOf } from '@amanah/ui';
import { Dialog } from '@amanah/ui/dialog';
import { TextArea } from '@amanah/ui/fields';
import { useState } from 'react';
import type { ReportsAnswer } from '../shared/admin-answers.ts';
import { api } from './api.ts';
import { Feedback } from './feedback.tsx';
import { useLive } from './live.ts';
import { t } from './messages.ts';
import { Sheet } from './sheet.tsx';
import { Code, moment } from './words.tsx';

type Report = ReportsAnswer['reports'][number];

type Shown = 'true' | 'false' | 'pages';

/** Problems that citizens reported on service cards, and marking them answered. */
export function ReportsPage() {
  const [shown, setShown] = useState<Shown>('true');
  return shown === 'pages' ? <FeedbackSheet shown={shown} onShow={setShown} /> : <ReportsSheet key={shown} shown={shown} onShow={setShown} />;
}

interface ShownProps<One extends Shown = Shown> {
  readonly shown: One;
  readonly onShow: (shown: Shown) => void;
}

function ShownChoice({ shown, onShow }: ShownProps) {
  return (
    <Segments
      label={t('reportsShown')}
      value={shown}
      onChange={onShow}
      segments={[
        { id: 'true', label: t('reportsOpen') },
        { id: 'false', label: t('reportsAnswered') },
        { id: 'pages', label: t('reportsPages') },
      ]}
    />
  );
}

function FeedbackSheet(props: ShownProps) {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/feedback', { signal })),
    [],
    ({ pages }) => pages.length === 0,
  );
  return (
    <Sheet at={live.at} actions={<ShownChoice {...props} />}>
      <ResourceView resource={live} empty={<EmptyState icon="thumbs-up" title={t('feedbackEmpty')} />}>
        {(feedback) => <Feedback feedback={feedback} />}
      </ResourceView>
    </Sheet>
  );
}

function ReportsSheet({ shown: open, onShow }: ShownProps<'true' | 'false'>) {
  const live = useLive(
    (signal) => dataOf(api.GET('/api/operations/reports', { params: { query: { open } }, signal })),
    [open],
    ({ reports }) => reports.length === 0,
  );
  const [answering, setAnswering] = useState<Report | null>(null);
  return (
    <Sheet at={live.at} actions={<ShownChoice shown={open} onShow={onShow} />}>
      <ResourceView resource={live} empty={<EmptyState icon="circle-check" title={open === 'true' ? t('reportsEmpty') : t('reportsNoneAnswered')} />}>
        {({ reports }) => (
          <ul className="op-letters">
            {reports.map((report) => (
              <li key={report.reference} className="op-card">
                <div className="op-letter__head">
                  <h2>
                    <a href={`/services/${report.code}`}>{report.service}</a>
                  </h2>
                  <Code>{report.reference}</Code>
                  <span className="am-caption">{moment(report.reportedAt)}</span>
                  {report.answered && <StatusPill tone="success">{t('reportAnswered')}</StatusPill>}
                </div>
                <p className="op-words">
                  <bdi lang={report.language}>{report.description}</bdi>
                </p>
                {report.answered ? (
                  <p className="am-caption">{t('answeredBy', { name: report.answered.by, time: moment(report.answered.at), words: report.answered.words })}</p>
                ) : (
                  may('operations:report.answer') && (
                    <div>
                      <Button size="small" icon="check" onClick={() => setAnswering(report)}>
                        {t('reportAnswer')}
                      </Button>
                    </div>
                  )
                )}
              </li>
            ))}
          </ul>
        )}
      </ResourceView>
      {answering && (
        <AnswerDialog
          report={answering}
          onClose={() => {
            setAnswering(null);
            live.reload();
          }}
        />
      )}
    </Sheet>
  );
}

function AnswerDialog({ report, onClose }: { readonly report: Report; readonly onClose: () => void }) {
  const act = useAct();
  const [words, setWords] = useState('');
  const save = async () => {
    const done = await act.run(
      () => dataOf(api.POST('/api/operations/reports/{id}/answer', { params: { path: { id: report.reference } }, body: { words } })),
      t('reportSaved'),
    );
    if (done) onClose();
  };
  return (
    <Dialog
      open
      title={t('reportAnswerTitle', { name: report.service })}
      onClose={onClose}
      actions={
        <>
          <Button busy={act.busy} disabled={words.trim().length < 3} onClick={() => void save()}>
            {t('reportAnswer')}
          </Button>
          <Button tone="quiet" onClick={onClose}>
            {t('cancel')}
          </Button>
        </>
      }
    >
      <div className="am-stack">
        <ActError act={act} />
        <TextArea label={t('whatWasDone')} hint={t('whatWasDoneHint')} rows={4} maxLength={1000} value={words} onChange={setWords} />
      </div>
    </Dialog>
  );
}
