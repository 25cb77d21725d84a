import type { Binary, BuiltElement, BuiltText } from '../xml/built-element.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import type { ElementDeclaration } from '../xsd/schema-model.ts';

/** Reads one element, whatever stands in it: what the reader of a group asks of the reader that called it. */
export interface ReadsElements {
  element(declaration: ElementDeclaration, element: ParsedElement): unknown;
  untyped(element: ParsedElement): unknown;
}

export type Children = (BuiltElement | BuiltText | Binary)[];

/** Writes one element: what the writer of a group asks of the writer that called it. `at` is the JSON pointer of the value. */
export interface WritesElements {
  element(declaration: ElementDeclaration, value: unknown, at: string): BuiltElement;
  /** An element that a wildcard lets in. */
  untyped(value: unknown, at: string): BuiltElement | null;
  /** Keeps a finding about the value at a path. */
  find(path: string, message: string): void;
}
