import { ActError, ApiProblem, Button, dataOf, Icon, Notice, useAct, type IconName } from '@amanah/ui';
import { CheckboxGroup, TextArea } from '@amanah/ui/fields';
import { useState } from 'react';
import type { DecisionOption, TaskAnswer } from '../../shared/answers/request-answers.ts';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Answers } from '../../shared/forms/form-types.ts';
import { api } from '../api.ts';
import { t } from '../forms/messages.ts';
import { useKept } from './use-kept.ts';

const noteLength = 2_000;

interface Written {
  readonly decision: string | null;
  readonly reasons: readonly string[];
  readonly note: string;
}
const nothing: Written = { decision: null, reasons: [], note: '' };

const icons: Record<DecisionOption['kind'], IconName> = { positive: 'circle-check', negative: 'circle-x', neutral: 'undo-2' };

interface DecisionPanelProps {
  readonly file: CaseAnswer;
  readonly task: TaskAnswer;
  /** Answers of the task's form once it is complete; `null` before; left out for a task without one. */
  readonly answers?: Answers | null | undefined;
  /** The server found something wrong in the form. */
  readonly onProblems: () => void;
  readonly onDone: () => void;
  readonly onChanged: () => void;
}

/** Ends a task: the decisions of its step, coded reasons, a note where it is asked for. What is written outlives a change of the case and the proof of identity. */
export function DecisionPanel({ file, task, answers, onProblems, onDone, onChanged }: DecisionPanelProps) {
  const [written, keep, forget] = useKept<Written>(`requests/decision/${file.number}/${task.token}`, nothing);
  const [tried, setTried] = useState(false);
  const act = useAct();
  const only = task.decisions.length === 1 && !task.open ? task.decisions[0] : undefined;
  const chosen = only ?? task.decisions.find(({ id }) => id === written.decision);
  const missing = {
    decision: !task.open && !chosen,
    reasons: chosen?.needsReasons === true && written.reasons.length === 0,
    note: chosen?.needsNote === true && written.note.trim() === '',
    form: answers === null,
  };
  const decide = async () => {
    setTried(true);
    if (Object.values(missing).includes(true)) return;
    const { number, revision } = file;
    const body = {
      revision,
      ...(chosen ? { decision: chosen.id } : {}),
      ...(chosen && written.reasons.length > 0 ? { reasons: written.reasons.filter((code) => chosen.reasons.some((reason) => reason.code === code)) } : {}),
      ...(written.note.trim() ? { note: written.note.trim() } : {}),
      ...(answers ? { answers: { ...answers } } : {}),
    };
    await act.run(async () => {
      try {
        const answer = await dataOf(api.POST('/api/requests/cases/{number}/tasks/{token}/decision', { params: { path: { number, token: task.token } }, body }));
        if (answer.problems.length > 0) return onProblems();
        forget();
        return onDone();
      } catch (refusal) {
        if (refusal instanceof ApiProblem && refusal.problem.code === 'REQUESTS_CHANGED') onChanged();
        throw refusal;
      }
    });
  };
  const changed = act.error instanceof ApiProblem && act.error.problem.code === 'REQUESTS_CHANGED';
  return (
    <section className="rs-card rs-decide" aria-labelledby="rs-decide">
      <header>
        <h2 id="rs-decide">{t('staffDecide')}</h2>
        <p className="am-caption">{task.step.title}</p>
      </header>
      {answers === null && <Notice tone={tried ? 'danger' : 'gypsum'} title={t('staffFormFirst')} />}
      {task.decisions.length > 0 && !only && (
        <div className="rs-decisions" role="radiogroup" aria-label={t('staffDecide')}>
          {task.decisions.map((option) => (
            <label key={option.id} className={`rs-decision rs-decision--${option.kind}`}>
              <input type="radio" name="decision" checked={chosen?.id === option.id} onChange={() => keep({ ...written, decision: option.id, reasons: [] })} />
              <Icon name={icons[option.kind]} />
              <span>
                <b>{option.title}</b>
                <span className="am-caption">{t(`staffKind_${option.kind}`)}</span>
              </span>
            </label>
          ))}
        </div>
      )}
      {tried && missing.decision && <Missing words={t('staffChooseFirst')} />}
      {chosen && chosen.reasons.length > 0 && (
        <CheckboxGroup
          label={t('staffReasons')}
          hint={t('staffReasonsHint')}
          optional={!chosen.needsReasons}
          error={tried && missing.reasons ? t('staffReasonsNeeded') : undefined}
          choices={chosen.reasons.map(({ code, title }) => ({ id: code, label: title }))}
          value={written.reasons}
          onChange={(reasons) => keep({ ...written, reasons })}
        />
      )}
      {(chosen || task.open) && (
        <TextArea
          label={t('staffNote')}
          rows={3}
          maxLength={noteLength}
          optional={!chosen?.needsNote}
          {...(chosen?.needsNote ? { hint: t('staffNoteNeededHint') } : {})}
          error={tried && missing.note ? t('staffNoteNeeded') : undefined}
          value={written.note}
          onChange={(note) => keep({ ...written, note })}
        />
      )}
      {task.signs && (
        <p className="rs-signs am-caption">
          <Icon name="fingerprint" size="sm" />
          {t('staffSigns')}
        </p>
      )}
      {changed ? <Notice live tone="warn" title={t('staffChanged')} /> : <ActError act={act} />}
      <Button block tone={chosen?.kind === 'negative' ? 'danger' : 'main'} busy={act.busy} onClick={() => void decide()}>
        {chosen?.title ?? t(task.open ? 'staffComplete' : 'staffRecord')}
      </Button>
    </section>
  );
}

function Missing({ words }: { readonly words: string }) {
  return (
    <p className="am-field__error" role="alert">
      <Icon name="circle-alert" />
      <span>{words}</span>
    </p>
  );
}
