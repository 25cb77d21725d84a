import { attribute, isElement, resolveName } from '../xml/element-access.ts';
import type { BuiltElement, BuiltText } from '../xml/built-element.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark, clarkPattern, fromAttributeKey, fromClark, ncNamePattern, type QualifiedName } from '../xml/qualified-name.ts';
import type { Wildcard } from '../xsd/schema-model.ts';
import { recordOf } from './json-value.ts';
import type { SchemaObject } from './simple-schema.ts';
import { Unwritable, writableText } from './write-simple.ts';

/**
 * Elements of which no schema tells the inside, as JSON: `{ $name, $type?, "@attribute": text, $content: [text or element] }`. Blank text between
 * elements is left out. Names inside of texts keep their prefixes, which then mean nothing: no schema says that they are names.
 */
export interface UntypedElement {
  readonly $name: string;
  readonly $type?: string;
  readonly $content: readonly (string | UntypedElement)[];
  readonly [attribute: `@${string}`]: string;
}

const name = { type: 'string', pattern: `^${clarkPattern}$` } as const;
const inside = {
  $type: name,
  $content: { type: 'array', items: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/$element' }] } },
} as const;
const attributes = { patternProperties: { [`^@${clarkPattern}$`]: { type: 'string' } }, additionalProperties: false } as const;

/** Definitions that schemas with wildcards or `xs:anyType` refer to. */
export const untypedDefinitions: Readonly<Record<'$element' | '$anything', SchemaObject>> = {
  $element: { type: 'object', properties: { $name: name, ...inside }, required: ['$name', '$content'], ...attributes },
  $anything: { anyOf: [{ type: 'string' }, { type: 'object', properties: inside, required: ['$content'], ...attributes }] },
};

/** What the names of elements that a wildcard lets in have to be like; no keyword when any will do. */
export function wildcardNames(wildcard: Wildcard): SchemaObject {
  const escape = (namespace: string) => namespace.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const inNamespace = (namespace: string) => (namespace === '' ? ncNamePattern : `\\{${escape(namespace)}\\}${ncNamePattern}`);
  if (wildcard === 'any') return {};
  const pattern = 'not' in wildcard ? `\\{(?!${escape(wildcard.not)}\\})[^{}]+\\}${ncNamePattern}` : `(?:${wildcard.namespaces.map(inNamespace).join('|')})`;
  return { properties: { $name: { type: 'string', pattern: `^${pattern}$` } } };
}

export function readUntyped(element: ParsedElement): UntypedElement {
  return { $name: clark(element.name), ...contentOf(element) };
}

/** Content of an `xs:anyType`: text alone as text, everything else as an object. */
export function readAnything(element: ParsedElement): unknown {
  const content = contentOf(element);
  const [only = '', ...more] = content.$content;
  return typeof only === 'string' && more.length === 0 && Object.keys(content).length === 1 ? only : content;
}

function contentOf(element: ParsedElement): Omit<UntypedElement, '$name'> {
  const typeName = attribute(element, 'type', ns.xsi);
  const type = typeName === undefined ? null : resolveName(typeName, element.scope);
  const others = element.attributes.filter(({ name }) => !(name.namespace === ns.xsi && name.local === 'type'));
  const nested = element.children.some(isElement);
  const children = nested && element.children.every((child) => isElement(child) || child.trim() === '') ? element.children.filter(isElement) : element.children;
  return {
    ...(type ? { $type: clark(type) } : {}),
    ...Object.fromEntries(others.map(({ name, value }) => [`@${clark(name)}`, value])),
    $content: children.map((child) => (isElement(child) ? readUntyped(child) : child)),
  };
}

/** @throws Unwritable */
export function buildUntyped(value: unknown, from: string): BuiltElement {
  const { $name } = recordOf(value);
  const elementName = typeof $name === 'string' ? fromClark($name) : null;
  if (!elementName) throw new Unwritable('expected an element with its $name');
  return buildAnything(elementName, value, from);
}

/** @throws Unwritable */
export function buildAnything(elementName: QualifiedName, value: unknown, from: string): BuiltElement {
  if (typeof value === 'string') return { name: elementName, attributes: [], children: value === '' ? [] : [writableText(value)], from };
  const record = recordOf(value);
  const built: [QualifiedName, readonly BuiltText[]][] = [];
  if (record['$type'] !== undefined) {
    const type = typeof record['$type'] === 'string' ? fromClark(record['$type']) : null;
    if (!type) throw new Unwritable('expected a $type such as {namespace}local');
    built.push([{ namespace: ns.xsi, local: 'type' }, [{ qualifiedName: type }]]);
  }
  for (const [key, text] of Object.entries(record)) {
    if (!key.startsWith('@')) continue;
    const attributeName = fromAttributeKey(key);
    if (!attributeName) throw new Unwritable(`${key} cannot be the name of an attribute`);
    built.push([attributeName, [writableText(text)]]);
  }
  const content: unknown = record['$content'];
  if (!Array.isArray(content)) throw new Unwritable('expected text, or an object with its $content');
  const children = content.map((child: unknown, index) => (typeof child === 'string' ? writableText(child) : buildUntyped(child, `${from}/$content/${index}`)));
  return { name: elementName, attributes: built, children, from };
}
