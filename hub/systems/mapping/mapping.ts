import { z } from 'zod';

/** Names joined by dots; `a.b.0` reaches into lists, `a.*.b` into every item of one, and `\.` is a dot that belongs to a name. */
const place = z.string().min(1).max(200);

/** How dates of a system are written. `hijri` dates are Umm al-Qura; the pattern names day, month and year: `dd/MM/yyyy`, `yyyyMMdd`. */
const dateForm = z.strictObject({ calendar: z.enum(['gregorian', 'hijri']), pattern: z.string().regex(/^(?=.*d)(?=.*M)(?=.*y)[dMy/.\- ]{5,12}$/) });

/** One field of the mapped value. Without `to` other fields nothing else is passed on. */
const fieldMapping = z.strictObject({
  /** Where the value goes. */
  to: place,
  /** Where it comes from; absent for a constant. */
  from: place.optional(),
  constant: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  /** Code of the system → our word (output), or our word → code (input). A value that is not listed is a broken contract. */
  codes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  /** Written by the system in this form, ISO 8601 Gregorian on our side. */
  date: dateForm.optional(),
  /** Digits on the far side; always ASCII on ours. */
  digits: z.enum(['ascii', 'arabic']).optional(),
  /** `text`, `number` or `boolean` on the side it goes to. */
  as: z.enum(['text', 'number', 'boolean']).optional(),
});

/** How a value is turned into what the other side takes: fields one by one, or one JSONata expression for the rest. */
export const mappingSchema = z.union([
  z.strictObject({ fields: z.array(fieldMapping).min(1).max(200) }),
  z.strictObject({ expression: z.string().min(1).max(4_000) }),
]);

export type Mapping = z.infer<typeof mappingSchema>;
export type FieldMapping = z.infer<typeof fieldMapping>;
