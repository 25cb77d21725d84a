import type { CatalogueDocument, CatalogueService, FieldConfig, FormLibrary } from './config-types.ts';
import type { Fact } from './form-types.ts';

/** Answer that says how the source of a fetched document fared, as the server last saw it. */
export const sourceStates = ['fetched', 'unavailable', 'none'] as const;
export type SourceState = (typeof sourceStates)[number];

/** What a service's documents mean for its form. */
export interface DocumentFields {
  readonly facts: readonly Fact[];
  readonly fields: Readonly<Record<string, FieldConfig>>;
  /** Names of fields with numbers by which documents are found. */
  readonly keys: readonly string[];
  /** Names of fields that documents entered in the form stand for. */
  readonly entered: readonly string[];
  readonly uploads: readonly string[];
}

const fieldName = (document: CatalogueDocument) => `document${document.code}`;
const held = ({ source }: CatalogueDocument) => source !== 'upload' && source !== 'form';

function uploadField(document: CatalogueDocument, library: FormLibrary): FieldConfig {
  const { upload, hint } = library.documents[document.code] ?? {};
  return {
    title: { ar: document.ar, en: document.en },
    ...(hint ? { hint } : {}),
    widget: 'upload',
    purpose: 'documents',
    ...(upload ? { upload } : {}),
    ...(document.mandatory ? {} : { optional: true }),
    ...(held(document) ? { when: { [`sources.${document.code}`]: 'unavailable' } } : {}),
  };
}

function factOf(document: CatalogueDocument, library: FormLibrary): Fact {
  const party = document.source === 'internal' ? 'internal' : (document.source.split(':')[1] ?? '');
  const source = library.parties[party];
  if (!source) throw new Error(`document ${document.code}: nobody is named ${party}`);
  const key = library.documents[document.code]?.key;
  const { code, mandatory, ar, en } = document;
  return { code, title: { ar, en }, source, mandatory, instead: fieldName(document), ...(key ? { key } : {}) };
}

/** Sorts a service's documents into those that are fetched, entered and uploaded (rules.md C1). */
export function documentFields(service: CatalogueService, library: FormLibrary): DocumentFields {
  const documents = service.requiredDocuments;
  const shown = documents.filter(({ source }) => source !== 'form');
  const facts = documents.filter(held).map((document) => factOf(document, library));
  return {
    facts,
    fields: Object.fromEntries(shown.map((document) => [fieldName(document), uploadField(document, library)])),
    keys: [...new Set(facts.flatMap(({ key }) => (key ? [key] : [])))],
    entered: documents.filter(({ source }) => source === 'form').flatMap(({ code }) => library.documents[code]?.fields ?? []),
    uploads: shown.map(fieldName),
  };
}
