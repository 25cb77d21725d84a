import { attribute, isElement } from '../xml/element-access.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement, Scope } from '../xml/parse-xml.ts';
import { writeParsed } from '../xml/write-parsed.ts';
import { isSchemaElement, type Component, type SchemaContext } from './component.ts';

/** Schema documents in memory, by the address under which they name each other; the first is the one to begin with. */
export type ValidatorDocuments = ReadonlyMap<string, string>;

/** A further schema, such as that of the wrappers of an rpc operation, with the namespace it is for. */
export interface AddedSchema {
  readonly namespace: string;
  /** Declarations, as the inside of a `schema` element in which `xs` is declared. */
  readonly content: string;
}

/**
 * Writes components anew for the validator: one document a namespace, so that libxml2, which reads only one document for each imported
 * namespace, meets every component once, whatever files, includes and chameleons they came from.
 */
export function validatorDocuments(components: readonly Component[], added: readonly AddedSchema[] = []): ValidatorDocuments {
  const contents = new Map<string, string[]>();
  for (const { namespace, content } of added) contents.set(namespace, [...(contents.get(namespace) ?? []), content]);
  for (const { node, context } of components)
    contents.set(context.targetNamespace, [...(contents.get(context.targetNamespace) ?? []), writeParsed(standAlone(node, context))]);
  const namespaces = [...contents.keys()];
  const addresses = new Map(namespaces.map((namespace, index) => [namespace, `memory:${index + 1}.xsd`]));
  const imports = (but: string | null) =>
    namespaces
      .filter((namespace) => namespace !== but)
      .map((namespace) => `<xs:import${namespace === '' ? '' : ` namespace="${escapeAttribute(namespace)}"`} schemaLocation="${addresses.get(namespace)}"/>`)
      .join('');
  const start = `<xs:schema xmlns:xs="${ns.xsd}"`;
  // Its own namespace keeps it from being taken for the schema of names without one.
  const first = `${start} targetNamespace="urn:memory:first">${imports(null)}</xs:schema>`;
  return new Map([
    ['memory:0.xsd', first],
    ...namespaces.map((namespace) => {
      const target = namespace === '' ? '' : ` targetNamespace="${escapeAttribute(namespace)}"`;
      return [addresses.get(namespace) ?? '', `${start}${target}>${imports(namespace)}${contents.get(namespace)?.join('\n')}</xs:schema>`] as const;
    }),
  ]);
}

/** A global component that means the same in a document without form defaults. */
function standAlone(node: ParsedElement, context: SchemaContext): ParsedElement {
  const inner = withForms(node, context, true);
  if (!context.chameleon || node.scope[''] !== undefined) return inner;
  return { ...inner, scope: Object.assign(Object.create(node.scope) as Record<string, string>, { '': context.targetNamespace }) as Scope };
}

function withForms(node: ParsedElement, context: SchemaContext, global: boolean): ParsedElement {
  if (!global && isSchemaElement(node, context)) return asWildcard(node);
  const { local } = node.name;
  const added: [string, string | undefined][] = [];
  const named = attribute(node, 'name') !== undefined;
  if (!global && named && local === 'element') added.push(['form', attribute(context.root, 'elementFormDefault')]);
  if (!global && named && local === 'attribute') added.push(['form', attribute(context.root, 'attributeFormDefault')]);
  if (named && (local === 'element' || local === 'complexType')) added.push(['block', attribute(context.root, 'blockDefault')]);
  const attributes = added.flatMap(([name, value]) =>
    value === undefined || attribute(node, name) !== undefined ? [] : [{ prefix: '', name: { namespace: '', local: name }, value }],
  );
  const children = node.children
    .filter((child) => !isElement(child) || !(child.name.namespace === ns.xsd && (child.name.local === 'annotation' || child.name.local === 'assert')))
    .map((child) => (isElement(child) ? withForms(child, context, false) : child));
  return { ...node, attributes: [...node.attributes, ...attributes], children };
}

/** An element that stands for any schema, as a wildcard that lets one in. */
function asWildcard(node: ParsedElement): ParsedElement {
  const own = (local: string, value: string) => ({ prefix: '', name: { namespace: '', local }, value });
  const occurs = node.attributes.filter(({ name }) => name.local === 'minOccurs' || name.local === 'maxOccurs');
  return {
    ...node,
    name: { namespace: ns.xsd, local: 'any' },
    attributes: [...occurs, own('namespace', ns.xsd), own('processContents', 'skip')],
    children: [],
  };
}
