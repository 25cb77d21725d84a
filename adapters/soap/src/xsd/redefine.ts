import { isElement } from '../xml/element-access.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { sameName } from '../xml/qualified-name.ts';
import { nameIn, type Component } from './component.ts';

/**
 * `xs:redefine` without the word: what was there moves to another name, and the new definition, which builds on itself, builds on that.
 */
export function redefine(before: Component, after: Component): { readonly original: Component; readonly replacement: Component } {
  const local = `${before.name.local}--before`;
  const original = {
    ...before,
    name: { ...before.name, local },
    node: withAttribute(before.node, 'name', () => local),
  };
  const [holders, reference] = after.kind === 'type' ? [['extension', 'restriction'], 'base'] : [[after.kind], 'ref'];
  const rebase = (node: ParsedElement): ParsedElement => {
    const rebased = { ...node, children: node.children.map((child) => (isElement(child) ? rebase(child) : child)) };
    if (!holders.includes(node.name.local)) return rebased;
    return withAttribute(rebased, reference, (value) =>
      sameName(nameIn(after.context, node, value), after.name) ? `${value.includes(':') ? `${value.split(':')[0]}:` : ''}${local}` : value,
    );
  };
  return { original, replacement: { ...after, node: rebase(after.node) } };
}

function withAttribute(node: ParsedElement, local: string, change: (value: string) => string): ParsedElement {
  const attributes = node.attributes.map((one) => (one.name.local === local && one.name.namespace === '' ? { ...one, value: change(one.value) } : one));
  return { ...node, attributes };
}
