import type { CaseAnswer } from '../../shared/answers/staff-answers.ts';
import type { Form } from '../../shared/forms/form-types.ts';
import { say } from '../forms/messages.ts';

/** A file of a case, with the question that it answers. */
export interface CaseFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

const isFile = (value: unknown): value is { readonly id: string; readonly name: string } =>
  typeof value === 'object' && value !== null && typeof (value as { id?: unknown }).id === 'string' && typeof (value as { name?: unknown }).name === 'string';

/** The files that an answer holds, also in its rows and parts. */
export function filesIn(value: unknown, title: string): readonly CaseFile[] {
  if (isFile(value)) return [{ id: value.id, name: value.name, title }];
  if (Array.isArray(value)) return value.flatMap((one) => filesIn(one, title));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap((one) => filesIn(one, title));
  return [];
}

/** All files of a case: those of the applicant, then those of officials. */
export function filesOf({ form, answers, results }: Pick<CaseAnswer, 'form' | 'answers' | 'results'>): readonly CaseFile[] {
  const of = (shape: Form | null, given: Readonly<Record<string, unknown>>) =>
    Object.entries(given).flatMap(([name, value]) => filesIn(value, shape?.ui[name] ? say(shape.ui[name].title) : name));
  return [...of(form as Form | null, answers), ...results.flatMap((result) => of(result.form as Form, result.answers))];
}

/** Where its bytes are. */
export const addressOfFile = ({ id }: CaseFile): string => `/api/requests/cases/files/${id}`;

/** How it can be shown inside the page. */
export function kindOfFile({ name }: CaseFile): 'picture' | 'pdf' | 'other' {
  if (/\.(?:jpe?g|png|webp)$/i.test(name)) return 'picture';
  return /\.pdf$/i.test(name) ? 'pdf' : 'other';
}
