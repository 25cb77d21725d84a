import type { ParsedElement, Scope } from './parse-xml.ts';
import type { QualifiedName } from './qualified-name.ts';

export function isElement(child: ParsedElement | string): child is ParsedElement {
  return typeof child !== 'string';
}

export function elementsOf(parent: ParsedElement): readonly ParsedElement[] {
  return parent.children.filter(isElement);
}

/** Child elements of a namespace, of one local name where it is given. */
export function childrenNamed(parent: ParsedElement, namespace: string, local?: string): readonly ParsedElement[] {
  return elementsOf(parent).filter(({ name }) => name.namespace === namespace && (local === undefined || name.local === local));
}

export function childNamed(parent: ParsedElement, namespace: string, local: string): ParsedElement | undefined {
  return childrenNamed(parent, namespace, local)[0];
}

/** Value of an attribute; without a namespace unless one is given. */
export function attribute(element: ParsedElement, local: string, namespace = ''): string | undefined {
  return element.attributes.find(({ name }) => name.local === local && name.namespace === namespace)?.value;
}

/** The same as text; empty where the attribute is not there. */
export function attributeText(element: ParsedElement, local: string, namespace = ''): string {
  return attribute(element, local, namespace) ?? '';
}

/** All text within, of elements inside too. */
export function textOf(element: ParsedElement): string {
  return element.children.map((child) => (isElement(child) ? textOf(child) : child)).join('');
}

/** What `prefix:local` stands for in a scope; unprefixed names are of the default namespace. `null` for an undeclared prefix. */
export function resolveName(text: string, scope: Scope): QualifiedName | null {
  const [first = '', second] = text.trim().split(':', 2);
  if (second === undefined) return { namespace: scope[''] ?? '', local: first };
  const namespace = scope[first];
  return namespace === undefined ? null : { namespace, local: second };
}
