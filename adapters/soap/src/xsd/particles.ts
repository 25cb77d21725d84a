import { attribute, elementsOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { isSchemaElement, nameIn, type SchemaContext } from './component.ts';
import type { ElementParticle, Occurs, Particle, Wildcard } from './schema-model.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';

/** Reads `sequence`, `choice`, `all`, `group`, `element` or `any`. `within` holds the groups around it, which may not return. @throws SchemaProblem */
export function readParticle(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext, within: readonly ParsedElement[]): Particle {
  const occurs = occursOf(node, context);
  switch (node.name.local) {
    case 'sequence':
    case 'choice':
    case 'all':
      return { kind: node.name.local, ...occurs, particles: particlesIn(schemas, node, context, within) };
    case 'group':
      return { ...groupOf(schemas, node, context, within), ...occurs };
    case 'element':
      return { ...(isSchemaElement(node, context) ? schemaElement : elementOf(schemas, node, context)), ...occurs };
    case 'any':
      return { kind: 'any', ...occurs, wildcard: wildcardOf(node, context) };
    default:
      throw new SchemaProblem('unsupported', placeOf(context.address, node), `xs:${node.name.local} among the elements of a type`);
  }
}

/** Where .NET puts the schema of a data set into the message itself: any schema, of which no schema tells. */
const schemaElement = { kind: 'any', wildcard: { namespaces: [ns.xsd] } } as const;

function particlesIn(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext, within: readonly ParsedElement[]): readonly Particle[] {
  return elementsOf(node)
    .filter(({ name }) => name.namespace === ns.xsd && name.local !== 'annotation')
    .map((child) => readParticle(schemas, child, context, within))
    .filter(({ max }) => max > 0);
}

function groupOf(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext, within: readonly ParsedElement[]): Particle {
  const place = placeOf(context.address, node);
  const reference = attribute(node, 'ref');
  if (reference === undefined) throw new SchemaProblem('invalid', place, 'a group that refers to none');
  const group = schemas.component('group', nameIn(context, node, reference), place);
  const known = schemas.groups.get(group.node);
  if (known) return known;
  if (within.includes(group.node)) throw new SchemaProblem('invalid', place, 'a group that holds itself');
  const inner = elementsOf(group.node).find(({ name }) => name.namespace === ns.xsd && name.local !== 'annotation');
  if (!inner) throw new SchemaProblem('invalid', place, 'a group of nothing');
  const particle = readParticle(schemas, inner, group.context, [...within, group.node]);
  schemas.groups.set(group.node, particle);
  return particle;
}

function elementOf(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext): Omit<ElementParticle, keyof Occurs> {
  const reference = attribute(node, 'ref');
  if (reference !== undefined) {
    const name = nameIn(context, node, reference);
    return { kind: 'element', element: schemas.element(name, placeOf(context.address, node)), substitutes: schemas.substitutesOf(name) };
  }
  const local = attribute(node, 'name');
  if (local === undefined) throw new SchemaProblem('invalid', placeOf(context.address, node), 'an element without a name');
  const form = attribute(node, 'form') ?? attribute(context.root, 'elementFormDefault');
  const name = { namespace: form === 'qualified' ? context.targetNamespace : '', local };
  return { kind: 'element', element: schemas.declare(name, node, context), substitutes: [] };
}

function wildcardOf(node: ParsedElement, context: SchemaContext): Wildcard {
  const text = attribute(node, 'namespace')?.trim() ?? '##any';
  if (text === '##any') return 'any';
  if (text === '##other') return { not: context.targetNamespace };
  return { namespaces: text.split(/\s+/).map((one) => (one === '##targetNamespace' ? context.targetNamespace : one === '##local' ? '' : one)) };
}

function occursOf(node: ParsedElement, context: SchemaContext): Occurs {
  const min = Number(attribute(node, 'minOccurs') ?? 1);
  const maxText = attribute(node, 'maxOccurs')?.trim() ?? '1';
  const max = maxText === 'unbounded' ? Infinity : Number(maxText);
  if (!(min >= 0) || !(max >= 0)) throw new SchemaProblem('invalid', placeOf(context.address, node), 'a number of occurrences that is none');
  return { min: Math.min(min, max), max };
}
