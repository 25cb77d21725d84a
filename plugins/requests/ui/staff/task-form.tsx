import { Button, Notice } from '@amanah/ui';
import { useRef, useState } from 'react';
import type { TaskAnswer } from '../../shared/answers/request-answers.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { say, t } from '../forms/messages.ts';
import { ServiceForm } from '../forms/service-form.tsx';
import { sendFileTo } from '../own/send-file.ts';
import { ScoreSoFar } from './score-card.tsx';

/** What an official has filled in of a task's form, and whether it is complete. */
export interface Filled {
  readonly answers: Answers;
  readonly at: string | null;
  readonly complete: boolean;
}

interface TaskFormProps {
  readonly number: string;
  readonly task: TaskAnswer;
  readonly filled: Filled;
  readonly onFilled: (filled: Filled) => void;
  /** The server found something wrong in it. */
  readonly refused: boolean;
}

/** The form of a task: kept in this window as it is filled, sent together with the decision. */
export function TaskForm(props: TaskFormProps) {
  const { task, filled, onFilled } = props;
  const form = task.form as Form;
  if (!filled.complete) return <OpenForm {...props} />;
  return (
    <section className="rs-card" aria-label={say(form.title)}>
      <header className="rs-card__head">
        <h2>{say(form.title)}</h2>
        <a className="rs-to-decide" href="#rs-decide">
          {t('staffToDecide')}
        </a>
      </header>
      <Notice tone="success" title={t('staffFormReady')}>
        <Button tone="second" size="small" onClick={() => onFilled({ ...filled, at: form.steps[0]?.id ?? null, complete: false })}>
          {t('staffFormAgain')}
        </Button>
      </Notice>
      <ScoreSoFar form={form} answers={filled.answers} />
    </section>
  );
}

function OpenForm({ number, task, filled, onFilled, refused }: TaskFormProps) {
  const form = task.form as Form;
  // It begins with what was kept; while it is open it holds its own answers.
  const [begun] = useState(filled);
  // The form saves once more when it is left: what is complete stays so.
  const complete = useRef(false);
  const save = async (answers: Answers, at: string) => {
    if (!complete.current) onFilled({ answers, at, complete: false });
  };
  return (
    <section className="rs-card rs-task-form" aria-label={say(form.title)}>
      <header className="rs-card__head">
        <h2>{say(form.title)}</h2>
        <span className="am-caption">{t('staffFormKept')}</span>
      </header>
      {refused && <Notice live tone="danger" title={t('formSummaryElsewhere')} />}
      <ServiceForm
        form={form}
        draft={begun.answers}
        startAt={begun.at ?? undefined}
        facts={{}}
        onFetch={() => {}}
        send={sendFileTo(`/api/requests/cases/${number}/tasks/${task.token}/files`)}
        save={form.steps.length > 1 ? save : undefined}
        submit={async (answers) => {
          complete.current = true;
          onFilled({ answers, at: null, complete: true });
          return [];
        }}
        sendWords={t('staffFormReady')}
        aside={(answers) => <ScoreSoFar form={form} answers={answers} />}
      />
    </section>
  );
}
