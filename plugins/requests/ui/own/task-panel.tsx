import { ActError, Button, formatDualDate, useAct } from '@amanah/ui';
import { CheckboxGroup, TextArea } from '@amanah/ui/fields';
import { useState } from 'react';
import type { DecisionOption, OwnRequest, TaskAnswer } from '../../shared/answers/request-answers.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import type { Doing } from './doing.ts';

const LONGEST = 2_000;

interface TaskProps {
  readonly task: TaskAnswer;
  readonly request: OwnRequest;
  readonly reload: () => void;
  readonly onOpen: (doing: Doing) => void;
}

/** What the person has to do now: why, by when, and the acts themselves. */
export function TaskPanel({ task, request, reload, onOpen }: TaskProps) {
  const { number, revision } = request;
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState({ note: false, reasons: false });
  const act = useAct();
  const returned = task.reasons.length > 0 || task.note !== null;
  const asksNote = task.decisions.some(({ needsNote }) => needsNote);
  const withReasons = task.decisions.filter(({ reasons }) => reasons.length > 0);
  const id = `rq-task-${task.token}`;

  const end = (decision?: DecisionOption) => {
    const written = note.trim();
    const reasons = chosen.filter((code) => decision?.reasons.some((reason) => reason.code === code));
    const lacks = { note: decision?.needsNote === true && written === '', reasons: decision?.needsReasons === true && reasons.length === 0 };
    setMissing(lacks);
    if (lacks.note || lacks.reasons) return;
    if (task.form !== null) return onOpen({ task, decision: decision?.id, reasons, note: written });
    const body = {
      revision,
      ...(decision ? { decision: decision.id } : {}),
      ...(reasons.length > 0 ? { reasons } : {}),
      ...(written ? { note: written } : {}),
    };
    void act
      .run(() => api.POST('/api/requests/own/{number}/tasks/{token}', { params: { path: { number, token: task.token } }, body }), t('taskDone'))
      .then(reload);
  };

  return (
    <section className="rq-act am-lattice am-lattice--brand am-lattice--fade am-on-brand" aria-labelledby={id}>
      <div>
        <p className="rq-act__eyebrow">{t(returned && task.corrects ? 'taskReturned' : 'taskTitle')}</p>
        <h2 id={id}>{task.step.title}</h2>
        {task.dueAt && <p className="rq-act__muted">{t('taskDue', { date: formatDualDate(task.dueAt) })}</p>}
      </div>
      {returned && (
        <div className="rq-act__why">
          {task.reasons.length > 0 && (
            <>
              <h3>{t('taskReasons')}</h3>
              <ul>
                {task.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </>
          )}
          {task.note && (
            <>
              <h3>{t('taskNote')}</h3>
              <p dir="auto">{task.note}</p>
            </>
          )}
        </div>
      )}
      {withReasons.map((decision) => (
        <div key={decision.id} className="rq-act__note">
          <CheckboxGroup
            label={t('taskReasonsOf', { decision: decision.title })}
            choices={decision.reasons.map(({ code, title }) => ({ id: code, label: title }))}
            value={chosen}
            onChange={setChosen}
            error={missing.reasons && decision.needsReasons ? t('taskReasonsNeeded') : undefined}
          />
        </div>
      ))}
      {asksNote && (
        <div className="rq-act__note">
          <TextArea
            label={t('taskNoteLabel')}
            value={note}
            onChange={setNote}
            rows={3}
            maxLength={LONGEST}
            error={missing.note ? t('taskNoteNeeded') : undefined}
          />
        </div>
      )}
      <div className="am-actions">
        {task.decisions.map((decision) => (
          <Button key={decision.id} tone="on-brand" size="large" busy={act.busy} onClick={() => end(decision)}>
            {decision.title}
          </Button>
        ))}
        {task.decisions.length === 0 && (
          <Button tone="on-brand" size="large" icon={task.form === null ? 'check' : 'pencil'} busy={act.busy} onClick={() => end()}>
            {t(task.form === null ? 'taskConfirm' : task.corrects ? 'taskCorrect' : 'taskAnswer')}
          </Button>
        )}
      </div>
      <ActError act={act} />
    </section>
  );
}
