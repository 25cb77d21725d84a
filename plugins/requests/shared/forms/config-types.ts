import type { FieldUi, FormFee, JsonSchema, Option, UploadRules, WidgetName, Words } from './form-types.ts';

/** What must have been answered for a field to be asked: field (`sources.LEASE` for a fact) → value, values, or one that several choices include. */
export type Condition = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | { readonly includes: string }>>;

/** A field as `config/forms` writes it. */
export interface FieldConfig extends Pick<FieldUi, 'title' | 'hint' | 'unit' | 'errors' | 'optional' | 'half' | 'row' | 'weight' | 'critical'> {
  readonly widget: WidgetName;
  /** Name of one of the purposes. */
  readonly purpose: string;
  /** JSON Schema of the answer; what widget, options and items imply need not be written. */
  readonly schema?: JsonSchema;
  readonly options?: readonly Option[];
  /** Options that come from elsewhere. */
  readonly list?: 'municipalities';
  readonly when?: Condition;
  readonly items?: Readonly<Record<string, FieldConfig>>;
  readonly upload?: Partial<UploadRules>;
}

/** How the form treats a document of the catalogue, by its code. */
export interface DocumentConfig {
  readonly upload?: Partial<UploadRules>;
  readonly hint?: Words;
  /** Field with the number by which the document is found. */
  readonly key?: string;
  /** Fields that stand for a document entered in the form. */
  readonly fields?: readonly string[];
}

export interface StepConfig {
  readonly id: string;
  readonly title: Words;
  readonly lead?: Words;
  /** Names of fields, or `@about`, `@keys`, `@place`, `@uploads`. */
  readonly fields: readonly string[];
  /** Whether what was fetched is shown here: all of it, or the named documents. */
  readonly facts?: boolean | readonly string[];
  readonly review?: boolean;
}

/** Steps that many services share, or the steps of a modelled service. */
export interface PatternConfig {
  readonly steps: readonly StepConfig[];
}

export interface ServiceFormConfig {
  readonly pattern: string;
  /** Fields of this service alone, by name of the shared ones or written out. */
  readonly about?: readonly string[];
  readonly fields?: Readonly<Record<string, FieldConfig>>;
  /** Asks for the place although no document says so. */
  readonly place?: boolean;
}

/** Everything `config/forms` says. */
export interface FormLibrary {
  readonly fields: Readonly<Record<string, FieldConfig>>;
  readonly purposes: Readonly<Record<string, Words>>;
  readonly documents: Readonly<Record<string, DocumentConfig>>;
  readonly parties: Readonly<Record<string, Words>>;
  readonly patterns: Readonly<Record<string, PatternConfig>>;
  readonly services: Readonly<Record<string, ServiceFormConfig>>;
  readonly errors: Readonly<Record<string, Words>>;
  /** Forms of tasks, which officers fill: their titles by id. */
  readonly tasks: Readonly<Record<string, Words>>;
  readonly municipalities: readonly Option[];
}

/** What a form takes from a service's card in the catalogue. */
export interface CatalogueService {
  readonly id: string;
  readonly code: string;
  readonly name: Words;
  readonly requiredDocuments: readonly CatalogueDocument[];
  readonly prerequisites: readonly Words[];
  readonly audiences: readonly string[];
  readonly fee: FormFee | null;
}

export interface CatalogueDocument extends Words {
  readonly code: string;
  readonly source: string;
  readonly mandatory: boolean;
}
