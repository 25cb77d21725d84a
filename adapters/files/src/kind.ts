import { z } from 'zod';

/** Our name of a field, a kind. */
const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/, 'a name such as licenceNumber');
/** A name pattern below the folder: `*` and `?` within a name, never within a folder's name; no way out of the folder. */
const filePattern = z
  .string()
  .max(200)
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))(?!.*\/\/)(?:[^*?/\\\u0000-\u001f]+\/)*[^/\\\u0000-\u001f]+$/,
    'a name pattern such as licences-*.csv, below the folder',
  );
const regularExpression = z
  .string()
  .max(300)
  .refine((text) => {
    try {
      return new RegExp(text, 'u') instanceof RegExp;
    } catch {
      return false;
    }
  }, 'a regular expression');

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1256', 'iso-8859-6', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];
const encoding = z.enum(encodings);

export const fieldTypes = ['text', 'integer', 'number', 'decimal', 'boolean', 'date', 'date-time', 'hijri-date'] as const;

/** One field of a row. */
export const fieldSchema = z.strictObject({
  /**
   * Where it stands in the file: the heading of its column, the number of the column (from 1), the path of an XML element or attribute below
   * the row (`Owner/Name`, `@id`), the names in a JSON value joined by dots. Default: the field's own name.
   */
  from: z.union([z.string().min(1).max(200), z.number().int().min(1).max(16_384)]).optional(),
  /** Fixed width: the first character, from 1, and how many. */
  at: z.tuple([z.number().int().min(1), z.number().int().min(1)]).optional(),
  /** `decimal` stays an exact text, `hijri-date` is checked and stays a text, `date` becomes ISO 8601. Arabic digits are read in all but `text`. */
  type: z.enum(fieldTypes).default('text'),
  /** A row without a value is rejected. */
  required: z.boolean().default(false),
  /** How dates stand in the file: `dd/MM/yyyy`, `yyyyMMdd`, `yyyy-MM-dd HH:mm:ss`. */
  format: z
    .string()
    .regex(/^(?=.*d)(?=.*M)(?=.*y)[dMyHms/.\- T:]{5,24}$/, 'a pattern such as dd/MM/yyyy')
    .optional(),
  /** Code in the file → our word; a value that is not listed rejects the row. */
  codes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** The whole text must match it. */
  pattern: regularExpression.optional(),
  maxLength: z.number().int().min(1).max(100_000).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

const common = {
  /** Files of this kind, such as `licences-*.csv` or `qatif/licences-*.csv`. `.gz` and `.zip` behind it are unpacked. */
  pattern: filePattern,
  fields: z.record(name, fieldSchema).refine((fields) => Object.keys(fields).length > 0, 'at least one field'),
  /** Fields that name a row. Without them rows can be listed, not found. */
  key: z.array(name).max(8).default([]),
  /** `snapshot`: a new file replaces all rows before it; `upsert`: its rows are added or replaced by key. */
  mode: z.enum(['snapshot', 'upsert']).default('snapshot'),
  /** Default: what the file itself says (byte order mark, XML declaration), else UTF-8. */
  encoding: encoding.optional(),
  /** Name pattern of the one member of a `.zip` that is read. */
  member: z.string().max(100).default('*'),
};

const shapes = {
  csv: {
    ...common,
    delimiter: z.string().length(1).default(','),
    quote: z.string().length(1).default('"'),
    /** The first line has the names of the columns; otherwise every field has its column by number. */
    header: z.boolean().default(true),
    /** Lines before the heading that are left out. */
    skipLines: z.number().int().min(0).max(1_000).default(0),
  },
  fixed: { ...common, skipLines: z.number().int().min(0).max(1_000).default(0) },
  xml: {
    ...common,
    /** Path of the element that is a row, from the root: `Licences/Licence`. Namespaces do not count. */
    row: z.string().regex(/^[^/@\s]+(?:\/[^/@\s]+)*$/, 'a path of elements such as Licences/Licence'),
  },
  xlsx: {
    ...common,
    /** Name of the sheet; default: the first. */
    sheet: z.string().max(31).optional(),
    /** Row, from 1, that has the names of the columns. */
    headerRow: z.number().int().min(1).max(1_000).default(1),
  },
  json: {
    ...common,
    /** Names that lead to the array of rows, joined by dots; default: the file is the array. */
    rows: z.string().max(200).default(''),
  },
  jsonl: common,
} as const;

type CheckedKind = { fields: Record<string, z.infer<typeof fieldSchema>>; key: string[]; mode: string; format: string; header?: boolean };

function checkKind(kind: CheckedKind, ctx: z.RefinementCtx): void {
  const say = (path: (string | number)[], message: string) => void ctx.addIssue({ code: 'custom', path, message });
  kind.key.forEach((key, index) => {
    if (!kind.fields[key]) say(['key', index], `there is no field ${key}`);
    else if (!kind.fields[key].required) say(['fields', key, 'required'], 'a field of the key must be required');
  });
  if (kind.mode === 'upsert' && kind.key.length === 0) say(['key'], 'mode upsert needs a key');
  for (const [field, { at, from, type, format }] of Object.entries(kind.fields)) {
    if (kind.format === 'fixed' && !at) say(['fields', field, 'at'], 'fixed width needs the place of each field');
    if (kind.format !== 'fixed' && at) say(['fields', field, 'at'], 'only fixed width has places');
    if (kind.header === false && typeof from !== 'number') say(['fields', field, 'from'], 'without headings each field needs the number of its column');
    if (typeof from === 'number' && kind.format !== 'csv' && kind.format !== 'xlsx') say(['fields', field, 'from'], 'only CSV and XLSX have columns by number');
    if (format && !type.includes('date')) say(['fields', field, 'format'], 'only dates have a format');
  }
}

/** A kind of file that is taken in. */
export const kindSchema = z
  .discriminatedUnion('format', [
    z.strictObject({ format: z.literal('csv'), ...shapes.csv }),
    z.strictObject({ format: z.literal('fixed'), ...shapes.fixed }),
    z.strictObject({ format: z.literal('xml'), ...shapes.xml }),
    z.strictObject({ format: z.literal('xlsx'), ...shapes.xlsx }),
    z.strictObject({ format: z.literal('json'), ...shapes.json }),
    z.strictObject({ format: z.literal('jsonl'), ...shapes.jsonl }),
  ])
  .superRefine((kind, ctx) => checkKind(kind as CheckedKind, ctx));

/** A kind of file that is sent. */
export const outgoingSchema = z
  .strictObject({
    /** Path below the folder; `{key}` becomes the idempotency key, `{date}` the day in Riyadh (yyyyMMdd). */
    name: filePattern.refine((text) => text.includes('{key}'), 'the name must contain {key}, so that the same key is one file'),
    format: z.enum(['csv', 'fixed', 'xml', 'json', 'jsonl']),
    encoding: encoding.default('utf-8'),
    /** UTF files begin with a byte order mark, as Excel expects of CSV. */
    byteOrderMark: z.boolean().default(false),
    delimiter: z.string().length(1).default(','),
    header: z.boolean().default(true),
    lineEnd: z.enum(['\n', '\r\n']).default('\r\n'),
    /** XML: names of the root element and of each row. */
    root: z
      .string()
      .regex(/^[A-Za-z_][\w.-]*$/)
      .default('Rows'),
    row: z
      .string()
      .regex(/^[A-Za-z_][\w.-]*$/)
      .default('Row'),
    fields: z.record(name, fieldSchema).refine((fields) => Object.keys(fields).length > 0, 'at least one field'),
  })
  .superRefine((kind, ctx) => checkKind({ ...kind, key: [], mode: 'snapshot' }, ctx));

export const kindName = name;
export type Field = z.infer<typeof fieldSchema>;
export type Kind = z.infer<typeof kindSchema>;
export type OutgoingKind = z.infer<typeof outgoingSchema>;
export type KindOf<F extends Kind['format']> = Extract<Kind, { format: F }>;
