import { Button, Definitions, DualDate } from '@amanah/ui';
import type { ReactNode } from 'react';
import { isAsked, type Keeps } from '../../shared/forms/asked.ts';
import type { Answers, FieldUi, Form } from '../../shared/forms/form-types.ts';
import { say, t } from './messages.ts';

/** An answer as people read it. */
export function AnswerWords({ ui, value }: { readonly ui: FieldUi; readonly value: unknown }): ReactNode {
  const option = (id: unknown) => {
    const found = ui.options?.find((one) => one.id === id);
    return found ? say(found.title) : String(id);
  };
  if (value === undefined) return <span className="am-muted">{t('formNotAnswered')}</span>;
  switch (ui.widget) {
    case 'date':
      return <DualDate value={String(value)} />;
    case 'choice':
    case 'select':
    case 'search':
      return option(value);
    case 'choices':
      return (value as readonly unknown[]).map(option).join(t('formListMark'));
    case 'yesNo':
      return t(value === true ? 'formYes' : 'formNo');
    case 'upload':
      return <FileNames files={value as readonly { readonly name?: string }[]} />;
    case 'repeater':
      return (value as readonly Answers[]).map((row, at) => <Parts key={at} ui={ui} value={row} />);
    case 'place':
    case 'group':
      return <Parts ui={ui} value={value as Answers} />;
    case 'text':
    case 'longText':
      return <bdi>{String(value)}</bdi>;
    default:
      return (
        <span>
          <bdi dir="ltr" className="am-number">
            {String(value)}
          </bdi>
          {ui.unit && ` ${say(ui.unit)}`}
        </span>
      );
  }
}

function FileNames({ files }: { readonly files: readonly { readonly name?: string }[] }) {
  return (
    <ul className="rq-file-names">
      {files.map(({ name }, at) => (
        <li key={at}>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** Parts of a row or place, in one line. */
function Parts({ ui, value }: { readonly ui: FieldUi; readonly value: Answers }) {
  const parts = Object.entries(ui.items ?? {}).filter(([name]) => value[name] !== undefined);
  return (
    <span className="rq-parts">
      {parts.map(([name, part]) => (
        <span key={name}>
          <span className="am-muted">{say(part.title)}</span> <AnswerWords ui={part} value={value[name]} />
        </span>
      ))}
    </span>
  );
}

interface ReviewProps {
  readonly form: Form;
  readonly answers: Answers;
  readonly keeps: Keeps;
  /** Left out where the answers are only read. */
  readonly onChangeStep?: (step: string) => void;
}

/** All answers, step by step, each step with the way back to it where they can still be changed. */
export function Review({ form, answers, keeps, onChangeStep }: ReviewProps) {
  const steps = form.steps
    .filter(({ review }) => !review)
    .map((step) => ({ ...step, fields: step.fields.filter((name) => isAsked(form, name, answers, keeps)) }))
    .filter(({ fields }) => fields.length > 0);
  return (
    <div className="am-stack am-gap-6">
      {steps.map(({ id, title, fields }) => (
        <section key={id} aria-label={say(title)}>
          <header className="am-row am-row--between">
            <h3>{say(title)}</h3>
            {onChangeStep && (
              <Button tone="quiet" size="small" icon="pencil" aria-label={t('formChangeStep', { step: say(title) })} onClick={() => onChangeStep(id)}>
                {t('formChange')}
              </Button>
            )}
          </header>
          <Definitions
            items={fields.map((name) => {
              const ui = form.ui[name] as FieldUi;
              return { term: say(ui.title), value: <AnswerWords ui={ui} value={answers[name]} /> };
            })}
          />
        </section>
      ))}
    </div>
  );
}
