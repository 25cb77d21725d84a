import { Definitions, DualDate, formatMoment, GovernmentData, Identifier, Notice } from '@amanah/ui';
import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import { isAsked } from '../../shared/forms/asked.ts';
import type { Answers, FieldUi, Form } from '../../shared/forms/form-types.ts';
import { interpreter } from '../forms/interpreter.ts';
import { say, t } from '../forms/messages.ts';
import { AnswerWords } from '../forms/review.tsx';
import { filesIn, type CaseFile } from './case-files.ts';
import { FileButton } from './case-documents.tsx';
import { CaseChecks } from './case-checks.tsx';
import { Clauses } from './clauses.tsx';
import { FailedItems } from './score-card.tsx';

const keeps = interpreter();

interface CaseDataProps {
  readonly file: CaseAnswer;
  readonly onPreview: (file: CaseFile) => void;
}

/** What was sent, by the steps of the form, each with where it comes from; then what officials found. */
export function CaseData({ file, onPreview }: CaseDataProps) {
  const form = file.form as Form | null;
  return (
    <div className="rs-stack">
      {file.masked.length > 0 && <Notice tone="gypsum" title={t('staffMaskedNote')} />}
      {file.results.map(({ step, form: shape, answers }) => (
        <section key={step} className="rs-card" aria-label={step}>
          <h2>
            {t('staffFound')}: {step}
          </h2>
          {file.score && hasChecklist(shape as Form) && <FailedItems form={shape as Form} score={file.score} />}
          <Answered
            form={shape as Form}
            answers={answers}
            masked={[]}
            names={Object.keys(answers).filter((name) => (shape as Form).ui[name]?.weight === undefined)}
            onPreview={onPreview}
          />
        </section>
      ))}
      <CaseChecks facts={file.facts} />
      <Clauses facts={file.facts} />
      {form && <Fetched form={form} file={file} />}
      {form?.steps
        .map((step) => ({ step, names: step.fields.filter((name) => isAsked(form, name, file.answers, keeps)) }))
        .filter(({ names }) => names.length > 0)
        .map(({ step, names }) => (
          <section key={step.id} className="rs-card" aria-label={say(step.title)}>
            <header className="rs-card__head">
              <h2>{say(step.title)}</h2>
              <span className="am-caption">{t('staffFromApplicant')}</span>
            </header>
            <Answered form={form} answers={file.answers} masked={file.masked} names={names} onPreview={onPreview} />
          </section>
        ))}
    </div>
  );
}

const hasChecklist = (form: Form) => Object.values(form.ui).some(({ weight }) => weight !== undefined);

interface AnsweredProps {
  readonly form: Form;
  readonly answers: Answers;
  readonly masked: readonly string[];
  readonly names: readonly string[];
  readonly onPreview: (file: CaseFile) => void;
}

function Answered({ form, answers, masked, names, onPreview }: AnsweredProps) {
  return (
    <Definitions
      items={names
        .filter((name) => form.ui[name] !== undefined)
        .map((name) => {
          const ui = form.ui[name] as FieldUi;
          const files = filesIn(answers[name], say(ui.title));
          return {
            term: say(ui.title),
            value:
              files.length > 0 ? (
                <span className="rs-tags">
                  {files.map((one) => (
                    <FileButton key={one.id} file={one} onPreview={onPreview} />
                  ))}
                </span>
              ) : ui.widget === 'undertaking' ? (
                t('formYes')
              ) : masked.includes(name) ? (
                <>
                  <bdi dir="ltr">{String(answers[name])}</bdi> <span className="am-caption">({t('staffMasked')})</span>
                </>
              ) : (
                <AnswerWords ui={ui} value={answers[name]} />
              ),
          };
        })}
    />
  );
}

/** What registers gave, with whose it is and when it came; a source that was away says so, and what stands for it. */
function Fetched({ form, file }: { readonly form: Form; readonly file: CaseAnswer }) {
  return form.facts.map((fact) => {
    const answer = file.sources[fact.code];
    const title = say(fact.title);
    const source = say(fact.source);
    if (answer?.state === 'fetched')
      return (
        <GovernmentData
          key={fact.code}
          title={title}
          source={t('formFetchedFrom', { source, time: formatMoment(answer.at) })}
          items={answer.items.map(({ term, value, kind }) => ({
            term,
            value: kind === 'identifier' ? <Identifier value={value} /> : kind === 'date' ? <DualDate value={value} /> : <bdi>{value}</bdi>,
          }))}
        />
      );
    if (answer === undefined) return null;
    return (
      <Notice key={fact.code} tone={answer.state === 'unavailable' ? 'warn' : 'info'} title={`${title} · ${source}`}>
        <p>
          {answer.state === 'unavailable' ? t('staffSourceAway', { time: formatMoment(answer.since) }) : t('staffSourceNone')}
          {filesIn(file.answers[fact.instead], title).length > 0 && ` · ${t('staffUploadedInstead')}`}
        </p>
      </Notice>
    );
  });
}
