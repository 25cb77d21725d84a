import { attribute } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark, type QualifiedName } from '../xml/qualified-name.ts';
import { builtinTypes } from './builtin-types.ts';
import { readComplexType } from './complex-types.ts';
import { nameIn, type Component, type ComponentKind, type SchemaContext } from './component.ts';
import { documentationOf } from './documentation.ts';
import { ReferenceGraph } from './reference-graph.ts';
import type { SchemaComponents } from './schema-components.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import type { AnyType, ElementDeclaration, Particle, SimpleType, Type } from './schema-model.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';
import { builtinSimpleType, readSimpleType } from './simple-types.ts';

export const anyType: AnyType = { kind: 'any' };

/** The schemas of a description, resolved piece by piece as pieces are asked for; what cannot be resolved throws a SchemaProblem there and then. */
export class SchemaSet implements SchemaLookup {
  readonly components: SchemaComponents;
  readonly graph: ReferenceGraph;
  /** Model groups by the element that defines them: a group that is used twice is one, so that types inside of it are too. */
  readonly groups = new Map<ParsedElement, Particle>();
  readonly #types = new Map<string, Type>();
  readonly #elements = new Map<string, ElementDeclaration>();
  readonly #opening = new Set<string>();

  constructor(components: SchemaComponents) {
    this.components = components;
    this.graph = new ReferenceGraph(components);
  }

  /** @throws SchemaProblem when it is not there, or not right */
  element(name: QualifiedName, from: string): ElementDeclaration {
    const known = this.#elements.get(clark(name));
    if (known) return known;
    const { node, context } = this.component('element', name, from);
    const declaration = this.declare(name, node, context);
    this.#elements.set(clark(name), declaration);
    return declaration;
  }

  /** @throws SchemaProblem when it is not there, or not right */
  type(name: QualifiedName, from: string): Type {
    if (name.namespace === ns.xsd) return builtin(name, from);
    const key = clark(name);
    const known = this.#types.get(key);
    if (known) return known;
    const component = this.component('type', name, from);
    if (this.#opening.has(key)) throw new SchemaProblem('invalid', placeOf(component.context.address, component.node), `${key} derives from itself`);
    this.#opening.add(key);
    try {
      const type = this.typeOf(component.node, component.context, name);
      this.#types.set(key, type);
      return type;
    } finally {
      this.#opening.delete(key);
    }
  }

  /** @throws SchemaProblem when the name has to be of a simple type and is not */
  simpleType(name: QualifiedName, from: string): SimpleType {
    const type = this.type(name, from);
    if (type.kind !== 'simple') throw new SchemaProblem('invalid', from, `${clark(name)} where a simple type has to stand`);
    return type;
  }

  /** Types other than abstract ones that may stand where `type` is declared, itself left out. */
  derivedFrom(name: QualifiedName): readonly QualifiedName[] {
    const found: QualifiedName[] = [];
    const seen = new Set([clark(name)]);
    const visit = (base: QualifiedName) => {
      for (const component of this.components.derivedFrom(base)) {
        if (seen.has(clark(component.name)) || this.graph.isBroken(component)) continue;
        seen.add(clark(component.name));
        if (!isTrue(attribute(component.node, 'abstract'))) found.push(component.name);
        visit(component.name);
      }
    };
    visit(name);
    return found;
  }

  /** Elements other than abstract ones that may stand where `name` is declared, itself left out. */
  substitutesOf(name: QualifiedName): readonly ElementDeclaration[] {
    const found: ElementDeclaration[] = [];
    const seen = new Set([clark(name)]);
    const visit = (head: QualifiedName) => {
      for (const component of this.components.substitutesOf(head)) {
        if (seen.has(clark(component.name)) || this.graph.isBroken(component)) continue;
        seen.add(clark(component.name));
        if (!isTrue(attribute(component.node, 'abstract'))) found.push(this.element(component.name, component.context.address));
        visit(component.name);
      }
    };
    visit(name);
    return found;
  }

  component(kind: ComponentKind, name: QualifiedName, from: string): Component {
    const component = this.components.find(kind, name);
    if (!component) throw new SchemaProblem(name.namespace === ns.soapEncoding ? 'unsupported' : 'unresolved', from, missing(kind, name));
    return component;
  }

  /** An element declared by `node`, global or local. */
  declare(name: QualifiedName, node: ParsedElement, context: SchemaContext): ElementDeclaration {
    let type: Type | undefined;
    return {
      name,
      type: () => (type ??= this.#typeOfElement(node, context)),
      nillable: isTrue(attribute(node, 'nillable')),
      abstract: isTrue(attribute(node, 'abstract')),
      default: attribute(node, 'default') ?? null,
      fixed: attribute(node, 'fixed') ?? null,
      documentation: documentationOf(node),
    };
  }

  /** The type that a `simpleType` or `complexType` element defines. */
  typeOf(node: ParsedElement, context: SchemaContext, name: QualifiedName | null): Type {
    return node.name.local === 'simpleType' ? readSimpleType(this, node, context, name) : readComplexType(this, node, context, name);
  }

  #typeOfElement(node: ParsedElement, context: SchemaContext): Type {
    const named = attribute(node, 'type');
    if (named !== undefined) return this.type(nameIn(context, node, named), placeOf(context.address, node));
    const inline = inlineType(node);
    if (inline) return this.typeOf(inline, context, null);
    const head = attribute(node, 'substitutionGroup');
    return head === undefined ? anyType : this.element(nameIn(context, node, head), placeOf(context.address, node)).type();
  }
}

/** The type that an element or attribute holds itself. */
export function inlineType(node: ParsedElement): ParsedElement | undefined {
  return node.children.find(
    (child): child is ParsedElement => typeof child !== 'string' && (child.name.local === 'simpleType' || child.name.local === 'complexType'),
  );
}

export function isTrue(value: string | undefined): boolean {
  return value?.trim() === 'true' || value?.trim() === '1';
}

function builtin(name: QualifiedName, from: string): Type {
  if (name.local === 'anyType') return anyType;
  const type = builtinTypes.get(name.local);
  if (!type) throw new SchemaProblem('unresolved', from, `the type xs:${name.local}, which XML Schema 1.0 does not have`);
  return builtinSimpleType(type);
}

function missing(kind: ComponentKind, name: QualifiedName): string {
  if (name.namespace === ns.soapEncoding) return `${clark(name)} of the encoding rules of SOAP (rpc/encoded)`;
  return `the ${kind} ${clark(name)}`;
}
