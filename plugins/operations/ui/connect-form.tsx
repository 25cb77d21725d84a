import { Button, Stepper, ActError, useAct, dataOf } from '@amanah/ui';
import { ErrorSummary } from '@amanah/ui/fields';
import { useEffect, useRef, useState } from 'react';
import type { ChoicesAnswer, Problem, TestAnswer } from '../shared/system-answers.ts';
import { api } from './api.ts';
import { definitionOf, draftOf, emptyDraft, placeOf, type Draft } from './connect-draft.ts';
import { LookStep, SignInStep, WhatStep, WhereStep, WhoStep } from './connect-steps.tsx';
import { ConnectSummary } from './connect-summary.tsx';
import { ConnectTest } from './connect-test.tsx';
import { expectedWords } from './expected-words.ts';
import { t } from './messages.ts';
import { saveSystem } from './save-system.ts';

const STEPS = [WhatStep, WhereStep, WhoStep, SignInStep, LookStep] as const;
const NAMES = ['step_what', 'step_where', 'step_who', 'step_signIn', 'step_look', 'step_test'] as const;
const testStep = STEPS.length;

type Definition = Record<string, unknown>;

/** The steps that connect a system. Each step is checked by the hub before the next; the last one tries the connection and saves. */
export function ConnectForm({ choices, before }: { readonly choices: ChoicesAnswer; readonly before?: Definition }) {
  const [draft, setDraft] = useState<Draft>(() =>
    before ? draftOf(before) : { ...emptyDraft, owner: choices.units.length === 1 ? choices.units[0]!.id : '' },
  );
  const [step, setStep] = useState(0);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [tested, setTested] = useState<TestAnswer | null>(null);
  const act = useAct();
  const form = useRef<HTMLFormElement>(null);
  const firstStep = useRef(true);

  useEffect(() => {
    if (firstStep.current) firstStep.current = false;
    else form.current?.querySelector<HTMLElement>('h2')?.focus();
  }, [step]);

  const change = (part: Partial<Draft>) => {
    setDraft((current) => ({ ...current, ...part }));
    setTested(null);
  };
  const goTo = (next: number) => {
    act.clear();
    setStep(next);
  };
  /** Asks the hub about the whole definition; stays on the step when a problem of it, or of one before it, is found. */
  const forward = async () => {
    const answer = await act.run(() => dataOf(api.POST('/api/operations/systems/test', { body: { definition: definitionOf(draft, before) } })));
    if (!answer) return;
    const here = answer.problems.filter((problem) => (placeOf(problem.field)?.step ?? testStep) <= step);
    setProblems(here);
    if (here.length > 0) return setStep(Math.min(...here.map((problem) => placeOf(problem.field)?.step ?? step)));
    setTested(answer.problems.length === 0 ? answer : null);
    setStep(step + 1);
  };
  const again = async () => {
    setTested(await act.run(() => dataOf(api.POST('/api/operations/systems/test', { body: { definition: definitionOf(draft, before) } }))));
  };
  const save = () => saveSystem(act, definitionOf(draft, before), Boolean(before));

  const Step = STEPS[step];
  const errors = Object.fromEntries(problems.map((problem) => [placeOf(problem.field)?.field, expectedWords(problem)]));
  return (
    <>
      <Stepper label={t('connectTitle')} steps={NAMES.map((name) => t(name))} current={step} />
      <div className="op-columns op-columns--form">
        <form
          ref={form}
          className="op-stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void (step === testStep ? save() : forward());
          }}
        >
          <ActError act={act} />
          <ErrorSummary
            faults={problems.map((problem) => ({ fieldId: placeOf(problem.field)?.field ?? '', label: problem.field, message: expectedWords(problem) }))}
          />
          {Step ? (
            <section className="op-card op-fields">
              <h2 tabIndex={-1}>{t(NAMES[step]!)}</h2>
              <Step draft={draft} change={change} errors={errors} choices={choices} editing={Boolean(before)} />
            </section>
          ) : (
            <ConnectTest tested={tested} busy={act.busy} onAgain={() => void again()} />
          )}
          <div className="am-actions">
            <Button type="submit" busy={act.busy} busyText={step === testStep ? t('saving') : t('checking')} disabled={step === testStep && !tested}>
              {step === testStep ? t('saveSystem') : t('next')}
            </Button>
            {step > 0 && (
              <Button tone="quiet" className="am-actions__end" icon="arrow-left" onClick={() => goTo(step - 1)}>
                {t('back')}
              </Button>
            )}
          </div>
        </form>
        <ConnectSummary draft={draft} choices={choices} />
      </div>
    </>
  );
}
