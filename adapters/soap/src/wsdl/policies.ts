import type { ContractProblem } from '@amanah/adapter-api';
import { elementsOf } from '../xml/element-access.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { placeOf } from '../xsd/schema-problem.ts';

/** WS-Policy, in both its namespaces. */
export const policyNamespaces: readonly string[] = ['http://schemas.xmlsoap.org/ws/2004/09/policy', 'http://www.w3.org/ns/ws-policy'];

/** Policies are not obeyed by themselves: what they ask is set in the configuration. Each is told with what it asks. */
export function policiesIn(root: ParsedElement, address: string): readonly ContractProblem[] {
  return elementsOf(root).flatMap((node): readonly ContractProblem[] => {
    if (policyNamespaces.includes(node.name.namespace) && node.name.local === 'Policy') {
      const asked = [...new Set(assertionsIn(node))].slice(0, 20).join(', ');
      return [
        {
          kind: 'ignored',
          place: placeOf(address, node),
          found: `a policy that asks for ${asked === '' ? 'nothing' : asked}; the configuration has to say it`,
        },
      ];
    }
    return policiesIn(node, address);
  });
}

function assertionsIn(policy: ParsedElement): readonly string[] {
  return elementsOf(policy).flatMap((node) => [...(policyNamespaces.includes(node.name.namespace) ? [] : [node.name.local]), ...assertionsIn(node)]);
}
