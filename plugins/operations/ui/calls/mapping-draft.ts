import type { SchemaField } from './schema-fields.ts';

/** One field of a mapping as it is typed. */
export interface MappedField {
  readonly to: string;
  readonly from: string;
  readonly constant: string;
  /** Lines `code = word`. */
  readonly codes: string;
  /** Empty, or `hijri` or `gregorian`. */
  readonly calendar: string;
  readonly pattern: string;
  /** Empty, `ascii` or `arabic`. */
  readonly digits: string;
  /** The field as the running definition has it: what the form does not show of it stays. */
  readonly before?: Definition;
}

export interface MappingDraft {
  readonly fields: readonly MappedField[];
  /** JSONata; used instead of the fields when it is not empty. */
  readonly expression: string;
}

export type Definition = Readonly<Record<string, unknown>>;

export const emptyMapping: MappingDraft = { fields: [], expression: '' };
export const emptyField: MappedField = { to: '', from: '', constant: '', codes: '', calendar: '', pattern: '', digits: '' };

/** Every single value under the name that it has, to begin from: what is not wanted is removed, what is wanted otherwise is renamed. */
export function asTheyAre(fields: readonly SchemaField[]): readonly MappedField[] {
  return fields.filter(({ type }) => type !== 'object' && type !== 'list').map(({ path }) => ({ ...emptyField, to: path, from: path }));
}

/** The mapping that a draft means; `null` when everything goes through as it is. */
export function mappingOf({ fields, expression }: MappingDraft): object | null {
  if (expression.trim()) return { expression: expression.trim() };
  return fields.length > 0 ? { fields: fields.map(fieldOf) } : null;
}

function fieldOf({ to, from, constant, codes, calendar, pattern, digits, before = {} }: MappedField): object {
  const pairs = codes
    .split('\n')
    .map((line) => line.split('=').map((part) => part.trim()))
    .filter(([code, word]) => code && word);
  // Words that are numbers, or hold what separates lines, are not typed again: untouched they stay as they were.
  const sameCodes = before.codes !== undefined && codes === codesText(before.codes);
  const typedCodes = pairs.length > 0 ? { codes: Object.fromEntries(pairs) as Record<string, string> } : {};
  return {
    to: to.trim(),
    ...(from.trim() ? { from: from.trim() } : { constant: String(before.constant) === constant ? before.constant : constant }),
    ...(sameCodes ? { codes: before.codes } : typedCodes),
    ...(calendar ? { date: { calendar, pattern: pattern.trim() } } : {}),
    ...(digits ? { digits } : {}),
    ...(before.as === undefined ? {} : { as: before.as }),
  };
}

/** The draft of a mapping that runs. */
export function mappingDraftOf(mapping: unknown): MappingDraft {
  const { fields, expression } = (mapping ?? {}) as { fields?: readonly Definition[]; expression?: string };
  return { expression: expression ?? '', fields: (fields ?? []).map(fieldDraftOf) };
}

function fieldDraftOf(field: Definition): MappedField {
  const date = (field.date ?? {}) as { calendar?: string; pattern?: string };
  const text = (value: unknown) => (value === undefined ? '' : String(value));
  return {
    to: text(field.to),
    from: text(field.from),
    constant: text(field.constant),
    codes: field.codes === undefined ? '' : codesText(field.codes),
    calendar: date.calendar ?? '',
    pattern: date.pattern ?? '',
    digits: text(field.digits),
    before: field,
  };
}

function codesText(codes: unknown): string {
  return Object.entries(codes as Definition)
    .map(([code, word]) => `${code} = ${String(word)}`)
    .join('\n');
}
