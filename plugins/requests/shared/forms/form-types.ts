/** A text in both languages of the portal. */
export interface Words {
  readonly ar: string;
  readonly en: string;
}

/** A JSON Schema 2020-12, or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

export const widgetNames = [
  'text',
  'longText',
  'digits',
  'phone',
  'email',
  'number',
  'date',
  'choice',
  'select',
  'search',
  'choices',
  'yesNo',
  'undertaking',
  'upload',
  'place',
  'group',
  'repeater',
] as const;
export type WidgetName = (typeof widgetNames)[number];

export interface Option {
  readonly id: string;
  readonly title: Words;
  readonly hint?: Words;
  /** Where a municipality lies: the map of a place begins there. */
  readonly at?: GeoPoint;
}

export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}

/** How one field is shown: the UI schema of a form holds one for each property of its schema. */
export interface FieldUi {
  readonly title: Words;
  readonly hint?: Words;
  readonly widget: WidgetName;
  /** What the answer is needed for (rules.md F3): shown on request, and a form with a field without one is refused. */
  readonly purpose: Words;
  readonly unit?: Words;
  readonly options?: readonly Option[];
  /** Words of its own for a broken rule, by the name of the rule (`minimum`, `format`, `required` …). */
  readonly errors?: Readonly<Record<string, Words>>;
  readonly optional?: boolean;
  readonly half?: boolean;
  /** Schema that all the answers must keep for the field to be asked. */
  readonly when?: JsonSchema;
  /** What one row of a repeater is called: «لوحة». */
  readonly row?: Words;
  /** Fields of a repeater's rows, or parts of a place or group. */
  readonly items?: Readonly<Record<string, FieldUi>>;
  readonly upload?: UploadRules;
  /** How much the item of a checklist counts. */
  readonly weight?: number;
  /** A failed one caps the score of its checklist. */
  readonly critical?: boolean;
}

export interface UploadRules {
  /** File name endings with their dot. */
  readonly accept: readonly string[];
  readonly maxBytes: number;
  readonly maxFiles: number;
  /** So many different files at least, where one is not enough. */
  readonly minFiles?: number;
}

/** A document that government holds: fetched, never asked; while its source is away, uploaded instead (rules.md C1, C2). */
export interface Fact {
  readonly code: string;
  readonly title: Words;
  /** Whose it is: «وزارة التجارة». */
  readonly source: Words;
  readonly mandatory: boolean;
  /** Field whose answer the source needs: the number of a licence, a deed. */
  readonly key?: string;
  /** Field that takes the document while the source is away. */
  readonly instead: string;
}

export interface FormStep {
  readonly id: string;
  readonly title: Words;
  readonly lead?: Words;
  readonly fields: readonly string[];
  readonly facts: readonly string[];
  /** The step that shows all answers before they are sent. */
  readonly review: boolean;
}

/** A fee as the card announces it; what is really due is calculated from the answers elsewhere. */
export interface FormFee {
  readonly basis: 'free' | 'fixed' | 'formula';
  /** Whole riyals. */
  readonly amount: number;
  readonly note: Words;
}

/** The form of one service: what may be answered (`schema`), how it is asked (`ui`), in which steps. */
export interface Form {
  readonly service: string;
  readonly pattern: string;
  readonly title: Words;
  readonly steps: readonly FormStep[];
  readonly schema: JsonSchema;
  readonly ui: Readonly<Record<string, FieldUi>>;
  readonly facts: readonly Fact[];
  /** What must be so before the service is asked for, from its card. */
  readonly prerequisites: readonly Words[];
  /** Who may ask: `individuals`, `business`, `government`. */
  readonly audiences: readonly string[];
  /** What the card says of the fee; null for tasks. */
  readonly fee: FormFee | null;
  /** Words for broken rules, by rule or `format:name`; `{limit}` stands for the rule's value. */
  readonly errors: Readonly<Record<string, Words>>;
}

/** Answers to a form, by field; `sources` says for each fact whether its source gave it. */
export type Answers = Readonly<Record<string, unknown>>;
