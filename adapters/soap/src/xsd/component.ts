import { attribute, resolveName } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';

/** What a component takes from the document it stands in. */
export interface SchemaContext {
  readonly address: string;
  readonly targetNamespace: string;
  /** Included by a document of another namespace; names without one are then of `targetNamespace`. */
  readonly chameleon: boolean;
  /** The `schema` element: form defaults and the like. */
  readonly root: ParsedElement;
}

export type ComponentKind = 'element' | 'attribute' | 'type' | 'group' | 'attributeGroup';

/** A global declaration or definition. */
export interface Component {
  readonly kind: ComponentKind;
  readonly name: QualifiedName;
  readonly node: ParsedElement;
  readonly context: SchemaContext;
}

/** What a name stands for where it is written. @throws SchemaProblem for an undeclared prefix */
export function nameIn(context: SchemaContext, node: ParsedElement, text: string): QualifiedName {
  const name = resolveName(text, node.scope);
  if (!name) throw new SchemaProblem('invalid', placeOf(context.address, node), `the prefix of ${text} is not declared`);
  return name.namespace === '' && context.chameleon ? { namespace: context.targetNamespace, local: name.local } : name;
}

/** Whether an element refers to the `schema` element of XML Schema itself, as messages with a data set of .NET do. */
export function isSchemaElement(node: ParsedElement, context: SchemaContext): boolean {
  const reference = attribute(node, 'ref');
  if (node.name.local !== 'element' || reference === undefined) return false;
  const { namespace, local } = nameIn(context, node, reference);
  return namespace === ns.xsd && local === 'schema';
}
