import type { ContractProblem } from '@amanah/adapter-api';
import type { ParsedElement } from '../xml/parse-xml.ts';

/** Something in a schema that cannot be used; whoever needs that part cannot be served, everybody else can. */
export class SchemaProblem extends Error {
  readonly problem: ContractProblem;
  constructor(kind: ContractProblem['kind'], place: string, found: string) {
    super(`${place}: ${found}`);
    this.name = 'SchemaProblem';
    this.problem = { kind, place, found };
  }
}

/** Where an element stands, as a person finds it: file, line, and what it is called. */
export function placeOf(address: string, element: ParsedElement): string {
  const name = element.attributes.find((one) => one.name.local === 'name' || one.name.local === 'ref');
  return `${address}:${element.line} ${element.name.local}${name ? ` ${name.value}` : ''}`;
}
