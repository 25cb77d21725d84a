import type { Form } from '../../shared/forms/form-types.ts';

type Facts = Readonly<Record<string, unknown>>;
type Words = { readonly ar: string; readonly en: string };

const isObject = (value: unknown): value is Facts => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The bill of a request, while it is to be paid. */
export interface Due {
  readonly invoice: string;
  readonly bill: string | null;
  readonly until: string | null;
}

/** The invoice that was issued for it; `null` where there is none. */
export function invoiceOf(facts: Facts): Due | null {
  const invoice = textOf(facts['invoice']);
  return invoice === null ? null : { invoice, bill: textOf(facts['bill']), until: textOf(facts['paymentDueOn']) };
}

/** Why the rules refused it, where nobody decided who could say so; empty else. */
export function refusalOf(facts: Facts): readonly Words[] {
  const refusal = facts['refusal'];
  return Array.isArray(refusal) ? refusal.filter((one): one is Words => isObject(one) && textOf(one['ar']) !== null && textOf(one['en']) !== null) : [];
}

/** The shop licence that a request brought, with its paper; `null` where there is none. */
export function licenceOf(facts: Facts): { readonly number: string; readonly path: string } | null {
  const licence = facts['licence'];
  if (!isObject(licence)) return null;
  const [number, path] = [textOf(licence['number']), textOf(licence['path'])];
  return number && path ? { number, path } : null;
}

/** When somebody comes or is expected. */
export function appointmentOf(facts: Facts): string | null {
  for (const name of ['appointment', 'visit']) {
    const found = facts[name];
    if (isObject(found) && textOf(found['at'])) return textOf(found['at']);
  }
  return null;
}

/** Hours in which an inspector comes. */
export interface PlannedVisit {
  readonly on: string;
  readonly from: string;
  readonly until: string;
}

/** States in which an inspector is still to come. */
const BEFORE_VISIT = ['visit-scheduled', 'visit-in-progress'];

/** The visit that is to come; `null` where there is none, or it was. */
export function visitOf({ facts, state }: { readonly facts: Facts; readonly state: { readonly id: string } }): PlannedVisit | null {
  const visit = facts['visit'];
  if (!isObject(visit) || !BEFORE_VISIT.includes(state.id)) return null;
  const [on, from, until] = [textOf(visit['on']), textOf(visit['from']), textOf(visit['until'])];
  return on && from && until ? { on, from, until } : null;
}

/** What was answered: lines of a record, or what an official wrote. */
export type Answer =
  | {
      readonly kind: 'lines';
      readonly lines: readonly { readonly term: Words; readonly value: string | Words; readonly kind?: string }[];
      readonly to: string | null;
    }
  | { readonly kind: 'text'; readonly text: string };

export function answerOf(facts: Facts): Answer | null {
  const answer = facts['answer'];
  if (!isObject(answer)) return null;
  const lines = answer['lines'];
  if (Array.isArray(lines) && lines.length > 0) return { kind: 'lines', lines: lines as Extract<Answer, { kind: 'lines' }>['lines'], to: textOf(answer['to']) };
  const text = textOf(answer['text']);
  return text === null ? null : { kind: 'text', text };
}

/** A file that was sent with the answers. */
export interface AnsweredFile {
  readonly id: string;
  readonly name: string;
  readonly field: Words;
}

/** The files of the answers, by the fields of the form that take files. */
export function filesOf(form: Pick<Form, 'ui'> | null, answers: Facts): readonly AnsweredFile[] {
  return Object.entries(form?.ui ?? {}).flatMap(([name, ui]) => {
    const value = answers[name];
    if (!ui.upload || !Array.isArray(value)) return [];
    return value.filter(isObject).flatMap((file) => {
      const [id, title] = [textOf(file['id']), textOf(file['name'])];
      return id && title ? [{ id, name: title, field: ui.title }] : [];
    });
  });
}
