import type { ParsedElement } from '../xml/parse-xml.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';
import type { Component, ComponentKind, SchemaContext } from './component.ts';
import type { ElementDeclaration, Particle, SimpleType, Type } from './schema-model.ts';

/** What the readers of single constructs ask of the schemas they stand in; every question may end with a SchemaProblem. */
export interface SchemaLookup {
  /** Model groups by the element that defines them: a group that is used twice is one, so that types inside of it are too. */
  readonly groups: Map<ParsedElement, Particle>;
  element(name: QualifiedName, from: string): ElementDeclaration;
  type(name: QualifiedName, from: string): Type;
  simpleType(name: QualifiedName, from: string): SimpleType;
  substitutesOf(name: QualifiedName): readonly ElementDeclaration[];
  component(kind: ComponentKind, name: QualifiedName, from: string): Component;
  declare(name: QualifiedName, node: ParsedElement, context: SchemaContext): ElementDeclaration;
  typeOf(node: ParsedElement, context: SchemaContext, name: QualifiedName | null): Type;
}
