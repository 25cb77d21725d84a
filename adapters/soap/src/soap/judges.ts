import type { ContractProblem } from '@amanah/adapter-api';
import { ns } from '../xml/namespaces.ts';
import type { BuiltElement } from '../xml/built-element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import type { ParsedElement, Scope } from '../xml/parse-xml.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';
import type { Component } from '../xsd/component.ts';
import { Judge, SchemaRefused } from '../xsd/judge.ts';
import { validatorDocuments, type AddedSchema } from '../xsd/validator-documents.ts';
import type { BodyPlan, MessagePlan, OperationPlan } from '../wsdl/operation-plan.ts';
import type { SoapService } from './service.ts';
import { recover } from '../recover.ts';

/** Wrappers of rpc messages are in no schema; for judging they stand in a namespace of our own, where no schema can be in their way. */
const rpcNamespace = 'urn:amanah:rpc-wrapper';
const rpcPrefix = 'amanah-rpc';

/** The judges of a description: one for all its operations where libxml2 takes all its schemas, else one for each operation that is whole. */
export class Judges {
  readonly #service: SoapService;
  readonly #wrappers: ReadonlyMap<BodyPlan, string>;
  readonly #single = new Map<OperationPlan, Judge>();
  #common: Judge | SchemaRefused | undefined;

  constructor(service: SoapService) {
    this.#service = service;
    const bodies = service.operations.flatMap(({ input, output }) => [input.body, ...(output ? [output.body] : [])]);
    this.#wrappers = new Map(bodies.filter(({ kind }) => kind === 'rpc').map((body, index) => [body, `wrapper${index + 1}`]));
  }

  /** Components that are missing for an operation. */
  missingFor(plan: OperationPlan): readonly ContractProblem[] {
    return this.#service.schemas.graph.closure(this.#rootsOf(plan)).missing;
  }

  /** @throws SchemaRefused when libxml2 does not take the schemas of the operation */
  of(plan: OperationPlan): Judge {
    const single = this.#single.get(plan);
    if (single) return single;
    this.#common ??= attempt(() =>
      this.#compile(
        this.#service.schemas.graph.whole,
        this.#service.operations.filter((one) => this.missingFor(one).length === 0),
      ),
    );
    if (this.#common instanceof Judge && this.missingFor(plan).length === 0) return this.#common;
    const judge = this.#compile(this.#service.schemas.graph.closure(this.#rootsOf(plan)).components, [plan]);
    this.#single.set(plan, judge);
    return judge;
  }

  /** The element of a message as it is to be judged. */
  builtForm(body: BodyPlan, element: BuiltElement): BuiltElement {
    const wrapper = this.#wrappers.get(body);
    return wrapper === undefined ? element : { ...element, name: { namespace: rpcNamespace, local: wrapper } };
  }

  parsedForm(body: BodyPlan, element: ParsedElement): ParsedElement {
    const local = this.#wrappers.get(body);
    if (local === undefined) return element;
    const scope = Object.assign(Object.create(element.scope) as Record<string, string>, { [rpcPrefix]: rpcNamespace }) as Scope;
    return { ...element, prefix: rpcPrefix, name: { namespace: rpcNamespace, local }, scope };
  }

  dispose(): void {
    for (const judge of this.#single.values()) judge.dispose();
    if (this.#common instanceof Judge) this.#common.dispose();
  }

  #compile(components: readonly Component[], plans: readonly OperationPlan[]): Judge {
    const bodies = plans.flatMap(({ input, output }) => [input.body, ...(output ? [output.body] : [])]);
    const content = bodies.map((body) => wrapperSchema(body, this.#wrappers.get(body))).join('');
    const added: readonly AddedSchema[] = content === '' ? [] : [{ namespace: rpcNamespace, content }];
    return Judge.of(validatorDocuments(components, added));
  }

  #rootsOf({ input, output, faults }: OperationPlan): readonly Component[] {
    const messages: readonly MessagePlan[] = [input, ...(output ? [output] : [])];
    const elements = messages.flatMap(({ body, headers }) => [...(body.kind === 'elements' ? body.elements : []), ...headers]);
    const types = messages.flatMap(({ body }) => (body.kind === 'rpc' ? body.parts.map(({ type }) => type) : []));
    const { components, graph } = this.#service.schemas;
    const find = (kind: 'element' | 'type') => (name: QualifiedName) => components.find(kind, name) ?? [];
    const whole = faults.flatMap(find('element')).filter((fault) => !graph.isBroken(fault));
    return [...elements.flatMap(find('element')), ...types.flatMap(find('type')), ...whole];
  }
}

function attempt(compile: () => Judge): Judge | SchemaRefused {
  return recover<Judge | SchemaRefused, SchemaRefused>(SchemaRefused, compile, (refused) => refused);
}

function wrapperSchema(body: BodyPlan, wrapper: string | undefined): string {
  if (body.kind !== 'rpc' || wrapper === undefined) return '';
  const parts = body.parts.map(({ name, type }) => {
    if (type.namespace === ns.xsd) return `<xs:element name="${escapeAttribute(name)}" type="xs:${type.local}"/>`;
    if (type.namespace === '') return `<xs:element name="${escapeAttribute(name)}" type="${type.local}"/>`;
    return `<xs:element xmlns:part="${escapeAttribute(type.namespace)}" name="${escapeAttribute(name)}" type="part:${type.local}"/>`;
  });
  return `<xs:element name="${wrapper}"><xs:complexType><xs:sequence>${parts.join('')}</xs:sequence></xs:complexType></xs:element>`;
}
