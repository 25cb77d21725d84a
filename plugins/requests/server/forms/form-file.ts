import { z } from 'zod';
import type { FieldConfig } from '../../shared/forms/config-types.ts';
import { formats } from '../../shared/forms/formats.ts';
import { widgetNames } from '../../shared/forms/form-types.ts';

const words = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const name = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const slug = z.string().regex(/^[a-z][a-z0-9-]*$/);
const option = z.strictObject({ id: z.string().min(1), title: words, hint: words.optional() });

/** The part of JSON Schema that a field may use: what both engines are shown to understand alike. */
const partSchema = z.strictObject({ required: z.array(name) });
const schema = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean']).optional(),
  format: z.enum(Object.keys(formats) as [keyof typeof formats]).optional(),
  pattern: z.string().optional(),
  minLength: z.number().int().optional(),
  maxLength: z.number().int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  const: z.union([z.string(), z.boolean()]).optional(),
  minItems: z.number().int().optional(),
  maxItems: z.number().int().optional(),
  anyOf: z.array(partSchema).optional(),
});

const wanted = z.union([z.string(), z.boolean()]);
const upload = z.strictObject({
  accept: z
    .array(z.string().regex(/^\.[a-z]+$/))
    .min(1)
    .optional(),
  maxBytes: z.number().int().positive().optional(),
  maxFiles: z.number().int().positive().optional(),
  minFiles: z.number().int().positive().optional(),
});

const field: z.ZodType<FieldConfig> = z.lazy(() =>
  z.strictObject({
    title: words,
    hint: words.optional(),
    widget: z.enum(widgetNames),
    purpose: z.string(),
    unit: words.optional(),
    errors: z.record(z.string(), words).optional(),
    optional: z.boolean().optional(),
    half: z.boolean().optional(),
    row: words.optional(),
    weight: z.number().int().positive().optional(),
    critical: z.boolean().optional(),
    schema: schema.optional(),
    options: z.array(option).min(2).optional(),
    list: z.literal('municipalities').optional(),
    when: z.record(z.string(), z.union([wanted, z.array(wanted).min(1), z.strictObject({ includes: z.string() })])).optional(),
    items: z.record(name, field).optional(),
    upload: upload.optional(),
  }),
) as z.ZodType<FieldConfig>;

const step = z.strictObject({
  id: slug,
  title: words,
  lead: words.optional(),
  fields: z.array(z.string().regex(/^@?[a-z][A-Za-z0-9]*$/)),
  facts: z.union([z.boolean(), z.array(z.string())]).optional(),
  review: z.boolean().optional(),
});

/** What one file of `config/forms` may hold; every part may be spread over files. */
export const formFile = z.strictObject({
  purposes: z.record(name, words).default({}),
  parties: z.record(slug, words).default({}),
  errors: z.record(z.string(), words).default({}),
  documents: z
    .record(
      z.string().regex(/^[A-Z]+$/),
      z.strictObject({ upload: upload.optional(), hint: words.optional(), key: name.optional(), fields: z.array(name).optional() }),
    )
    .default({}),
  fields: z.record(name, field).default({}),
  patterns: z.record(slug, z.strictObject({ steps: z.array(step).min(1) })).default({}),
  services: z
    .record(slug, z.strictObject({ pattern: slug, about: z.array(name).optional(), fields: z.record(name, field).optional(), place: z.boolean().optional() }))
    .default({}),
  tasks: z.record(slug, words).default({}),
});

export type FormFile = z.infer<typeof formFile>;
