import type { ContractProblem, JsonSchema } from '@amanah/adapter-api';
import { clark, clarkPattern, type QualifiedName } from '../xml/qualified-name.ts';
import type { ComplexType, ElementDeclaration, SimpleType, Type } from '../xsd/schema-model.ts';
import type { SchemaSet } from '../xsd/schema-set.ts';
import { SchemaProblem } from '../xsd/schema-problem.ts';
import { constraintOf, type Direction } from './constraints.ts';
import { readSimple } from './read-simple.ts';
import { shapeOf, type Shape } from './shape.ts';
import { simpleSchema, type SchemaObject } from './simple-schema.ts';
import type { ObjectSlot, Slot } from './slot.ts';
import type { TypeLabels } from './type-labels.ts';
import { untypedDefinitions, wildcardNames } from './untyped.ts';
import { recover } from '../recover.ts';

const nowhere = { resolve: () => null, attachment: () => null };

/** Writes the JSON Schema of one message, with the definitions it needs; what cannot be said is left open and listed in `problems`. */
export class SchemaWriter {
  readonly problems: ContractProblem[] = [];
  readonly #schemas: SchemaSet;
  readonly #labels: TypeLabels;
  readonly #direction: Direction;
  readonly #definitions = new Map<string, SchemaObject>();
  readonly #keys = new Map<ComplexType, string>();
  /** Types without a name whose schema is being written; one that meets itself becomes a definition. */
  readonly #open = new Set<ComplexType>();

  constructor(schemas: SchemaSet, labels: TypeLabels, direction: Direction) {
    this.#schemas = schemas;
    this.#labels = labels;
    this.#direction = direction;
  }

  /** `$defs` of everything written so far; nothing when there is none. */
  definitions(): SchemaObject {
    return this.#definitions.size === 0 ? {} : { $defs: Object.fromEntries(this.#definitions) };
  }

  /** Values of an element, once. */
  element(declaration: ElementDeclaration): SchemaObject {
    const type = this.#try(() => declaration.type(), null);
    if (!type) return {};
    const own = this.#valueOf(type, declaration);
    const value = declaration.nillable ? this.#nillable(type, own) : own;
    return declaration.documentation === null ? value : { description: declaration.documentation, ...value };
  }

  /** The object of a complex type itself, without those that may stand in its place. */
  complex(type: ComplexType): SchemaObject {
    const shape = this.#try(() => shapeOf(type), null);
    if (!shape) return {};
    const polymorphic = type.name !== null && (type.base?.name != null || this.#schemas.derivedFrom(type.name).length > 0);
    const marker: Readonly<Record<string, JsonSchema>> = polymorphic && type.name ? { $type: { const: this.#labels.of(type.name) } } : {};
    const described = type.documentation === null ? {} : { description: type.documentation };
    return { ...described, ...this.#object(shape, marker) };
  }

  #valueOf(type: Type, { fixed, default: otherwise }: ElementDeclaration): SchemaObject {
    if (type.kind === 'any') return this.#untyped('$anything');
    if (type.kind === 'simple') return { ...simpleSchema(type), ...constant(type, fixed, otherwise) };
    return this.#alternatives(type);
  }

  #alternatives(type: ComplexType): SchemaObject {
    if (type.name === null) return this.#anonymous(type);
    const derived = this.#schemas.derivedFrom(type.name);
    const own = type.abstract ? [] : [this.#reference(type, type.name)];
    if (derived.length === 0 && own[0]) return own[0];
    const others = derived.flatMap((name) => {
      const other = this.#try(() => this.#schemas.type(name, clark(name)), null);
      return other?.kind === 'complex' ? [{ ...this.#reference(other, name), required: ['$type'] }] : [];
    });
    if (own.length + others.length === 0)
      this.problems.push({ kind: 'unresolved', place: `type ${clark(type.name)}`, found: 'it is abstract, and no type derives from it' });
    return { anyOf: [...own, ...others] };
  }

  #anonymous(type: ComplexType): SchemaObject {
    const key = this.#keys.get(type);
    if (key !== undefined) return pointer(key);
    if (this.#open.has(type)) return pointer(this.#key(type, 'inner'));
    this.#open.add(type);
    const schema = this.complex(type);
    this.#open.delete(type);
    const needed = this.#keys.get(type);
    if (needed === undefined) return schema;
    this.#definitions.set(needed, schema);
    return pointer(needed);
  }

  #reference(type: ComplexType, name: QualifiedName): SchemaObject {
    const known = this.#keys.get(type);
    if (known !== undefined) return pointer(known);
    const key = this.#key(type, name.local);
    this.#definitions.set(key, {});
    this.#definitions.set(key, this.complex(type));
    return pointer(key);
  }

  #key(type: ComplexType, local: string): string {
    const plain = local.replace(/[^A-Za-z0-9_.-]/g, '_');
    const taken = new Set(this.#keys.values());
    let key = plain;
    for (let number = 2; taken.has(key); number++) key = `${plain}.${number}`;
    this.#keys.set(type, key);
    return key;
  }

  #untyped(which: keyof typeof untypedDefinitions): SchemaObject {
    this.#definitions.set('$element', untypedDefinitions.$element);
    this.#definitions.set(which, untypedDefinitions[which]);
    return pointer(which);
  }

  #nillable(type: Type, value: SchemaObject): SchemaObject {
    const shape = type.kind === 'complex' ? this.#try(() => shapeOf(type), null) : null;
    if (!shape || (shape.attributes.size === 0 && !shape.anyAttribute)) return { anyOf: [value, { type: 'null' }] };
    const required = [...shape.attributes.values()].some((use) => use.required && use.fixed === null);
    const withAttributes = this.#attributes(shape, { $nil: { const: true } }, ['$nil']);
    return { anyOf: [value, withAttributes, ...(required ? [] : [{ type: 'null' }])] };
  }

  #attributes(shape: Shape, more: Readonly<Record<string, JsonSchema>>, required: readonly string[]): SchemaObject {
    const named = [...shape.attributes].map(([key, use]) => [key, this.#attribute(use)] as const);
    const needed = [...shape.attributes].flatMap(([key, use]) => {
      const filled = use.fixed !== null || use.default !== null;
      return (this.#direction === 'output' && filled) || (use.required && use.fixed === null) ? [key] : [];
    });
    const all = this.#direction === 'loose' ? [] : [...required, ...needed];
    return {
      type: 'object',
      properties: { ...more, ...Object.fromEntries(named) },
      ...(all.length > 0 ? { required: all } : {}),
      ...(shape.anyAttribute ? { patternProperties: { [`^@${clarkPattern}$`]: { type: 'string' } } } : {}),
      additionalProperties: false,
    };
  }

  #attribute(use: Shape['attributes'] extends ReadonlyMap<string, infer U> ? U : never): SchemaObject {
    const described = use.documentation === null ? {} : { description: use.documentation };
    return { ...described, ...simpleSchema(use.type), ...constant(use.type, use.fixed, use.default) };
  }

  #object(shape: Shape, marker: Readonly<Record<string, JsonSchema>>): SchemaObject {
    if (shape.text) return this.#attributes(shape, { ...marker, $value: simpleSchema(shape.text) }, ['$value']);
    if (shape.mixed) return this.#attributes(shape, { ...marker, $content: this.#mixed(shape) }, ['$content']);
    const { required, rules } = constraintOf(shape.object.slot, this.#direction);
    const object = this.#attributes(shape, { ...marker, ...this.#properties(shape.object) }, required);
    return rules.length > 0 ? { ...object, allOf: rules } : object;
  }

  #mixed(shape: Shape): SchemaObject {
    const elements = [...shape.elements.values()].map(({ key, element }) => ({
      type: 'object',
      properties: { [key]: this.element(element) },
      required: [key],
      additionalProperties: false,
    }));
    const wild = hasWildcard(shape.object.slot) ? [this.#untyped('$element')] : [];
    return { type: 'array', items: { anyOf: [{ type: 'string' }, ...elements, ...wild] } };
  }

  #properties({ slot, keys }: ObjectSlot): Readonly<Record<string, JsonSchema>> {
    const written = new Map<string, JsonSchema>();
    const visit = (one: Slot): void => {
      if (!('key' in one)) return one.slots.forEach(visit);
      if (written.has(one.key)) return;
      const { least, most } = keys.get(one.key) ?? { least: 0, most: 1 };
      if (one.kind === 'element') written.set(one.key, most > 1 ? this.#list(this.element(one.element), least, most) : this.element(one.element));
      else if (one.kind === 'any') written.set(one.key, this.#list({ ...this.#untyped('$element'), ...wildcardNames(one.wildcard) }, least, most));
      else written.set(one.key, this.#list(this.#repeated(one.object), least, most));
    };
    visit(slot);
    return Object.fromEntries(written);
  }

  #repeated(object: ObjectSlot): SchemaObject {
    const { required, rules } = constraintOf(object.slot, this.#direction);
    return {
      type: 'object',
      properties: this.#properties(object),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
      ...(rules.length > 0 ? { allOf: rules } : {}),
    };
  }

  #list(items: SchemaObject, least: number, most: number): SchemaObject {
    const bounded = this.#direction !== 'loose';
    return { type: 'array', items, ...(bounded && least > 0 ? { minItems: least } : {}), ...(bounded && Number.isFinite(most) ? { maxItems: most } : {}) };
  }

  #try<T>(ask: () => T, otherwise: T): T {
    return recover(SchemaProblem, ask, ({ problem }) => {
      this.problems.push(problem);
      return otherwise;
    });
  }
}

function pointer(key: string): SchemaObject {
  return { $ref: `#/$defs/${key}` };
}

function constant(type: SimpleType, fixed: string | null, otherwise: string | null): SchemaObject {
  if (fixed !== null) return { const: readSimple(type, fixed, nowhere) };
  return otherwise === null ? {} : { default: readSimple(type, otherwise, nowhere) };
}

function hasWildcard(slot: Slot): boolean {
  if (slot.kind === 'element') return false;
  if (slot.kind === 'any') return true;
  return (slot.kind === 'repeat' ? slot.object.slot.slots : slot.slots).some(hasWildcard);
}
