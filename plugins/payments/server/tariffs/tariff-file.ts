import { z } from 'zod';

const text = z.strictObject({ ar: z.string().min(1), en: z.string().min(1) });
const name = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a name of letters and figures');
const expression = z.union([z.string().min(1), z.number(), z.boolean()]).transform(String);
const day = z.iso.date();

const asked = {
  title: text,
  /** Fields of the services' forms that answer it; by default the one of its own name. */
  answer: z.union([z.string(), z.array(z.string())]).optional(),
};
const single = [
  z.strictObject({
    kind: z.literal('number'),
    ...asked,
    unit: text.optional(),
    minimum: z.number().min(0).default(0),
    maximum: z.number().max(100_000_000).default(1_000_000),
    /** A part of one counts as a whole one. */
    roundUp: z.boolean().default(false),
    default: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal('choice'), ...asked, of: name, default: z.string().optional() }),
  z.strictObject({ kind: z.literal('yesNo'), ...asked, default: z.boolean().optional() }),
] as const;
const figure = z.discriminatedUnion('kind', [
  ...single,
  /** The municipality's category with its factor: by `municipality`, or by `category` itself. */
  z.strictObject({ kind: z.literal('category'), title: text }),
  z.strictObject({ kind: z.literal('rows'), ...asked, maximum: z.number().int().max(50), items: z.record(name, z.discriminatedUnion('kind', [...single])) }),
]);
export type Figure = z.infer<typeof figure>;
export type SingleFigure = Extract<Figure, { kind: 'number' | 'choice' | 'yesNo' }>;

/** Rows of values behind a choice, such as the rates of each activity. */
const table = z.record(z.string(), z.record(name, z.union([z.number(), z.string(), z.boolean(), text])));
export type Table = z.infer<typeof table>;

const line = z.strictObject({
  /** Code on the bill: three letters and two figures, as SADAD takes it. */
  code: z.string().regex(/^[A-Z]{3}-\d{2}$/),
  /** Later lines know the line's amount by this name. */
  id: name,
  title: text,
  /** Missing: always. */
  when: expression.optional(),
  /** Figure of rows: the line sums over them; their items are names of their own in `let` and `amount`. */
  each: name.optional(),
  let: z.record(name, expression).default({}),
  amount: expression,
  /** How it was reckoned; `{name}` stands for a value. With `each`, once a row. */
  reckoning: text,
});
export type TariffLine = z.infer<typeof line>;

const version = z.strictObject({
  /** First and last day in force. */
  from: day,
  until: day.optional(),
  /** What it rests on. */
  basis: text,
  tables: z.record(name, table).default({}),
  figures: z.record(name, figure).default({}),
  lines: z.array(line).min(1).max(20),
});
export type TariffVersion = z.infer<typeof version>;

const tariff = z.strictObject({
  title: text,
  /** Codes of the services whose fee it is. */
  services: z.array(z.string().regex(/^SRV-\d{3}$/)).default([]),
  /** Figures that are no published ones: shown as an estimate, and replaced before use. */
  illustrative: z.boolean(),
  versions: z.array(version).min(1),
});

/** A file of `config/tariffs/`: tariffs by their ids. */
export const tariffFile = z.strictObject({ tariffs: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), tariff) });

const category = z.enum(['1', '2', '3', '4', '5']);
/** `config/tariffs/tables/categories.yaml`: the five categories of municipalities. */
export const categoryFile = z.strictObject({
  versions: z
    .array(
      z.strictObject({
        from: day,
        basis: text,
        factors: z.strictObject({ 1: z.number(), 2: z.number(), 3: z.number(), 4: z.number(), 5: z.number() }),
        /** Category of a municipality that is not named. */
        others: category,
        municipalities: z.record(z.string(), category).default({}),
      }),
    )
    .min(1),
});
export type CategoryVersion = z.infer<typeof categoryFile>['versions'][number];
