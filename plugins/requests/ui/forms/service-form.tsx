import { ActError, Button, Stepper, useAct } from '@amanah/ui';
import { ErrorSummary, type FieldFault } from '@amanah/ui/fields';
import { useCallback, useEffect, useMemo, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { SOURCES } from '../../shared/forms/form-of.ts';
import { settled } from '../../shared/forms/asked.ts';
import type { Answers, FieldUi, Form, FormStep } from '../../shared/forms/form-types.ts';
import { withSources } from '../../shared/forms/sources.ts';
import { problemsOf, problemWords, uiAt, type Problem } from '../../shared/forms/problems.ts';
import { sourceStatesOf, type FactAnswers } from './fact-answers.ts';
import { FeeCard } from './card-facts.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { controlId, FormPlaceContext, type FormPlace, type SendFile } from './form-place.ts';
import { isOfStep, stepsNow } from './form-steps.ts';
import { interpreter } from './interpreter.ts';
import { say, t } from './messages.ts';
import { Review } from './review.tsx';
import { SavedLine } from './saved-line.tsx';
import { StepFields } from './step-fields.tsx';
import { useProposed, withProposed } from './use-proposed.ts';
import { isUnderWay, useFetchByKey } from './use-fetch-by-key.ts';
import { useAutosave, type SaveDraft } from './use-autosave.ts';
import { WhyWeAsk } from './why-we-ask.tsx';
import '../requests.css';

export interface ServiceFormProps {
  readonly form: Form;
  /** The draft, and the step it was left at. */
  readonly draft: Answers;
  readonly startAt?: string | undefined;
  readonly facts: FactAnswers;
  readonly onFetch: (code: string, answers: Answers) => void;
  readonly send: SendFile;
  /** Left out for forms that keep no draft. */
  readonly save?: SaveDraft | undefined;
  /** Sends the answers; what the server refuses comes back as problems and is shown at its fields. */
  readonly submit: (answers: Answers) => Promise<readonly Problem[]>;
  /** Beside the fields instead of the card's fee: fees line by line, help, what the answers so far come to. */
  readonly aside?: ReactNode | ((answers: Answers) => ReactNode);
  /** What the last button says, where it does not send a request. */
  readonly sendWords?: string | undefined;
  readonly correctionHref?: string | undefined;
}

const keeps = interpreter();

function faultsOf(form: Form, problems: readonly Problem[]): readonly FieldFault[] {
  return problems.map((problem) => {
    const fact = form.facts.find(({ code }) => problem.path === `${SOURCES}.${code}`);
    const label = fact?.title ?? uiAt(form, problem.path)?.title ?? form.title;
    return { fieldId: controlId(problem.path), label: say(label), message: say(problemWords(form, problem)) };
  });
}

/** The form of a service: one step at a time, saved as it is filled, checked by the same rules as on the server. */
export function ServiceForm({ form, draft, startAt, facts, onFetch, send, save, submit, aside, sendWords, correctionHref }: ServiceFormProps) {
  const [written, setWritten] = useState(draft);
  const [at, setAt] = useState(startAt ?? form.steps[0]?.id ?? '');
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const [fromServer, setFromServer] = useState<readonly Problem[]>([]);
  /** Was to go on while a source of the step was still being asked. */
  const [goesOn, setGoesOn] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const act = useAct();
  const { saving, saveNow } = useAutosave(save, written, at);

  const answers = useMemo(() => settled(form, withSources(form, written, sourceStatesOf(facts)), keeps), [form, written, facts]);
  const steps = useMemo(() => stepsNow(form, answers, keeps), [form, answers]);
  const index = Math.max(
    0,
    steps.findIndex(({ id }) => id === at),
  );
  const step = steps[index] as FormStep;
  const problems = useMemo(() => problemsOf(form, answers, keeps), [form, answers]);

  // What the summary names keeps its identity until the next try, since the summary takes the focus whenever it is new.
  const summary = useMemo(() => faultsOf(form, refused), [form, refused]);
  const place = useMemo((): FormPlace => {
    const shown = new Map<string, string>();
    const tried = new Set(refused.map(({ path }) => path));
    for (const problem of [...fromServer, ...problems.filter(({ path }) => tried.has(path))]) shown.set(problem.path, say(problemWords(form, problem)));
    const municipality = form.ui['municipality']?.options?.find(({ id }) => id === answers['municipality']);
    return { form, problemAt: (path) => shown.get(path), send, near: municipality?.at };
  }, [form, refused, fromServer, problems, answers, send]);

  const fill = useCallback((proposed: Answers) => setWritten((before) => withProposed(before, proposed)), []);
  useProposed(form, facts, fill);
  useFetchByKey(form, facts, answers, problems, onFetch);
  useEffect(() => {
    if (moved.current) heading.current?.focus();
    moved.current = true;
  }, [at]);

  const go = (id: string) => {
    setRefused([]);
    setAt(id);
  };
  const refuse = (found: readonly Problem[]) => {
    const first = steps.find((one) => found.some((problem) => isOfStep(form, one, problem)));
    if (first) setAt(first.id);
    setRefused(found.filter((problem) => !first || isOfStep(form, first, problem)));
  };

  const goOn = () => {
    const next = steps[index + 1];
    const wrong = next ? problems.filter((problem) => isOfStep(form, step, problem)) : problems;
    // A source that is being asked answers in a moment: whoever goes on meanwhile is not refused for it.
    const waits = wrong.length > 0 && wrong.every(({ path }) => isUnderWay(form, facts, answers, problems, path));
    setGoesOn(waits);
    if (waits) return;
    if (wrong.length > 0) return refuse(wrong);
    if (next) return go(next.id);
    return void act.run(async () => {
      const answer = await submit(answers);
      setFromServer(answer);
      if (answer.length > 0) refuse(answer);
    });
  };
  useEffect(() => {
    if (goesOn) goOn();
  }, [goesOn, facts]);

  const submitted = (event: FormEvent) => {
    event.preventDefault();
    goOn();
  };
  const change = (changed: Answers) => {
    setGoesOn(false);
    setFromServer((before) => before.filter(({ path }) => changed[path.split('.')[0] ?? ''] === written[path.split('.')[0] ?? '']));
    setWritten((before) => ({ ...before, ...changed }));
  };
  const keyed = form.facts.filter(({ key }) => key && step.fields.includes(key)).map(({ code }) => code);
  const fetched = { form, facts, onFetch: (code: string) => onFetch(code, answers), correctionHref };
  const next = steps[index + 1];
  const previous = steps[index - 1];
  const beside = (typeof aside === 'function' ? aside(answers) : aside) ?? <FeeCard form={form} />;
  return (
    <FormPlaceContext value={place}>
      <div className="rq-form">
        {steps.length > 1 && <Stepper steps={steps.map(({ title }) => say(title))} current={index} label={t('formSteps')} />}
        <div className="am-split">
          <form className="rq-form__main" noValidate onSubmit={submitted} aria-label={say(form.title)}>
            <header className="rq-form__head">
              <h2 ref={heading} tabIndex={-1}>
                {say(step.title)}
              </h2>
              {save && <SavedLine saving={saving} />}
              {step.lead && <p className="am-muted rq-form__lead">{say(step.lead)}</p>}
            </header>
            <ErrorSummary faults={summary} />
            <FactsPanel {...fetched} codes={step.facts.filter((code) => !keyed.includes(code))} />
            {step.review && <Review form={form} answers={answers} keeps={keeps} onChangeStep={go} />}
            {/* What it costs is read before it is sent, also where there is no room beside. */}
            {step.review && beside}
            <StepFields key={step.id} form={form} names={step.fields} answers={written} onChange={change} />
            <FactsPanel {...fetched} codes={step.facts.filter((code) => keyed.includes(code))} />
            <ActError act={act} />
            <div className="am-actions rq-form__actions">
              <Button type="submit" size="large" busy={act.busy || goesOn} iconEnd={next ? 'arrow-right' : 'send'}>
                {next ? t('formContinue', { step: say(next.title) }) : (sendWords ?? t(form.pattern === 'enquiry' ? 'formAsk' : 'formSend'))}
              </Button>
              {save && (
                <Button tone="second" size="large" onClick={saveNow}>
                  {t('formSaveDraft')}
                </Button>
              )}
              {previous && (
                <Button tone="quiet" size="large" icon="arrow-left" className="am-actions__end" onClick={() => go(previous.id)}>
                  {t('formPrevious')}
                </Button>
              )}
            </div>
          </form>
          <aside className="am-split__side am-stack am-gap-4">
            {!step.review && beside}
            <WhyWeAsk fields={step.fields.map((name) => form.ui[name] as FieldUi)} />
          </aside>
        </div>
      </div>
    </FormPlaceContext>
  );
}
