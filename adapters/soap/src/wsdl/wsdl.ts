import type { ContractProblem } from '@amanah/adapter-api';
import { attribute, attributeText, childNamed, childrenNamed, elementsOf, resolveName, textOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import { parseXml, type ParsedElement } from '../xml/parse-xml.ts';
import { clark, type QualifiedName } from '../xml/qualified-name.ts';
import { placeOf } from '../xsd/schema-problem.ts';
import type { SchemaSource } from '../xsd/schema-components.ts';
import { addressOf, type SourceDocument } from './document-set.ts';
import { policiesIn } from './policies.ts';
import type { Definition, Message, Part } from './wsdl-model.ts';

/** The definitions of all documents of a description. */
export interface Wsdl {
  readonly name: string | null;
  readonly documentation: string | null;
  readonly messages: ReadonlyMap<string, Message>;
  readonly portTypes: ReadonlyMap<string, Definition>;
  readonly bindings: ReadonlyMap<string, Definition>;
  readonly services: readonly Definition[];
  /** Schemas inside of the WSDL, and those that it imports itself. */
  readonly schemas: readonly SchemaSource[];
  /** Schema documents of their own, by address. */
  readonly schemaDocuments: ReadonlyMap<string, SchemaSource>;
  readonly problems: readonly ContractProblem[];
}

/** Reads the documents of a description. @throws Error when the first is no WSDL 1.1 */
export function readWsdl(documents: readonly SourceDocument[]): Wsdl {
  const messages = new Map<string, Message>();
  const portTypes = new Map<string, Definition>();
  const bindings = new Map<string, Definition>();
  const services: Definition[] = [];
  const schemas: SchemaSource[] = [];
  const problems: ContractProblem[] = [];
  const schemaDocuments = new Map<string, SchemaSource>();
  const imported = new Set<string>();
  const roots = documents.map(({ address, text }) => ({ address, root: parseXml(text) }));
  const [first] = roots;
  if (!first || !isDefinitions(first.root)) throw new Error(notWsdl(first?.root));
  for (const { address, root } of roots) {
    if (root.name.namespace === ns.xsd) {
      schemaDocuments.set(address, { address, root });
      continue;
    }
    if (!isDefinitions(root)) {
      problems.push({ kind: 'unreadable', place: address, found: notWsdl(root) });
      continue;
    }
    problems.push(...policiesIn(root, address));
    const targetNamespace = attributeText(root, 'targetNamespace');
    for (const node of childrenNamed(root, ns.wsdl)) {
      const definition = { name: { namespace: targetNamespace, local: attributeText(node, 'name') }, node, address };
      if (node.name.local === 'message') messages.set(clark(definition.name), { ...definition, parts: partsOf(node, address, problems) });
      else if (node.name.local === 'portType') portTypes.set(clark(definition.name), definition);
      else if (node.name.local === 'binding') bindings.set(clark(definition.name), definition);
      else if (node.name.local === 'service') services.push(definition);
      else if (node.name.local === 'types') schemas.push(...inlineSchemas(node, address, problems));
      else if (node.name.local === 'import') imported.add(addressOf(attributeText(node, 'location'), address) ?? '');
    }
  }
  schemas.push(...[...imported].flatMap((address) => schemaDocuments.get(address) ?? []));
  const name = attribute(first.root, 'name') ?? null;
  return { name, documentation: documentationOf(first.root), messages, portTypes, bindings, services, schemas, schemaDocuments, problems };
}

/** What a component of a WSDL says to people; `null` when it says nothing. */
export function documentationOf(node: ParsedElement): string | null {
  const found = childNamed(node, ns.wsdl, 'documentation');
  const text = found ? textOf(found).replace(/\s+/g, ' ').trim() : '';
  return text === '' ? null : text.slice(0, 1_000);
}

function isDefinitions({ name }: ParsedElement): boolean {
  return name.namespace === ns.wsdl && name.local === 'definitions';
}

function notWsdl(root: ParsedElement | undefined): string {
  if (root?.name.namespace === 'http://www.w3.org/ns/wsdl') return 'a description in WSDL 2.0; WSDL 1.1 is read';
  return `${root ? `the element ${clark(root.name)}` : 'nothing'} instead of the definitions of a WSDL`;
}

function partsOf(message: ParsedElement, address: string, problems: ContractProblem[]): readonly Part[] {
  const named = (node: ParsedElement, name: string): QualifiedName | null => {
    const text = attribute(node, name);
    if (text === undefined) return null;
    const found = resolveName(text, node.scope);
    if (!found) problems.push({ kind: 'invalid', place: placeOf(address, node), found: `the prefix of ${text} is not declared` });
    return found;
  };
  return childrenNamed(message, ns.wsdl, 'part').map((node) => ({
    name: attributeText(node, 'name'),
    element: named(node, 'element'),
    type: named(node, 'type'),
  }));
}

/** Schemas inside of `types`; their own address tells them apart, and still resolves what they refer to. */
function inlineSchemas(types: ParsedElement, address: string, problems: ContractProblem[]): readonly SchemaSource[] {
  return elementsOf(types).flatMap((root, index) => {
    if (root.name.namespace === ns.xsd && root.name.local === 'schema') return [{ address: `${address}#schema${index + 1}`, root }];
    problems.push({ kind: 'unsupported', place: placeOf(address, root), found: `types as ${clark(root.name)}` });
    return [];
  });
}
