import { clark } from '../xml/qualified-name.ts';
import { SchemaProblem } from '../xsd/schema-problem.ts';
import type { AttributeUse, ComplexType, ElementDeclaration, GroupParticle, Occurs, Particle, SimpleType } from '../xsd/schema-model.ts';
import type { GroupSlot, KeyOccurs, ObjectSlot, Slot } from './slot.ts';

/** How a complex type stands in JSON. */
export interface Shape {
  /** `@name` → the attribute. */
  readonly attributes: ReadonlyMap<string, AttributeUse>;
  readonly anyAttribute: boolean;
  /** Its text, under `$value`; `null` for a type with elements. */
  readonly text: SimpleType | null;
  /** Text and elements mixed: a list under `$content` instead of keys. */
  readonly mixed: boolean;
  readonly object: ObjectSlot;
  /** Elements that it may hold, by `{namespace}local`, with their keys. */
  readonly elements: ReadonlyMap<string, { readonly key: string; readonly element: ElementDeclaration }>;
}

const shapes = new WeakMap<ComplexType, Shape>();
const nothing: ObjectSlot = { slot: { kind: 'sequence', optional: false, slots: [] }, keys: new Map() };

/** @throws SchemaProblem when the type holds what no element can be */
export function shapeOf(type: ComplexType): Shape {
  const known = shapes.get(type);
  if (known) return known;
  const { content } = type;
  const particle = content.kind === 'elements' ? normalised(content.particle) : null;
  const object = particle ? objectOf(particle) : nothing;
  const shape: Shape = {
    attributes: new Map(type.attributes.map((use) => [`@${clark(use.name)}`, use])),
    anyAttribute: type.anyAttribute,
    text: content.kind === 'simple' ? content.type : null,
    mixed: type.mixed && content.kind === 'elements',
    object,
    elements: new Map(elementsIn(object.slot)),
  };
  shapes.set(type, shape);
  return shape;
}

type Group = Occurs & { readonly kind: 'sequence' | 'choice' | 'all'; readonly particles: readonly Plain[] };
type Plain = Group | Exclude<Particle, GroupParticle>;

/** A particle without empty groups, without groups of one, and with the elements of substitution groups as choices. */
function normalised(particle: Particle | null): Plain | null {
  if (!particle || particle.max === 0) return null;
  if (particle.kind === 'any') return particle;
  if (particle.kind === 'element') return withSubstitutes(particle);
  const { kind, min, max } = particle;
  const inner = particle.particles.flatMap((one) => normalised(one) ?? []);
  const flat = inner.flatMap((one) => (one.kind === kind && kind !== 'all' && one.min === 1 && one.max === 1 ? (one as Group).particles : [one]));
  const [first] = flat;
  if (!first) return null;
  if (flat.length === 1) return { ...first, min: first.min * min, max: first.max * max };
  return { kind, min, max, particles: flat };
}

function withSubstitutes(particle: Extract<Particle, { kind: 'element' }>): Plain | null {
  const { element, substitutes, min, max } = particle;
  const may = [...(element.abstract ? [] : [element]), ...substitutes];
  const [only] = may;
  if (!only && min === 0) return null;
  if (!only) throw new SchemaProblem('unresolved', `element ${clark(element.name)}`, 'it is abstract, and nothing may stand in its place');
  if (may.length === 1) return { kind: 'element', element: only, substitutes: [], min, max };
  return { kind: 'choice', min, max, particles: may.map((one) => ({ kind: 'element', element: one, substitutes: [], min: 1, max: 1 })) };
}

function objectOf(particle: Plain): ObjectSlot {
  const names = new Namer(particle);
  const slot = asGroup(slotOf(particle, names));
  const keys = new Map<string, KeyOccurs>();
  for (const key of names.used) keys.set(key, occursOf(key, slot));
  return { slot, keys };
}

function asGroup(slot: Slot): GroupSlot {
  return slot.kind === 'sequence' || slot.kind === 'choice' || slot.kind === 'all' ? slot : { kind: 'sequence', optional: false, slots: [slot] };
}

function slotOf(particle: Plain, names: Namer): Slot {
  const { min, max } = particle;
  if (particle.kind === 'element') return { kind: 'element', key: names.ofElement(particle.element), element: particle.element, min, max };
  if (particle.kind === 'any') return { kind: 'any', key: names.next('$any'), wildcard: particle.wildcard, min, max };
  if (max > 1) return { kind: 'repeat', key: names.next('$items'), object: objectOf({ ...particle, min: 1, max: 1 }), min, max };
  return { kind: particle.kind, optional: min === 0, slots: particle.particles.map((inner) => slotOf(inner, names)) };
}

/** Keys inside of one object. Elements are called by their local names, or by `{namespace}local` where one local name is in several namespaces. */
class Namer {
  readonly used = new Set<string>();
  readonly #ambiguous: ReadonlySet<string>;
  readonly #counts = new Map<string, number>();

  constructor(particle: Plain) {
    const namespaces = new Map<string, Set<string>>();
    for (const { namespace, local } of namesIn(particle)) namespaces.set(local, (namespaces.get(local) ?? new Set()).add(namespace));
    this.#ambiguous = new Set([...namespaces].flatMap(([local, found]) => (found.size > 1 ? [local] : [])));
  }

  ofElement({ name }: ElementDeclaration): string {
    const key = this.#ambiguous.has(name.local) ? clark(name) : name.local;
    this.used.add(key);
    return key;
  }

  /** `$any`, `$any2`, … in the order of the schema. */
  next(word: string): string {
    const count = (this.#counts.get(word) ?? 0) + 1;
    this.#counts.set(word, count);
    const key = count === 1 ? word : `${word}${count}`;
    this.used.add(key);
    return key;
  }
}

function namesIn(particle: Plain): readonly ElementDeclaration['name'][] {
  if (particle.kind === 'element') return [particle.element.name];
  if (particle.kind === 'any') return [];
  return particle.particles.flatMap((inner) => (inner.max > 1 && 'particles' in inner ? [] : namesIn(inner)));
}

function occursOf(key: string, slot: Slot): KeyOccurs {
  if ('key' in slot) return slot.key === key ? { least: slot.min, most: slot.max } : { least: 0, most: 0 };
  const inner = slot.slots.map((one) => occursOf(key, one));
  const leasts = inner.filter(({ most }) => most > 0).map(({ least }) => least);
  if (slot.kind === 'choice') return { least: leasts.length === 0 ? 0 : Math.min(...leasts), most: Math.max(0, ...inner.map(({ most }) => most)) };
  return { least: leasts.length === 1 ? (leasts[0] ?? 0) : 0, most: inner.reduce((sum, { most }) => sum + most, 0) };
}

function elementsIn(slot: Slot): readonly (readonly [string, { readonly key: string; readonly element: ElementDeclaration }])[] {
  if (slot.kind === 'element') return [[clark(slot.element.name), { key: slot.key, element: slot.element }]];
  if (slot.kind === 'any') return [];
  return (slot.kind === 'repeat' ? slot.object.slot.slots : slot.slots).flatMap(elementsIn);
}
