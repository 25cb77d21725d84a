import { ActError, Button, Notice, Stepper, dataOf, navigate, useAct } from '@amanah/ui';
import { ErrorSummary, TextField } from '@amanah/ui/fields';
import { ComboBox } from '@amanah/ui/select';
import { useEffect, useRef, useState } from 'react';
import type { DiscoveryAnswer } from '../../shared/connect-answers.ts';
import type { ChoicesAnswer, Problem, TestAnswer } from '../../shared/system-answers.ts';
import { api } from '../api.ts';
import { ConnectTest } from '../connect-test.tsx';
import { expectedWords } from '../expected-words.ts';
import { t } from '../messages.ts';
import { Code } from '../words.tsx';
import { draftBody } from './calls-draft.ts';
import { ConnectionStep } from './connection-step.tsx';
import { callsDraftOf } from './draft-of-definition.ts';
import { emptyCallsDraft, type CallsDraft } from './draft-shape.ts';
import type { Definition } from './mapping-draft.ts';
import { OperationsStep } from './operations-step.tsx';
import { OtherConnection } from './other-connection.tsx';
import { TryOperation } from './try-operation.tsx';

const NAMES = ['step_what', 'callsStep_connection', 'callsStep_operations', 'callsStep_try', 'step_test'] as const;
const lastStep = NAMES.length - 1;

interface CallsFormProps {
  readonly protocol: string;
  readonly choices: ChoicesAnswer;
  /** The definition that runs, when it is changed: it goes on running until the changed one is saved. */
  readonly before?: Definition;
}

/** The steps that connect a system by its operations: what it is, where, what it offers, trying it, all checks and saving. */
export function CallsForm({ protocol, choices, before }: CallsFormProps) {
  const [unchanged] = useState<CallsDraft | null>(() => (before ? callsDraftOf(before) : null));
  const [draft, setDraft] = useState<CallsDraft>(
    () =>
      unchanged ?? {
        ...emptyCallsDraft,
        protocol,
        credential: protocol === 'sql' || protocol === 'files' ? 'password' : 'none',
        owner: choices.units.length === 1 ? choices.units[0]!.id : '',
      },
  );
  const body = () => draftBody(draft, unchanged);
  const other = choices.adapters.find((one) => one.protocol === draft.protocol);
  const [step, setStep] = useState(0);
  const [found, setFound] = useState<DiscoveryAnswer | null>(null);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [tested, setTested] = useState<TestAnswer | null>(null);
  const act = useAct();
  const form = useRef<HTMLFormElement>(null);
  const firstStep = useRef(true);
  useEffect(() => {
    if (firstStep.current) firstStep.current = false;
    else form.current?.querySelector<HTMLElement>('h2')?.focus();
  }, [step]);

  const change = (part: Partial<CallsDraft>) => {
    setDraft((current) => ({ ...current, ...part }));
    setTested(null);
  };
  const goTo = (next: number) => {
    act.clear();
    setProblems([]);
    setStep(next);
  };
  const discover = async () => {
    const answer = await act.run(() => dataOf(api.POST('/api/operations/connect/discover', { body: body() })));
    if (!answer) return;
    setFound(answer);
    if (answer.contract) goTo(2);
    else setProblems(answer.problems);
  };
  const test = async () => {
    const answer = await act.run(() => dataOf(api.POST('/api/operations/connect/test', { body: body() })));
    if (!answer) return;
    setTested(answer);
    setProblems(answer.problems);
    if (answer.problems.length === 0) setStep(lastStep);
  };
  const save = async () => {
    const saved = await act.run(() => dataOf(api.POST('/api/operations/connect/save', { body: { ...body(), replace: before !== undefined } })), t('saved'));
    if (saved) navigate(`/operations/systems/${encodeURIComponent(saved.id)}`);
  };
  const forward = [() => goTo(1), discover, () => goTo(3), test, save][step]!;
  const ready =
    step === 0
      ? Boolean(draft.id && draft.titleAr && draft.titleEn && draft.owner)
      : step === 2
        ? Object.keys(draft.chosen).length + Object.keys(draft.others).length > 0
        : step === lastStep
          ? tested !== null
          : true;
  return (
    <>
      {before && <Notice title={t('callsEditing')}>{t('callsEditingText')}</Notice>}
      <Stepper label={t(before ? 'editTitle' : 'connectTitle')} steps={NAMES.map((name) => t(name))} current={step} />
      <form
        ref={form}
        className="op-stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void forward();
        }}
      >
        <ActError act={act} />
        <ErrorSummary faults={problems.map((problem) => ({ fieldId: problem.field, label: problem.field, message: expectedWords(problem) }))} />
        {step === 1 && found?.failure && (
          <Notice live tone="danger" title={t('callsFailed')}>
            <p>{t(failureWords(found.failure.code))}</p>
            <p className="am-caption">
              <Code>{`${found.failure.code} ${found.failure.detail}`}</Code>
            </p>
          </Notice>
        )}
        {step === lastStep ? (
          <ConnectTest tested={tested} busy={act.busy} onAgain={() => void test()} />
        ) : (
          <section className="op-card op-fields">
            <h2 tabIndex={-1}>{t(NAMES[step]!)}</h2>
            {step === 0 && <What draft={draft} change={change} choices={choices} />}
            {step === 1 && !other && <ConnectionStep draft={draft} change={change} />}
            {step === 1 && other && <OtherConnection fields={other.fields} draft={draft} change={change} />}
            {step === 2 && found?.contract && <OperationsStep contract={found.contract} draft={draft} change={change} />}
            {step === 3 && (
              <TryOperation
                operations={Object.values(draft.chosen).map(({ name, titleAr, from }) => ({
                  name,
                  title: titleAr,
                  input: found?.contract?.operations.find((one) => one.name === from)?.input ?? {},
                }))}
                run={(operation, input) => dataOf(api.POST('/api/operations/connect/try', { body: { ...body(), operation, input } }))}
              />
            )}
          </section>
        )}
        <div className="am-actions">
          <Button type="submit" busy={act.busy} busyText={step === lastStep ? t('saving') : t('checking')} disabled={!ready}>
            {step === lastStep ? t('saveSystem') : step === 1 ? t('callsDiscover') : t('next')}
          </Button>
          {step > 0 && (
            <Button tone="quiet" className="am-actions__end" icon="arrow-left" onClick={() => goTo(step - 1)}>
              {t('back')}
            </Button>
          )}
        </div>
      </form>
    </>
  );
}

/** What went wrong, in the owner's words. */
function failureWords(code: string) {
  if (code === 'SYSTEMS_UNREACHABLE' || code === 'SYSTEMS_TIMEOUT') return 'callsFailed_unreachable' as const;
  if (code === 'SYSTEMS_UNAUTHORISED') return 'callsFailed_unauthorised' as const;
  return 'callsFailed_contract' as const;
}

interface WhatProps {
  readonly draft: CallsDraft;
  readonly change: (part: Partial<CallsDraft>) => void;
  readonly choices: ChoicesAnswer;
}

function What({ draft, change, choices }: WhatProps) {
  return (
    <>
      <div className="op-pair">
        <TextField id="titleAr" label={t('titleAr')} value={draft.titleAr} onChange={(titleAr) => change({ titleAr })} />
        <TextField id="titleEn" label={t('titleEn')} value={draft.titleEn} onChange={(titleEn) => change({ titleEn })} />
      </div>
      {!draft.before && <TextField id="id" type="url" label={t('systemId')} hint={t('systemIdHint')} value={draft.id} onChange={(id) => change({ id })} />}
      <ComboBox
        id="owner"
        label={t('columnOwner')}
        options={choices.units.map((unit) => ({ id: unit.id, label: unit.name }))}
        value={draft.owner || null}
        onChange={(owner) => change({ owner: owner ?? '' })}
      />
    </>
  );
}
