import { attribute, childNamed, elementsOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { type QualifiedName } from '../xml/qualified-name.ts';
import { readAttributes, type AttributeSet } from './attributes.ts';
import { nameIn, type SchemaContext } from './component.ts';
import { documentationOf } from './documentation.ts';
import { readParticle } from './particles.ts';
import type { ComplexType, GroupParticle, Particle, SimpleType, Type } from './schema-model.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';
import { restrict } from './simple-types.ts';

const groups: readonly string[] = ['sequence', 'choice', 'all', 'group'];

/** Reads a `complexType`. @throws SchemaProblem */
export function readComplexType(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext, name: QualifiedName | null): ComplexType {
  const place = placeOf(context.address, node);
  const simpleContent = childNamed(node, ns.xsd, 'simpleContent');
  const complexContent = childNamed(node, ns.xsd, 'complexContent');
  const own = {
    kind: 'complex',
    name,
    abstract: flag(attribute(node, 'abstract')),
    mixed: flag(complexContent && attribute(complexContent, 'mixed')) || flag(attribute(node, 'mixed')),
    documentation: documentationOf(node),
  } as const;
  if (!simpleContent && !complexContent) {
    const { attributes, anyAttribute } = readAttributes(schemas, node, context);
    return { ...own, base: null, attributes, anyAttribute, content: { kind: 'elements', particle: contentOf(schemas, node, context) } };
  }
  const derivation = derivationIn(simpleContent ?? complexContent, place);
  const baseText = attribute(derivation, 'base');
  if (baseText === undefined) throw new SchemaProblem('invalid', place, 'a derivation without a base');
  const base = schemas.type(nameIn(context, derivation, baseText), place);
  const complexBase = base.kind === 'complex' ? base : null;
  const extending = derivation.name.local === 'extension';
  const added = readAttributes(schemas, derivation, context);
  const { attributes, anyAttribute } = joined(complexBase, added, extending);
  const shared = { ...own, base: complexBase, attributes, anyAttribute };
  if (simpleContent) return { ...shared, content: { kind: 'simple', type: simpleContentOf(schemas, base, derivation, context, place) } };
  if (base.kind === 'simple') throw new SchemaProblem('invalid', place, 'complex content that derives from a simple type');
  const particle = contentOf(schemas, derivation, context);
  const mixed = own.mixed || (base.kind === 'complex' && base.mixed && !complexContentSays(complexContent, node));
  if (!extending || !complexBase) return { ...shared, mixed, content: { kind: 'elements', particle } };
  if (complexBase.content.kind === 'simple') throw new SchemaProblem('invalid', place, 'complex content that extends simple content');
  return { ...shared, mixed, content: { kind: 'elements', particle: after(complexBase.content.particle, particle) } };
}

function derivationIn(content: ParsedElement | undefined, place: string): ParsedElement {
  const derivation = content && elementsOf(content).find(({ name }) => name.local === 'extension' || name.local === 'restriction');
  if (!derivation) throw new SchemaProblem('invalid', place, 'content that neither extends nor restricts');
  return derivation;
}

function contentOf(schemas: SchemaLookup, holder: ParsedElement, context: SchemaContext): GroupParticle | null {
  const node = elementsOf(holder).find(({ name }) => name.namespace === ns.xsd && groups.includes(name.local));
  return node ? asGroup(readParticle(schemas, node, context, [])) : null;
}

function asGroup(particle: Particle): GroupParticle {
  return particle.kind === 'element' || particle.kind === 'any' ? { kind: 'sequence', min: 1, max: 1, particles: [particle] } : particle;
}

function after(before: GroupParticle | null, added: GroupParticle | null): GroupParticle | null {
  if (!before || !added) return added ?? before;
  return { kind: 'sequence', min: 1, max: 1, particles: [before, added] };
}

/** Attributes of a derived type: those of the base, with what the derivation adds, replaces and forbids. */
function joined(base: ComplexType | null, added: AttributeSet, extending: boolean): Pick<ComplexType, 'attributes' | 'anyAttribute'> {
  const changed = new Set([...added.attributes.map(({ name }) => keyOf(name)), ...added.prohibited.map(keyOf)]);
  const kept = (base?.attributes ?? []).filter(({ name }) => !changed.has(keyOf(name)));
  return { attributes: [...kept, ...added.attributes], anyAttribute: added.anyAttribute || (extending && (base?.anyAttribute ?? false)) };
}

const keyOf = ({ namespace, local }: QualifiedName) => `${namespace} ${local}`;

function simpleContentOf(schemas: SchemaLookup, base: Type, derivation: ParsedElement, context: SchemaContext, place: string): SimpleType {
  const restricting = derivation.name.local === 'restriction';
  const inline = restricting ? childNamed(derivation, ns.xsd, 'simpleType') : undefined;
  const from = inline ? schemas.typeOf(inline, context, null) : base.kind === 'complex' && base.content.kind === 'simple' ? base.content.type : base;
  if (from.kind !== 'simple') throw new SchemaProblem('invalid', place, 'simple content that derives from a type without any');
  return restricting ? restrict(from, derivation, context) : from;
}

function complexContentSays(content: ParsedElement | undefined, node: ParsedElement): boolean {
  return (content && attribute(content, 'mixed')) !== undefined || attribute(node, 'mixed') !== undefined;
}

function flag(value: string | undefined): boolean {
  return value?.trim() === 'true' || value?.trim() === '1';
}
