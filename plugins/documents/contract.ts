import type { Bilingual, ServiceToken } from '@amanah/plugin-api';

/** A paper that the Amanah gives out: made once, kept as it was, checked by its code. */
export interface IssuedDocument {
  readonly id: string;
  /** Short code on the paper: `/v/<code>` says what it is and whether it stands. */
  readonly code: string;
  readonly title: Bilingual;
  readonly sha256: string;
  readonly bytes: number;
  readonly madeAt: string;
  /** Where its PDF is read by those who may. */
  readonly path: string;
  readonly withdrawn: boolean;
}

export interface NewDocument {
  /** The same document asked for again is the same one. */
  readonly key: string;
  /** A template of some plugin's `documents/`: `<plugin>/<name>`. */
  readonly template: string;
  readonly title: Bilingual;
  /** What the template shows: both languages' texts inside; never markup. Each template's guide says what it reads. */
  readonly data: Readonly<Record<string, unknown>>;
  /** What it is about: a licence or request number. It stands on the paper. */
  readonly subject: string;
  readonly unit: string;
  /** Accounts that may read it, beside officials of the unit with `documents:document.read`. */
  readonly readers: readonly string[];
  /** What anybody who checks the code is told, with no private data. */
  readonly publicFacts: readonly { readonly label: Bilingual; readonly value: Bilingual }[];
  /** ISO day: the last one on which it stands. */
  readonly validUntil: string | null;
  /** Id of an earlier document that no longer stands once this one is made, such as that of the licence before its renewal. */
  readonly replaces?: string;
}

export interface Documents {
  /** Makes the PDF (both languages, tagged, with its QR) and keeps it. @throws DOCUMENTS_TEMPLATE_UNKNOWN, DOCUMENTS_NOT_MADE; ask again with the same key */
  make(document: NewDocument): Promise<IssuedDocument>;
  /** Newest first. */
  about(subject: string): Promise<readonly IssuedDocument[]>;
  /** From now on its code says that it no longer stands, and why. Once is enough: what was said first stays. @throws DOCUMENTS_UNKNOWN */
  withdraw(id: string, reason: Bilingual): Promise<void>;
}

export const documents: ServiceToken<Documents> = { plugin: 'documents', name: 'documents' };

/** Kinds of what happens to documents, emitted as `documents.<type>` with the document's subject as subject. */
export interface DocumentEvents {
  'document.made': DocumentHappening;
  'document.withdrawn': DocumentHappening & { readonly reason: Bilingual };
}

export interface DocumentHappening {
  readonly id: string;
  /** What it is about: a licence or request number. */
  readonly about: string;
  readonly template: string;
  readonly unit: string;
}
