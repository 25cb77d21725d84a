import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Answers, Form } from '../../shared/forms/form-types.ts';

/** Formats and widgets whose answers tell who or where a person is beyond what a decision needs. */
const formats = new Set(['national-id', 'mobile', 'iban', 'email']);
const widgets = new Set(['phone', 'email']);
const shownAtEnd = 3;

/** All but the last characters of an identifier. */
export function masked(value: string): string {
  return '•'.repeat(Math.max(0, value.length - shownAtEnd)) + value.slice(-shownAtEnd);
}

/** Answers with personal identifiers shown in part, and the names of those. */
export function maskedAnswers(form: Form, answers: Answers): { readonly answers: Answers; readonly masked: string[] } {
  const properties = (form.schema['properties'] ?? {}) as Readonly<Record<string, { readonly format?: string } | undefined>>;
  const hidden = Object.keys(answers).filter((name) => {
    const format = properties[name]?.format;
    return typeof answers[name] === 'string' && ((format !== undefined && formats.has(format)) || widgets.has(form.ui[name]?.widget ?? ''));
  });
  return { masked: hidden, answers: { ...answers, ...Object.fromEntries(hidden.map((name) => [name, masked(answers[name] as string)])) } };
}

type ShownSource = CaseAnswer['sources'][string];

/** What a source gave, with its identifiers shown in part unless the official may see them. */
export function maskedSource(answer: ShownSource, unmasked: boolean): ShownSource {
  if (unmasked || answer.state !== 'fetched') return answer;
  return { ...answer, items: answer.items.map((item) => (item.kind === 'identifier' ? { ...item, value: masked(item.value) } : item)) };
}
