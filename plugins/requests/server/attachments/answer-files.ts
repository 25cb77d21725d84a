import { AmanahError } from '@amanah/errors';
import type { Answers, FieldUi, Form, UploadRules } from '../../shared/forms/form-types.ts';
import type { KnownFile } from './attachments.ts';

type Fields = Readonly<Record<string, FieldUi>>;

/** The name of a field as files are sent for it: without the numbers of rows (`signs.0.photo` → `signs.photo`). */
export function fieldName(path: string): string {
  return path
    .split('.')
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
}

/** What a form's field says of its files. @throws ATTACHMENT_FIELD_UNKNOWN */
export function uploadRulesOf(form: Pick<Form, 'ui' | 'service'>, path: string): UploadRules {
  let fields: Fields | undefined = form.ui;
  let found: FieldUi | undefined;
  for (const part of fieldName(path).split('.')) {
    found = fields && Object.hasOwn(fields, part) ? fields[part] : undefined;
    fields = found?.items;
  }
  if (!found?.upload) throw new AmanahError('ATTACHMENT_FIELD_UNKNOWN', { detail: `${form.service} ${path}` });
  return found.upload;
}

/** Ids of the files that answers name, where the form takes files. */
export function fileIdsIn(form: Pick<Form, 'ui'>, answers: Answers): readonly string[] {
  const ids: string[] = [];
  walk(form.ui, answers, '', (files) => {
    ids.push(...files.map(({ id }) => id));
    return files;
  });
  return ids;
}

/**
 * Answers with the true names and sizes of their files. What a browser says of them counts for nothing; a file that is not known, or was sent for another
 * field, is no answer, and the same picture twice is one.
 */
export function withTrueFiles(form: Pick<Form, 'ui'>, answers: Answers, known: ReadonlyMap<string, KnownFile>): Answers {
  return walk(form.ui, answers, '', (files, field) => {
    const sent = files.flatMap(({ id }) => known.get(id) ?? []).filter((file) => file.field === field);
    const different = sent.filter(({ sha256 }, at) => sent.findIndex((one) => one.sha256 === sha256) === at);
    return different.map(({ id, name, size }) => ({ id, name, size }));
  });
}

type Named = { readonly id: string };
type Change = (files: readonly Named[], field: string) => readonly Named[];

const isNamed = (value: unknown): value is Named => typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
const isAnswers = (value: unknown): value is Answers => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Answers with the files of each field put through `change`; a field without files is left out. */
function walk(fields: Fields, answers: Answers, before: string, change: Change): Answers {
  const changed: Record<string, unknown> = { ...answers };
  for (const [name, ui] of Object.entries(fields)) {
    if (!Object.hasOwn(answers, name)) continue;
    const value = answers[name];
    const field = before + name;
    const inner = (part: unknown) => (isAnswers(part) ? walk(ui.items ?? {}, part, `${field}.`, change) : part);
    if (ui.upload) {
      const files = Array.isArray(value) ? change(value.filter(isNamed), field) : [];
      if (files.length > 0) changed[name] = files;
      else delete changed[name];
    } else if (ui.items) changed[name] = Array.isArray(value) ? value.map(inner) : inner(value);
  }
  return changed;
}
