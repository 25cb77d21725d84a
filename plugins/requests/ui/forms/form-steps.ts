import { isAsked, type Keeps } from '../../shared/forms/asked.ts';
import { SOURCES } from '../../shared/forms/form-of.ts';
import type { Answers, Form, FormStep } from '../../shared/forms/form-types.ts';
import type { Problem } from '../../shared/forms/problems.ts';

/** The steps that ask or show something now, each with the fields that are asked; a step of documents that were all fetched is left out. */
export function stepsNow(form: Form, answers: Answers, keeps: Keeps): readonly FormStep[] {
  return form.steps
    .map((step) => ({ ...step, fields: step.fields.filter((name) => isAsked(form, name, answers, keeps)) }))
    .filter((step) => step.fields.length > 0 || step.review || step.facts.length > 0);
}

/** Whether a problem belongs to a step: to one of its fields, or to a document that is fetched there. */
export function isOfStep(form: Form, step: FormStep, { path }: Problem): boolean {
  const [first = '', code] = path.split('.');
  const own = form.steps.find(({ id }) => id === step.id) ?? step;
  if (first !== SOURCES) return own.fields.includes(first);
  return code === undefined ? own.facts.length > 0 : own.facts.includes(code);
}
