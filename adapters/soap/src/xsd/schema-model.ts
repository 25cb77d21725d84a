import type { QualifiedName } from '../xml/qualified-name.ts';
import type { BuiltinType } from './builtin-types.ts';

/** Bounds of a simple type, those of the types it derives from included. Values are as the schema spells them. */
export interface Facets {
  /** Names (`xs:QName`) are in the form `{namespace}local`. */
  readonly enumeration?: readonly string[];
  /** All of them must fit; inside of each, one of its alternatives. In the language of XML Schema. */
  readonly patterns?: readonly (readonly string[])[];
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
}

export interface SimpleType {
  readonly kind: 'simple';
  /** `null` for a type without a name. */
  readonly name: QualifiedName | null;
  readonly variety: 'atomic' | 'list' | 'union';
  /** The built-in type that an atomic one derives from; `anySimpleType` for lists and unions. */
  readonly builtin: BuiltinType;
  readonly whiteSpace: 'preserve' | 'replace' | 'collapse';
  readonly facets: Facets;
  /** Of a list. */
  readonly item?: SimpleType;
  /** Of a union. */
  readonly members?: readonly SimpleType[];
  /** A reference to an attachment (`wsi:swaRef`) rather than a value. */
  readonly attachment: boolean;
  readonly documentation: string | null;
}

export interface AttributeUse {
  readonly name: QualifiedName;
  readonly type: SimpleType;
  readonly required: boolean;
  readonly default: string | null;
  readonly fixed: string | null;
  readonly documentation: string | null;
}

export interface ElementDeclaration {
  readonly name: QualifiedName;
  /** Looked up when it is asked for, since types may contain themselves. @throws SchemaProblem */
  type(): Type;
  readonly nillable: boolean;
  readonly abstract: boolean;
  readonly default: string | null;
  readonly fixed: string | null;
  readonly documentation: string | null;
}

/** How often; `Infinity` for unbounded. */
export interface Occurs {
  readonly min: number;
  readonly max: number;
}

export interface ElementParticle extends Occurs {
  readonly kind: 'element';
  readonly element: ElementDeclaration;
  /** Elements that may stand in its place (substitution group), the abstract ones left out. */
  readonly substitutes: readonly ElementDeclaration[];
}

export interface GroupParticle extends Occurs {
  readonly kind: 'sequence' | 'choice' | 'all';
  readonly particles: readonly Particle[];
}

export interface WildcardParticle extends Occurs {
  readonly kind: 'any';
  readonly wildcard: Wildcard;
}

export type Particle = ElementParticle | GroupParticle | WildcardParticle;

/** Namespaces that a wildcard takes. */
export type Wildcard = { readonly not: string } | { readonly namespaces: readonly string[] } | 'any';

export interface ComplexType {
  readonly kind: 'complex';
  readonly name: QualifiedName | null;
  /** The complex type it derives from; `null` for none but `xs:anyType`. */
  readonly base: ComplexType | null;
  readonly abstract: boolean;
  readonly mixed: boolean;
  readonly content: { readonly kind: 'simple'; readonly type: SimpleType } | { readonly kind: 'elements'; readonly particle: GroupParticle | null };
  readonly attributes: readonly AttributeUse[];
  readonly anyAttribute: boolean;
  readonly documentation: string | null;
}

/** Anything at all: `xs:anyType`. */
export interface AnyType {
  readonly kind: 'any';
}

export type Type = SimpleType | ComplexType | AnyType;

/** Whether a wildcard takes elements of a namespace. */
export function takes(wildcard: Wildcard, namespace: string): boolean {
  if (wildcard === 'any') return true;
  if ('not' in wildcard) return namespace !== wildcard.not && namespace !== '';
  return wildcard.namespaces.includes(namespace);
}
