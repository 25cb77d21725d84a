import type { QualifiedName } from './qualified-name.ts';

/** Bytes that stand in XML as base64, or beside it as an attachment. */
export interface Binary {
  readonly bytes: Buffer;
  readonly mediaType: string;
}

/** A piece of text; a name is written with a prefix that is in scope there. */
export type BuiltText = string | { readonly qualifiedName: QualifiedName };

/** An element to be written. */
export interface BuiltElement {
  readonly name: QualifiedName;
  readonly attributes: readonly (readonly [name: QualifiedName, value: readonly BuiltText[]])[];
  readonly children: readonly (BuiltElement | BuiltText | Binary)[];
  /** JSON pointer of what it was made from; `null` for what the adapter adds itself. */
  readonly from: string | null;
}

export function isBuiltElement(child: BuiltElement | BuiltText | Binary): child is BuiltElement {
  return typeof child === 'object' && 'children' in child;
}

export function isBinary(child: BuiltElement | BuiltText | Binary): child is Binary {
  return typeof child === 'object' && 'bytes' in child;
}

/** An element that the adapter adds itself. */
export function build(name: QualifiedName, children: BuiltElement['children'] = [], attributes: Readonly<Record<string, string>> = {}): BuiltElement {
  return { name, attributes: Object.entries(attributes).map(([local, value]) => [{ namespace: '', local }, [value]] as const), children, from: null };
}
