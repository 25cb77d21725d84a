import { attribute, attributeText, elementsOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';
import { builtinTypes, type BuiltinType } from './builtin-types.ts';
import { nameIn, type SchemaContext } from './component.ts';
import { documentationOf } from './documentation.ts';
import type { AttributeUse, SimpleType } from './schema-model.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';
import { builtinSimpleType } from './simple-types.ts';

export interface AttributeSet {
  readonly attributes: readonly AttributeUse[];
  readonly prohibited: readonly QualifiedName[];
  readonly anyAttribute: boolean;
}

const anySimple = builtinSimpleType(builtinTypes.get('anySimpleType') as BuiltinType);

/** Reads the attributes that stand in a complex type, a derivation or an attribute group. @throws SchemaProblem */
export function readAttributes(schemas: SchemaLookup, holder: ParsedElement, context: SchemaContext, within: readonly ParsedElement[] = []): AttributeSet {
  const attributes: AttributeUse[] = [];
  const prohibited: QualifiedName[] = [];
  let anyAttribute = false;
  for (const node of elementsOf(holder)) {
    if (node.name.namespace !== ns.xsd) continue;
    if (node.name.local === 'anyAttribute') anyAttribute = true;
    else if (node.name.local === 'attributeGroup') {
      const group = groupOf(schemas, node, context, within);
      attributes.push(...group.attributes);
      anyAttribute ||= group.anyAttribute;
    } else if (node.name.local === 'attribute') {
      if (attribute(node, 'use') === 'prohibited') prohibited.push(nameOf(node, context));
      else attributes.push(useOf(schemas, node, context));
    }
  }
  return { attributes, prohibited, anyAttribute };
}

function groupOf(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext, within: readonly ParsedElement[]): AttributeSet {
  const reference = attribute(node, 'ref');
  const place = placeOf(context.address, node);
  if (reference === undefined) throw new SchemaProblem('invalid', place, 'an attribute group that refers to none');
  const group = schemas.component('attributeGroup', nameIn(context, node, reference), place);
  if (within.includes(group.node)) throw new SchemaProblem('invalid', place, 'an attribute group that holds itself');
  return readAttributes(schemas, group.node, group.context, [...within, group.node]);
}

function nameOf(node: ParsedElement, context: SchemaContext): QualifiedName {
  const reference = attribute(node, 'ref');
  if (reference !== undefined) return nameIn(context, node, reference);
  const form = attribute(node, 'form') ?? attribute(context.root, 'attributeFormDefault');
  return { namespace: form === 'qualified' ? context.targetNamespace : '', local: attributeText(node, 'name') };
}

function useOf(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext): AttributeUse {
  const place = placeOf(context.address, node);
  const reference = attribute(node, 'ref');
  const declared = reference === undefined ? { node, context } : schemas.component('attribute', nameIn(context, node, reference), place);
  return {
    name: nameOf(node, context),
    type: typeOf(schemas, declared.node, declared.context),
    required: attribute(node, 'use') === 'required',
    default: attribute(node, 'default') ?? attribute(declared.node, 'default') ?? null,
    fixed: attribute(node, 'fixed') ?? attribute(declared.node, 'fixed') ?? null,
    documentation: documentationOf(node) ?? documentationOf(declared.node),
  };
}

function typeOf(schemas: SchemaLookup, node: ParsedElement, context: SchemaContext): SimpleType {
  const place = placeOf(context.address, node);
  const named = attribute(node, 'type');
  if (named !== undefined) return schemas.simpleType(nameIn(context, node, named), place);
  const inline = elementsOf(node).find(({ name }) => name.namespace === ns.xsd && name.local === 'simpleType');
  const type = inline ? schemas.typeOf(inline, context, null) : anySimple;
  return type.kind === 'simple' ? type : anySimple;
}
