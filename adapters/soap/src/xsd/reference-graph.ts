import type { ContractProblem } from '@amanah/adapter-api';
import { attributeText, elementsOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark } from '../xml/qualified-name.ts';
import { builtinTypes } from './builtin-types.ts';
import { isSchemaElement, nameIn, type Component, type ComponentKind } from './component.ts';
import type { SchemaComponents } from './schema-components.ts';
import { placeOf, SchemaProblem } from './schema-problem.ts';
import { recover } from '../recover.ts';

/** What a component refers to, and what of it is not there. */
interface References {
  readonly needs: readonly Component[];
  readonly missing: readonly ContractProblem[];
}

/** Which components need which; a component that needs what is missing is broken, and so is every one that needs it. */
export class ReferenceGraph {
  readonly #components: SchemaComponents;
  readonly #references = new Map<Component, References>();
  readonly #broken = new Set<Component>();

  constructor(components: SchemaComponents) {
    this.#components = components;
    const neededBy = new Map<Component, Component[]>();
    for (const component of components.all) {
      const references = referencesOf(component, components);
      this.#references.set(component, references);
      for (const needed of references.needs) neededBy.set(needed, [...(neededBy.get(needed) ?? []), component]);
    }
    const spread = [...this.#references].flatMap(([component, { missing }]) => (missing.length > 0 ? [component] : []));
    for (let component = spread.pop(); component; component = spread.pop()) {
      if (this.#broken.has(component)) continue;
      this.#broken.add(component);
      spread.push(...(neededBy.get(component) ?? []));
    }
  }

  isBroken(component: Component): boolean {
    return this.#broken.has(component);
  }

  /** All components that are whole. */
  get whole(): readonly Component[] {
    return this.#components.all.filter((component) => !this.#broken.has(component));
  }

  /** Everything that messages made of these components can hold, and what is missing for it. */
  closure(roots: readonly Component[]): { readonly components: readonly Component[]; readonly missing: readonly ContractProblem[] } {
    const reached = new Set<Component>();
    const missing: ContractProblem[] = [];
    const open = [...roots];
    // What is added while it runs is visited too.
    for (const component of open) {
      if (reached.has(component)) continue;
      reached.add(component);
      const references = this.#references.get(component);
      missing.push(...(references?.missing ?? []));
      open.push(...(references?.needs ?? []), ...this.#admits(component));
    }
    return { components: [...reached], missing };
  }

  /** What may stand in a component's place. */
  #admits(component: Component): readonly Component[] {
    const admitted =
      component.kind === 'type'
        ? this.#components.derivedFrom(component.name)
        : component.kind === 'element'
          ? this.#components.substitutesOf(component.name)
          : [];
    return admitted.filter((one) => !this.#broken.has(one));
  }
}

/** Attributes that name components: by the element they stand on, which kind they name. */
function namedBy(node: ParsedElement): readonly (readonly [attribute: string, kind: ComponentKind])[] {
  switch (node.name.local) {
    case 'element':
      return [
        ['type', 'type'],
        ['ref', 'element'],
        ['substitutionGroup', 'element'],
      ];
    case 'attribute':
      return [
        ['type', 'type'],
        ['ref', 'attribute'],
      ];
    case 'extension':
    case 'restriction':
      return [['base', 'type']];
    case 'list':
      return [['itemType', 'type']];
    case 'union':
      return [['memberTypes', 'type']];
    case 'group':
      return [['ref', 'group']];
    case 'attributeGroup':
      return [['ref', 'attributeGroup']];
    default:
      return [];
  }
}

function referencesOf({ node, context }: Component, components: SchemaComponents): References {
  const needs: Component[] = [];
  const missing: ContractProblem[] = [];
  const refer = (at: ParsedElement, text: string, kind: ComponentKind) => {
    const name = nameIn(context, at, text);
    const place = placeOf(context.address, at);
    if (name.namespace === ns.xsd) {
      const known = kind === 'type' ? name.local === 'anyType' || builtinTypes.has(name.local) : isSchemaElement(at, context);
      if (!known) missing.push({ kind: 'unresolved', place, found: `the ${kind} xs:${name.local}, which XML Schema 1.0 does not have` });
      return;
    }
    const found = components.find(kind, name);
    if (found) needs.push(found);
    else if (name.namespace === ns.soapEncoding)
      missing.push({ kind: 'unsupported', place, found: `${clark(name)} of the encoding rules of SOAP (rpc/encoded)` });
    else missing.push({ kind: 'unresolved', place, found: `the ${kind} ${clark(name)}` });
  };
  const walk = (at: ParsedElement) => {
    if (at.name.namespace !== ns.xsd || at.name.local === 'annotation') return;
    for (const [name, kind] of namedBy(at))
      for (const text of attributeText(at, name).split(/\s+/)) {
        if (text === '') continue;
        recover(
          SchemaProblem,
          () => refer(at, text, kind),
          ({ problem }) => void missing.push(problem),
        );
      }
    elementsOf(at).forEach(walk);
  };
  walk(node);
  return { needs, missing };
}
