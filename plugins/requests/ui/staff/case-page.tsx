import { ActError, Button, dataOf, LinkButton, navigate, Notice, page, ResourceView, showToast, useAct, useMount } from '@amanah/ui';
import { Tabs } from '@amanah/ui/tabs';
import { useState } from 'react';
import type { TaskAnswer } from '../../shared/answers/request-answers.ts';
import type { BatchAnswer, CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { BatchResult } from './batch-result.tsx';
import { CaseHistory, EarlierRequests, WaitingCard } from './case-asides.tsx';
import { CaseData } from './case-data.tsx';
import { CaseDocuments, FilePreview } from './case-documents.tsx';
import { filesOf, type CaseFile } from './case-files.ts';
import { CaseLetters } from './case-letters.tsx';
import { CaseMap } from './case-map.tsx';
import { CaseSummary } from './case-summary.tsx';
import { DecisionPanel } from './decision-panel.tsx';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { useLive } from './live.ts';
import { TaskForm, type Filled } from './task-form.tsx';
import { useKept } from './use-kept.ts';

/** A case on one page: what was asked, where it comes from, where it stands, and the decision. */
function CasePage() {
  const { number = '' } = useMount().params;
  const live = useLive((signal) => dataOf(api.GET('/api/requests/cases/{number}', { params: { path: { number } }, signal })), [number]);
  return (
    <div className="rs-sheet">
      <ResourceView resource={live} rows={6}>
        {(file) => <Case file={file} reload={live.reload} />}
      </ResourceView>
    </div>
  );
}

function Case({ file, reload }: { readonly file: CaseAnswer; readonly reload: () => void }) {
  const act = useAct();
  const [result, setResult] = useState<BatchAnswer | null>(null);
  const [handing, setHanding] = useState<number | null>(null);
  const [decided, setDecided] = useState(false);
  const told = (words: string) => (answer: BatchAnswer | null) => {
    if (answer && answer.refused.length > 0) setResult(answer);
    else if (answer) {
      setResult(null);
      showToast(words);
    }
    setHanding(null);
    reload();
  };
  const batch = (token: number) => ({ body: { tasks: [{ request: file.number, token }] } });
  const take = (token: number) => act.run(() => dataOf(api.POST('/api/requests/tasks/claims', batch(token)))).then(told(t('staffTakenDone')));
  const release = (token: number) => act.run(() => dataOf(api.POST('/api/requests/tasks/releases', batch(token)))).then(told(t('staffReleased')));
  const task = file.tasks[0];
  return (
    <>
      <CaseSummary file={file} busy={act.busy} onTake={(token) => void take(token)} onRelease={(token) => void release(token)} onHandOver={setHanding} />
      <ActError act={act} />
      {result && <BatchResult {...result} />}
      {decided && <Decided state={file.state.title} />}
      {task ? (
        <Deciding
          key={task.token}
          file={file}
          task={task}
          reload={reload}
          onDone={() => {
            setDecided(true);
            scrollTo({ top: 0 });
            reload();
          }}
        />
      ) : (
        <div className="rs-columns">
          <CaseParts file={file} reload={reload} />
          <div className="rs-side">
            <NothingToDecide file={file} />
            <WaitingCard file={file} />
            <CaseHistory timeline={file.timeline} />
          </div>
        </div>
      )}
      {handing !== null && (
        <HandOverDialog tasks={[{ request: file.number, token: handing }]} onClose={() => setHanding(null)} onDone={told(t('staffHandedOver'))} />
      )}
    </>
  );
}

const unfilled: Filled = { answers: {}, at: null, complete: false };

interface DecidingProps {
  readonly file: CaseAnswer;
  readonly task: TaskAnswer;
  readonly reload: () => void;
  readonly onDone: () => void;
}

/** The case with a task for the reader: its form above the data where it has one, the decision at the end edge. */
function Deciding({ file, task, reload, onDone }: DecidingProps) {
  const [filled, keep, forget] = useKept<Filled>(`requests/form/${file.number}/${task.token}`, unfilled);
  const [refused, setRefused] = useState(false);
  const hasForm = task.form !== null && !task.corrects && (task.form as Form).steps.length > 0;
  return (
    <div className="rs-columns">
      <div className="rs-stack">
        {hasForm && <TaskForm number={file.number} task={task} filled={filled} onFilled={keep} refused={refused} />}
        <CaseParts file={file} reload={reload} />
      </div>
      <div className="rs-side">
        <div className="rs-side__stays">
          <DecisionPanel
            file={file}
            task={task}
            answers={hasForm ? (filled.complete ? filled.answers : null) : undefined}
            onProblems={() => {
              setRefused(true);
              keep({ ...filled, complete: false });
            }}
            onChanged={reload}
            onDone={() => {
              forget();
              onDone();
            }}
          />
        </div>
        <WaitingCard file={file} />
        <CaseHistory timeline={file.timeline} />
      </div>
    </div>
  );
}

function CaseParts({ file, reload }: { readonly file: CaseAnswer; readonly reload: () => void }) {
  const [preview, setPreview] = useState<CaseFile | null>(null);
  const [tab, setTab] = useState('data');
  const files = filesOf(file);
  const show = (one: CaseFile) => setPreview(one);
  const tabs = (
    <Tabs
      label={t('staffViews')}
      value={tab}
      onChange={setTab}
      tabs={[
        { id: 'data', label: t('staffData'), icon: 'list', content: <CaseData file={file} onPreview={show} /> },
        { id: 'documents', label: t('staffDocuments'), icon: 'files', count: files.length, content: <CaseDocuments files={files} onPreview={show} /> },
        { id: 'map', label: t('staffMap'), icon: 'route', content: <CaseMap number={file.number} /> },
        { id: 'letters', label: t('staffLetters'), icon: 'mail', count: file.letters.length, content: <CaseLetters file={file} onSent={reload} /> },
        {
          id: 'earlier',
          label: t('staffEarlier'),
          icon: 'history',
          count: file.earlier.place.length + file.earlier.applicant.length,
          content: <EarlierRequests earlier={file.earlier} />,
        },
      ]}
    />
  );
  return (
    <div className={preview ? 'rs-beside' : 'rs-stack'}>
      <div className="rs-parts">{tabs}</div>
      {preview && <FilePreview file={preview} onClose={() => setPreview(null)} />}
    </div>
  );
}

function NothingToDecide({ file }: { readonly file: CaseAnswer }) {
  if (file.barred !== null)
    return (
      <Notice tone="warn" title={t('staffBarred')}>
        <p>{file.barred}</p>
      </Notice>
    );
  if (file.ended) return null;
  const steps = [...file.open.map(({ step }) => step), ...file.waitingFor.map(({ step }) => step)];
  return (
    <Notice tone="gypsum" title={t('staffNotYours')}>
      {steps.length > 0 && <p>{t('staffNotYoursText', { step: steps[0] ?? '' })}</p>}
    </Notice>
  );
}

/** After a decision: what the case has become, and the way on. */
function Decided({ state }: { readonly state: string }) {
  const act = useAct();
  const next = () =>
    act.run(async () => {
      const { tasks } = await dataOf(api.GET('/api/requests/inbox', { params: { query: {} } }));
      navigate(tasks[0] ? `/staff/cases/${tasks[0].request}` : '/staff/inbox');
    });
  return (
    <Notice live tone="success" title={t('staffDecided')}>
      <p>{t('staffDecidedText', { state })}</p>
      <div className="am-actions">
        <Button size="small" busy={act.busy} iconEnd="arrow-right" onClick={() => void next()}>
          {t('staffNextCase')}
        </Button>
        <LinkButton size="small" tone="quiet" href="/staff/inbox">
          {t('staffToInbox')}
        </LinkButton>
      </div>
    </Notice>
  );
}

export const lifecycles = page(CasePage);
