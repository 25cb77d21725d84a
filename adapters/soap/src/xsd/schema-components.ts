import type { ContractProblem } from '@amanah/adapter-api';
import { attribute, attributeText, elementsOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import { parseXml, type ParsedElement } from '../xml/parse-xml.ts';
import { clark, type QualifiedName } from '../xml/qualified-name.ts';
import { writeParsed } from '../xml/write-parsed.ts';
import { nameIn, type Component, type ComponentKind, type SchemaContext } from './component.ts';
import { redefine } from './redefine.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';
import { wellKnownSchemas } from './well-known-schemas.ts';
import { recover } from '../recover.ts';

/** A schema document, alone or inside of a WSDL. */
export interface SchemaSource {
  readonly address: string;
  readonly root: ParsedElement;
}

/** Finds the document that a `schemaLocation` of another leads to; `null` when it was not to be had. */
export type FindSchema = (schemaLocation: string, from: string) => SchemaSource | null;

/** All global components of a description, each once. */
export interface SchemaComponents {
  readonly all: readonly Component[];
  find(kind: ComponentKind, name: QualifiedName): Component | undefined;
  /** Complex types that derive directly from a type. */
  derivedFrom(name: QualifiedName): readonly Component[];
  /** Elements whose substitution group is headed by an element. */
  substitutesOf(name: QualifiedName): readonly Component[];
  readonly problems: readonly ContractProblem[];
}

const kindOf: Readonly<Record<string, ComponentKind>> = {
  element: 'element',
  attribute: 'attribute',
  complexType: 'type',
  simpleType: 'type',
  group: 'group',
  attributeGroup: 'attributeGroup',
};

/** Gathers the components of schemas and of all that they include and import. */
export function collectComponents(sources: readonly SchemaSource[], find: FindSchema): SchemaComponents {
  const collector = new Collector(find);
  for (const source of sources) collector.document(source, null);
  collector.addWellKnown();
  return collector;
}

class Collector implements SchemaComponents {
  readonly all: Component[] = [];
  readonly problems: ContractProblem[] = [];
  readonly #find: FindSchema;
  readonly #byKey = new Map<string, Component>();
  readonly #seen = new Set<string>();
  readonly #namespaces = new Set<string>();
  readonly #imported = new Set<string>([ns.xml]);
  #derived: ReadonlyMap<string, readonly Component[]> | undefined;
  #substitutes: ReadonlyMap<string, readonly Component[]> | undefined;

  constructor(find: FindSchema) {
    this.#find = find;
  }

  /** Takes in a document; `includedInto` is the namespace of the document that includes it. */
  document({ address, root }: SchemaSource, includedInto: string | null): void {
    if (root.name.namespace !== ns.xsd || root.name.local !== 'schema') {
      this.problems.push({ kind: 'unreadable', place: address, found: `the element ${clark(root.name)} instead of a schema` });
      return;
    }
    const own = attributeText(root, 'targetNamespace');
    const targetNamespace = includedInto !== null && own === '' ? includedInto : own;
    const key = `${targetNamespace} ${address}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (includedInto !== null && targetNamespace !== includedInto)
      this.problems.push({ kind: 'invalid', place: address, found: `included into ${includedInto} although it is of ${own}` });
    this.#namespaces.add(targetNamespace);
    const context: SchemaContext = { address, targetNamespace, chameleon: own === '' && targetNamespace !== '', root };
    for (const node of elementsOf(root)) if (node.name.namespace === ns.xsd) this.#take(node, context);
  }

  addWellKnown(): void {
    for (const [namespace, text] of wellKnownSchemas) {
      const needed = this.#imported.has(namespace) && !this.#namespaces.has(namespace);
      if (needed) this.document({ address: namespace, root: parseXml(text) }, null);
    }
  }

  find(kind: ComponentKind, name: QualifiedName): Component | undefined {
    return this.#byKey.get(`${kind} ${clark(name)}`);
  }

  derivedFrom(name: QualifiedName): readonly Component[] {
    this.#derived ??= this.#grouped('type', (component) => {
      const derivation = derivationOf(component.node);
      const base = derivation && attribute(derivation, 'base');
      return derivation && base ? nameIn(component.context, derivation, base) : null;
    });
    return this.#derived.get(clark(name)) ?? [];
  }

  substitutesOf(name: QualifiedName): readonly Component[] {
    this.#substitutes ??= this.#grouped('element', ({ node, context }) => {
      const head = attribute(node, 'substitutionGroup');
      return head === undefined ? null : nameIn(context, node, head);
    });
    return this.#substitutes.get(clark(name)) ?? [];
  }

  #take(node: ParsedElement, context: SchemaContext): void {
    const local = node.name.local;
    if (local === 'import') return this.#import(node, context);
    if (local === 'include') return this.#include(node, context);
    if (local === 'redefine') {
      this.#include(node, context);
      for (const inner of elementsOf(node)) this.#redefine(inner, context);
      return;
    }
    if (local === 'override' || local === 'defaultOpenContent')
      return void this.problems.push({ kind: 'unsupported', place: placeOf(context.address, node), found: `xs:${local} of XML Schema 1.1` });
    const kind = kindOf[local];
    const name = attribute(node, 'name');
    if (!kind) return;
    if (name === undefined) return void this.problems.push({ kind: 'invalid', place: placeOf(context.address, node), found: `xs:${local} without a name` });
    this.#add({ kind, name: { namespace: context.targetNamespace, local: name }, node, context });
  }

  #add(component: Component): void {
    const key = `${component.kind} ${clark(component.name)}`;
    const before = this.#byKey.get(key);
    if (!before) {
      this.#byKey.set(key, component);
      this.all.push(component);
      this.problems.push(...assertionsIn(component.node, component.context.address));
    } else if (before.node !== component.node && writeParsed(before.node) !== writeParsed(component.node))
      this.problems.push({
        kind: 'invalid',
        place: placeOf(component.context.address, component.node),
        found: `defined before, otherwise, at ${placeOf(before.context.address, before.node)}; that one is taken`,
      });
  }

  #redefine(node: ParsedElement, context: SchemaContext): void {
    const kind = kindOf[node.name.local];
    const local = attribute(node, 'name');
    if (!kind || local === undefined) return;
    const name = { namespace: context.targetNamespace, local };
    const key = `${kind} ${clark(name)}`;
    const before = this.#byKey.get(key);
    if (!before) {
      this.problems.push({ kind: 'unresolved', place: placeOf(context.address, node), found: `${clark(name)}, which it redefines` });
      return;
    }
    const { original, replacement } = redefine(before, { kind, name, node, context });
    this.all.splice(this.all.indexOf(before), 1, original, replacement);
    this.#byKey.set(`${kind} ${clark(original.name)}`, original);
    this.#byKey.set(key, replacement);
  }

  #import(node: ParsedElement, context: SchemaContext): void {
    this.#imported.add(attributeText(node, 'namespace'));
    const location = attribute(node, 'schemaLocation');
    const found = location === undefined ? null : this.#find(location, context.address);
    if (found) this.document(found, null);
  }

  #include(node: ParsedElement, context: SchemaContext): void {
    const location = attribute(node, 'schemaLocation');
    const found = location === undefined ? null : this.#find(location, context.address);
    if (found) this.document(found, context.targetNamespace);
  }

  #grouped(kind: ComponentKind, parentOf: (component: Component) => QualifiedName | null): ReadonlyMap<string, readonly Component[]> {
    const groups = new Map<string, Component[]>();
    for (const component of this.all) {
      if (component.kind !== kind) continue;
      const parent = tolerant(() => parentOf(component));
      if (parent) groups.set(clark(parent), [...(groups.get(clark(parent)) ?? []), component]);
    }
    return groups;
  }
}

/** Assertions of XML Schema 1.1 do not change what a message looks like; they are left to the system itself. */
function assertionsIn(node: ParsedElement, address: string): readonly ContractProblem[] {
  const own: readonly ContractProblem[] =
    node.name.local === 'assert' ? [{ kind: 'ignored', place: placeOf(address, node), found: `an assertion: ${attributeText(node, 'test')}` }] : [];
  return [...own, ...elementsOf(node).flatMap((child) => (child.name.namespace === ns.xsd ? assertionsIn(child, address) : []))];
}

/** The `extension` or `restriction` of a complex type. */
export function derivationOf(node: ParsedElement): ParsedElement | undefined {
  if (node.name.local !== 'complexType') return undefined;
  const content = elementsOf(node).find(({ name }) => name.local === 'complexContent' || name.local === 'simpleContent');
  return content && elementsOf(content).find(({ name }) => name.local === 'extension' || name.local === 'restriction');
}

/** A name that cannot be resolved is told where the component itself is used. */
function tolerant<T>(ask: () => T): T | null {
  return recover<T | null, SchemaProblem>(SchemaProblem, ask, () => null);
}
