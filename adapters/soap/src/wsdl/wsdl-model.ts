import type { ParsedElement } from '../xml/parse-xml.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';

/** A part of a message: by element, or by type. */
export interface Part {
  readonly name: string;
  readonly element: QualifiedName | null;
  readonly type: QualifiedName | null;
}

/** A named component of a WSDL with the document it stands in. */
export interface Definition {
  readonly name: QualifiedName;
  readonly node: ParsedElement;
  readonly address: string;
}

export interface Message extends Definition {
  readonly parts: readonly Part[];
}
