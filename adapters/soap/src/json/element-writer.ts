import type { InputFinding } from '@amanah/adapter-api';
import type { Binary, BuiltElement, BuiltText } from '../xml/built-element.ts';
import { ns } from '../xml/namespaces.ts';
import { clark, fromAttributeKey, type QualifiedName } from '../xml/qualified-name.ts';
import type { AttributeUse, ComplexType, ElementDeclaration, Type } from '../xsd/schema-model.ts';
import type { SchemaSet } from '../xsd/schema-set.ts';
import type { Children, WritesElements } from './element-conversion.ts';
import { GroupWriter } from './group-writer.ts';
import { escaped, recordOf } from './json-value.ts';
import { shapeOf, type Shape } from './shape.ts';
import type { TypeLabels } from './type-labels.ts';
import { buildAnything, buildUntyped } from './untyped.ts';
import { texts, Unwritable, writableText, writeSimple, type WritingPlace } from './write-simple.ts';
import { recover } from '../recover.ts';

export type Attributes = [name: QualifiedName, value: readonly BuiltText[]][];

const xsi = (local: string): QualifiedName => ({ namespace: ns.xsi, local });

/** Writes JSON as elements of a schema. What does not fit is gathered in `findings`; the element is then not to be sent. */
export class ElementWriter implements WritesElements {
  readonly findings: InputFinding[] = [];
  readonly #schemas: SchemaSet;
  readonly #labels: TypeLabels;
  readonly #place: WritingPlace;

  constructor(schemas: SchemaSet, labels: TypeLabels, place: WritingPlace) {
    this.#schemas = schemas;
    this.#labels = labels;
    this.#place = place;
  }

  /** `at` is the JSON pointer of the value. */
  element(declaration: ElementDeclaration, value: unknown, at: string): BuiltElement {
    const { name } = declaration;
    const empty: BuiltElement = { name, attributes: [], children: [], from: at };
    return this.#found(at, empty, () => {
      if (value === null || isNil(value)) return this.#nil(declaration, value, at);
      const type = declaration.type();
      if (type.kind === 'any') return buildAnything(name, value, at);
      if (type.kind === 'simple') return { ...empty, children: simpleChildren(writeSimple(type, value, this.#place)) };
      return this.#complex(name, type, value, at);
    });
  }

  /** An element that a wildcard lets in. */
  untyped(value: unknown, at: string): BuiltElement | null {
    return this.#found(at, null, () => buildUntyped(value, at));
  }

  find(path: string, message: string): void {
    this.findings.push({ path, message });
  }

  #nil(declaration: ElementDeclaration, value: unknown, at: string): BuiltElement {
    if (!declaration.nillable) throw new Unwritable('null is not taken here');
    const type = declaration.type();
    const attributes: Attributes = [[xsi('nil'), ['true']]];
    if (type.kind === 'complex') attributes.push(...this.#attributes(shapeOf(type), value ?? {}, at));
    return { name: declaration.name, attributes, children: [], from: at };
  }

  #complex(name: QualifiedName, declared: ComplexType, value: unknown, at: string): BuiltElement {
    const record = recordOf(value);
    const { type, marker } = this.#actual(declared, record);
    const shape = shapeOf(type);
    const attributes = [...marker, ...this.#attributes(shape, record, at)];
    const children: Children = shape.text
      ? simpleChildren(writeSimple(shape.text, record['$value'], this.#place))
      : shape.mixed
        ? this.#mixed(shape, record['$content'], at)
        : new GroupWriter(this, shape.object, record, at).write();
    if (shape.text || shape.mixed) this.#leaveNothing(record, new Set([shape.text ? '$value' : '$content']), shape, at);
    else this.#leaveNothing(record, new Set(shape.object.keys.keys()), shape, at);
    return { name, attributes, children, from: at };
  }

  /** The type that `$type` asks for, with the attribute that says so. */
  #actual(declared: ComplexType, record: Readonly<Record<string, unknown>>): { readonly type: ComplexType; readonly marker: Attributes } {
    const label = record['$type'];
    const names = declared.name ? [...(declared.abstract ? [] : [declared.name]), ...this.#schemas.derivedFrom(declared.name)] : [];
    if (label === undefined) {
      if (!declared.abstract) return { type: declared, marker: [] };
      throw new Unwritable(`needs a $type: ${names.map((name) => this.#labels.of(name)).join(', ')}`);
    }
    const name = names.find((one) => this.#labels.of(one) === label);
    const type: Type | undefined = name && this.#schemas.type(name, clark(name));
    if (!name || type?.kind !== 'complex') throw new Unwritable(`$type is one of ${names.map((one) => this.#labels.of(one)).join(', ')}`);
    return { type, marker: type === declared ? [] : [[xsi('type'), [{ qualifiedName: name }]]] };
  }

  #attributes(shape: Shape, value: unknown, at: string): Attributes {
    const record = recordOf(value);
    const written: Attributes = [];
    for (const [key, use] of shape.attributes) {
      const given = Object.hasOwn(record, key) ? record[key] : undefined;
      if (given === undefined) {
        if (use.required && use.fixed !== null) written.push([use.name, [use.fixed]]);
        else if (use.required) this.find(at, `the attribute ${key} is missing`);
        continue;
      }
      this.#attribute(written, use, given, `${at}/${escaped(key)}`);
    }
    if (shape.anyAttribute)
      for (const [key, given] of Object.entries(record)) {
        if (!key.startsWith('@') || shape.attributes.has(key)) continue;
        const name = fromAttributeKey(key);
        if (!name) this.find(at, `${key} cannot be the name of an attribute`);
        else this.#found(`${at}/${escaped(key)}`, 0, () => written.push([name, [writableText(given)]]));
      }
    return written;
  }

  #attribute(written: Attributes, use: AttributeUse, value: unknown, at: string): void {
    this.#found(at, 0, () => written.push([use.name, texts(use.type, value, this.#place)]));
  }

  /** Writes; what cannot be written is found at its place, and something else stands for it. */
  #found<T>(at: string, otherwise: T, write: () => T): T {
    return recover(Unwritable, write, ({ message }) => {
      this.find(at, message);
      return otherwise;
    });
  }

  #mixed(shape: Shape, content: unknown, at: string): Children {
    if (!Array.isArray(content)) throw new Unwritable('expected a list under $content');
    const byKey = new Map([...shape.elements.values()].map(({ key, element }) => [key, element]));
    return content.flatMap((piece: unknown, index): Children => {
      const place = `${at}/$content/${index}`;
      if (typeof piece === 'string') return piece === '' ? [] : [writableText(piece)];
      const record = recordOf(piece);
      const [key = '', ...more] = Object.keys(record);
      const declaration = byKey.get(key);
      if (declaration && more.length === 0) return [this.element(declaration, record[key], `${place}/${escaped(key)}`)];
      const untyped = this.untyped(piece, place);
      return untyped ? [untyped] : [];
    });
  }

  #leaveNothing(record: Readonly<Record<string, unknown>>, known: ReadonlySet<string>, shape: Shape, at: string): void {
    for (const key of Object.keys(record)) {
      const taken = key === '$type' || known.has(key) || shape.attributes.has(key) || (key.startsWith('@') && shape.anyAttribute);
      if (!taken) this.find(`${at}/${escaped(key)}`, 'is not known here');
    }
  }
}

function isNil(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as Record<string, unknown>)['$nil'] === true;
}

function simpleChildren(written: readonly BuiltText[] | Binary): Children {
  return 'bytes' in written ? [written] : written.filter((text) => text !== '');
}
