import { attribute, attributeText, childrenNamed, elementsOf, resolveName } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark, type QualifiedName } from '../xml/qualified-name.ts';
import { builtinTypes, type BuiltinType } from './builtin-types.ts';
import { nameIn, type SchemaContext } from './component.ts';
import { documentationOf } from './documentation.ts';
import type { Facets, SimpleType, Type } from './schema-model.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';

/** What reading a simple type asks of the schemas around it. */
export interface SimpleTypes {
  simpleType(name: QualifiedName, from: string): SimpleType;
  typeOf(node: ParsedElement, context: SchemaContext, name: QualifiedName | null): Type;
}

const made = new Map<string, SimpleType>();

/** A type of XML Schema itself. */
export function builtinSimpleType(builtin: BuiltinType): SimpleType {
  const known = made.get(builtin.name);
  if (known) return known;
  const item = builtin.listOf === undefined ? undefined : builtinTypes.get(builtin.listOf);
  const type: SimpleType = {
    kind: 'simple',
    name: { namespace: ns.xsd, local: builtin.name },
    variety: item ? 'list' : 'atomic',
    builtin,
    whiteSpace: builtin.whiteSpace,
    facets: item ? { minLength: 1 } : {},
    ...(item ? { item: builtinSimpleType(item) } : {}),
    attachment: false,
    documentation: null,
  };
  made.set(builtin.name, type);
  return type;
}

const anySimple = builtinTypes.get('anySimpleType') as BuiltinType;

/** Reads a `simpleType`. @throws SchemaProblem */
export function readSimpleType(types: SimpleTypes, node: ParsedElement, context: SchemaContext, name: QualifiedName | null): SimpleType {
  const place = placeOf(context.address, node);
  const documentation = documentationOf(node);
  const own = { kind: 'simple', name, attachment: false, documentation } as const;
  const how = elementsOf(node).find((child) => child.name.namespace === ns.xsd && child.name.local !== 'annotation');
  const inline = how ? childrenNamed(how, ns.xsd, 'simpleType').map((inner) => simple(types.typeOf(inner, context, null), place)) : [];
  if (how?.name.local === 'list') {
    const named = attribute(how, 'itemType');
    const item = named === undefined ? inline[0] : types.simpleType(nameIn(context, how, named), place);
    if (!item) throw new SchemaProblem('invalid', place, 'a list of nothing');
    return { ...own, variety: 'list', builtin: anySimple, whiteSpace: 'collapse', facets: {}, item };
  }
  if (how?.name.local === 'union') {
    const named = attributeText(how, 'memberTypes')
      .split(/\s+/)
      .filter((one) => one !== '');
    const members = [...named.map((one) => types.simpleType(nameIn(context, how, one), place)), ...inline];
    if (members.length === 0) throw new SchemaProblem('invalid', place, 'a union of nothing');
    const whiteSpace = members.some((member) => member.whiteSpace === 'preserve') ? 'preserve' : 'collapse';
    return { ...own, variety: 'union', builtin: anySimple, whiteSpace, facets: {}, members };
  }
  if (how?.name.local === 'restriction') {
    const named = attribute(how, 'base');
    const base = named === undefined ? inline[0] : types.simpleType(nameIn(context, how, named), place);
    if (!base) throw new SchemaProblem('invalid', place, 'a restriction of nothing');
    const attachment = base.attachment || (name?.namespace === ns.swaRef && name.local === 'swaRef');
    return { ...restrict(base, how, context), name, attachment, documentation };
  }
  throw new SchemaProblem('invalid', place, 'a simple type that is neither list, union nor restriction');
}

/** A type with the bounds that a `restriction` element adds. */
export function restrict(base: SimpleType, restriction: ParsedElement, context: SchemaContext): SimpleType {
  const facets: { -readonly [K in keyof Facets]: Facets[K] } = { ...base.facets };
  let whiteSpace = base.whiteSpace;
  const values = (local: string) => childrenNamed(restriction, ns.xsd, local).map((facet) => ({ facet, value: attributeText(facet, 'value') }));
  for (const local of ['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'] as const)
    for (const { value } of values(local)) facets[local] = Number(value);
  for (const local of ['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'] as const)
    for (const { value } of values(local)) facets[local] = value.trim();
  for (const { value } of values('whiteSpace')) if (value === 'replace' || value === 'collapse') whiteSpace = value;
  const patterns = values('pattern').map(({ value }) => value);
  if (patterns.length > 0) facets.patterns = [...(base.facets.patterns ?? []), patterns];
  const enumeration = values('enumeration').map(({ facet, value }) => (base.builtin.kind === 'name' ? nameValue(facet, value, context) : value));
  if (enumeration.length > 0) facets.enumeration = enumeration;
  return { ...base, facets, whiteSpace };
}

function nameValue(facet: ParsedElement, value: string, context: SchemaContext): string {
  const name = resolveName(value, facet.scope);
  if (!name) throw new SchemaProblem('invalid', placeOf(context.address, facet), `the prefix of ${value} is not declared`);
  return clark(name);
}

function simple(type: Type, place: string): SimpleType {
  if (type.kind !== 'simple') throw new SchemaProblem('invalid', place, 'a complex type where a simple one has to stand');
  return type;
}
