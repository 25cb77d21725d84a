import { Icon, StatusPill } from '@amanah/ui';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';
import { scoreOf } from '../../shared/forms/score.ts';
import { say, t } from '../forms/messages.ts';

/** What a checklist comes to while it is filled in; the server reckons it again. */
export function ScoreSoFar({ form, answers }: { readonly form: Form; readonly answers: Answers }) {
  const score = scoreOf(form, answers);
  if (!score) return null;
  return (
    <section className="rs-card" aria-live="polite">
      <h3>{t('staffScoreNow')}</h3>
      <p className={score.critical.length > 0 ? 'rs-figure rs-figure--danger' : 'rs-figure'}>{t('staffScoreOf', { points: score.points })}</p>
      <p className="am-caption">{t('staffAnswered', { answered: score.answered, items: score.items })}</p>
      <p className="am-caption">{t('staffFailed', { count: score.failed.length })}</p>
      {score.critical.length > 0 && <p className="am-caption">{t('staffCritical', { count: score.critical.length })}</p>}
    </section>
  );
}

/** The score of a visit, and which items failed, critical ones first to be seen. */
export function FailedItems({ form, score }: { readonly form: Form; readonly score: NonNullable<CaseAnswer['score']> }) {
  return (
    <div className="rs-score">
      <p>
        <span className={score.critical.length > 0 ? 'rs-figure rs-figure--danger' : 'rs-figure'}>{t('staffScoreOf', { points: score.points })}</span>{' '}
        <span className="am-caption">{t('staffScore')}</span>
      </p>
      <p className="am-caption">
        {t('staffFailed', { count: score.failed.length })}
        {score.critical.length > 0 && ` · ${t('staffCritical', { count: score.critical.length })}`}
      </p>
      {score.failed.length > 0 && (
        <ul className="rs-failed">
          {score.failed.map((name) => (
            <li key={name}>
              <Icon name="circle-x" size="sm" />
              <span>{form.ui[name] ? say(form.ui[name].title) : name}</span>
              {score.critical.includes(name) && form.ui[name]?.hint && <StatusPill tone="danger">{say(form.ui[name].hint)}</StatusPill>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
