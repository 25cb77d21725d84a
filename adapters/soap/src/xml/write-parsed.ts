import { isElement } from './element-access.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import type { ParsedElement, Scope } from './parse-xml.ts';

/** Writes what was read, prefixes and all, so that names inside of texts keep their meaning; it stands alone. */
export function writeParsed(root: ParsedElement): string {
  return write(root, inScope(root.scope));
}

function write(element: ParsedElement, declared: Scope): string {
  const tag = element.prefix === '' ? element.name.local : `${element.prefix}:${element.name.local}`;
  const declarations = Object.entries(declared).map(([prefix, namespace]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`);
  const attributes = element.attributes.map(
    ({ prefix, name, value }) => ` ${prefix === '' ? name.local : `${prefix}:${name.local}`}="${escapeAttribute(value)}"`,
  );
  const start = `<${tag}${declarations.join('')}${attributes.join('')}`;
  if (element.children.length === 0) return `${start}/>`;
  return `${start}>${element.children.map((child) => (isElement(child) ? write(child, child.declared) : escapeText(child))).join('')}</${tag}>`;
}

/** All that a scope and the scopes around it declare; the prefix `xml` needs no declaration. */
function inScope(scope: Scope): Scope {
  const all = Object.create(null) as Record<string, string>;
  for (const prefix in scope) if (prefix !== 'xml' && !(prefix === '' && scope[prefix] === '')) all[prefix] = scope[prefix] ?? '';
  return all;
}
