import { isBinary, isBuiltElement, type Binary, type BuiltElement, type BuiltText } from './built-element.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { ns } from './namespaces.ts';
import type { QualifiedName } from './qualified-name.ts';

/** How bytes stand in what is written: as base64, or as whatever else the caller makes of them. */
export type BinaryWriter = (binary: Binary) => string;

export const asBase64: BinaryWriter = ({ bytes }) => bytes.toString('base64');

const knownPrefixes = new Map<string, string>([
  [ns.xsi, 'xsi'],
  [ns.xsd, 'xs'],
  [ns.wsse, 'wsse'],
  [ns.wsu, 'wsu'],
  [ns.wsa, 'wsa'],
]);

/** Prefixes for all namespaces within an element; none is the default, so that names without a namespace can stand anywhere. */
export function prefixesOf(root: BuiltElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const meet = ({ namespace }: QualifiedName) => {
    if (namespace === '' || namespace === ns.xml || found.has(namespace)) return;
    found.set(namespace, knownPrefixes.get(namespace) ?? `n${found.size + 1}`);
  };
  const meetText = (text: BuiltText) => typeof text === 'object' && meet(text.qualifiedName);
  const walk = (element: BuiltElement) => {
    meet(element.name);
    for (const [name, value] of element.attributes) {
      meet(name);
      value.forEach(meetText);
    }
    for (const child of element.children) {
      if (isBuiltElement(child)) walk(child);
      else if (!isBinary(child)) meetText(child);
    }
  };
  walk(root);
  return found;
}

/** Writes an element with every namespace it needs declared on itself: it may stand alone or inside any other document. */
export function writeBuilt(root: BuiltElement, binary: BinaryWriter = asBase64): string {
  const prefixes = prefixesOf(root);
  const spell = ({ namespace, local }: QualifiedName) =>
    namespace === '' ? local : namespace === ns.xml ? `xml:${local}` : `${prefixes.get(namespace)}:${local}`;
  const text = (piece: BuiltText) => (typeof piece === 'string' ? piece : spell(piece.qualifiedName));
  const write = (element: BuiltElement, declarations: string): string => {
    const tag = spell(element.name);
    const attributes = element.attributes.map(([name, value]) => ` ${spell(name)}="${escapeAttribute(value.map(text).join(''))}"`).join('');
    const inside = element.children.map((child) => (isBuiltElement(child) ? write(child, '') : isBinary(child) ? binary(child) : escapeText(text(child))));
    return inside.length === 0 ? `<${tag}${declarations}${attributes}/>` : `<${tag}${declarations}${attributes}>${inside.join('')}</${tag}>`;
  };
  return write(root, [...prefixes].map(([namespace, prefix]) => ` xmlns:${prefix}="${escapeAttribute(namespace)}"`).join(''));
}
