import { attribute, elementsOf, isElement, resolveName, textOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark, fromClark, sameName } from '../xml/qualified-name.ts';
import type { ComplexType, ElementDeclaration } from '../xsd/schema-model.ts';
import type { SchemaSet } from '../xsd/schema-set.ts';
import type { ReadsElements } from './element-conversion.ts';
import { GroupReader } from './group-reader.ts';
import { readLoosely } from './read-loosely.ts';
import { readSimple, type ReadingPlace } from './read-simple.ts';
import { shapeOf, type Shape } from './shape.ts';
import type { TypeLabels } from './type-labels.ts';
import { readAnything, readUntyped } from './untyped.ts';

/** What was read is not what its schema says. */
export class Unreadable extends Error {}

/** Finds an attachment by the reference that stands in a message. */
export type FindAttachment = ReadingPlace['attachment'];

type Entries = [key: string, value: unknown][];

/** Attributes that say how to read rather than what. */
const reading: ReadonlySet<string> = new Set(['type', 'nil', 'schemaLocation', 'noNamespaceSchemaLocation']);

/**
 * Reads elements as the JSON of their schema. `strictly` is for what libxml2 has found valid; otherwise elements may come in any order and
 * namespace, and those that are not known are passed over.
 */
export class ElementReader implements ReadsElements {
  readonly #schemas: SchemaSet;
  readonly #labels: TypeLabels;
  readonly #strictly: boolean;
  readonly #findAttachment: FindAttachment;

  constructor(schemas: SchemaSet, labels: TypeLabels, strictly: boolean, findAttachment: FindAttachment) {
    this.#schemas = schemas;
    this.#labels = labels;
    this.#strictly = strictly;
    this.#findAttachment = findAttachment;
  }

  /** @throws Unreadable */
  element(declaration: ElementDeclaration, element: ParsedElement): unknown {
    const type = declaration.type();
    const nil = isTrue(attribute(element, 'nil', ns.xsi));
    if (nil && type.kind !== 'complex') return null;
    if (type.kind === 'any') return readAnything(element);
    if (type.kind === 'simple') return readSimple(type, textOf(element) || (declaration.fixed ?? declaration.default ?? ''), this.#place(element));
    return this.#complex(type, element, nil, declaration);
  }

  untyped(element: ParsedElement): unknown {
    return readUntyped(element);
  }

  #complex(declared: ComplexType, element: ParsedElement, nil: boolean, { fixed, default: otherwise }: ElementDeclaration): unknown {
    const type = this.#actual(declared, element);
    const shape = shapeOf(type);
    const marker: Entries = type === declared || !type.name ? [] : [['$type', this.#labels.of(type.name)]];
    const attributes = this.#attributes(shape, element);
    if (nil) return attributes.length === 0 ? null : Object.fromEntries([['$nil', true], ...attributes]);
    return Object.fromEntries([...marker, ...attributes, ...this.#content(shape, element, fixed ?? otherwise ?? '')]);
  }

  #content(shape: Shape, element: ParsedElement, whenEmpty: string): Entries {
    if (shape.text) return [['$value', readSimple(shape.text, textOf(element) || whenEmpty, this.#place(element))]];
    if (shape.mixed) return [['$content', this.#mixed(shape, element)]];
    const children = elementsOf(element);
    if (!this.#strictly) return readLoosely(this, shape, children);
    const reader = new GroupReader(this, children);
    const read = reader.read(shape.object);
    if (reader.next) throw new Unreadable(`${clark(reader.next.name)} is not expected in ${clark(element.name)}`);
    return read;
  }

  #mixed(shape: Shape, element: ParsedElement): readonly unknown[] {
    return element.children.map((child) => {
      if (!isElement(child)) return child;
      const known = shape.elements.get(clark(child.name));
      return known ? Object.fromEntries([[known.key, this.element(known.element, child)]]) : readUntyped(child);
    });
  }

  #actual(declared: ComplexType, element: ParsedElement): ComplexType {
    const text = attribute(element, 'type', ns.xsi);
    const name = text === undefined ? null : resolveName(text, element.scope);
    if (!name || (declared.name && sameName(name, declared.name))) {
      if (declared.abstract && this.#strictly) throw new Unreadable(`${clark(element.name)} does not say of which type it is`);
      return declared;
    }
    const known = declared.name ? this.#schemas.derivedFrom(declared.name).some((one) => sameName(one, name)) : false;
    const type = known ? this.#schemas.type(name, clark(name)) : undefined;
    if (type?.kind === 'complex') return type;
    if (!this.#strictly) return declared;
    throw new Unreadable(`${clark(element.name)} says that it is of type ${clark(name)}, which cannot stand there`);
  }

  #attributes(shape: Shape, element: ParsedElement): Entries {
    const place = this.#place(element);
    const read: Entries = [];
    const given = new Map(element.attributes.map(({ name, value }) => [`@${clark(name)}`, { name, value }]));
    for (const [key, use] of shape.attributes) {
      const text = given.get(key)?.value ?? use.fixed ?? use.default;
      if (text !== null && text !== undefined) read.push([key, readSimple(use.type, text, place)]);
    }
    if (shape.anyAttribute)
      for (const [key, { name, value }] of given)
        if (!shape.attributes.has(key) && !(name.namespace === ns.xsi && reading.has(name.local))) read.push([key, value]);
    return read;
  }

  #place(element: ParsedElement): ReadingPlace {
    return { resolve: (text) => fromClark(clark(resolveName(text, element.scope) ?? { namespace: '', local: text })), attachment: this.#findAttachment };
  }
}

function isTrue(text: string | undefined): boolean {
  return text?.trim() === 'true' || text?.trim() === '1';
}
