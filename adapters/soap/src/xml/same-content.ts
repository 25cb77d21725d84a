import { isElement } from './element-access.ts';
import type { ParsedElement } from './parse-xml.ts';
import { clark, sameName } from './qualified-name.ts';

/** Whether two elements say the same, whatever prefixes they use. */
export function sameContent(one: ParsedElement, other: ParsedElement): boolean {
  if (!sameName(one.name, other.name) || one.children.length !== other.children.length || one.attributes.length !== other.attributes.length) return false;
  const attributes = new Map(other.attributes.map(({ name, value }) => [clark(name), value]));
  if (!one.attributes.every(({ name, value }) => attributes.get(clark(name)) === value)) return false;
  return one.children.every((child, index) => {
    const match = other.children[index];
    if (isElement(child)) return match !== undefined && isElement(match) && sameContent(child, match);
    return child === match;
  });
}
