import type { ContractProblem } from '@amanah/adapter-api';
import { attribute, attributeText, childNamed, childrenNamed, elementsOf, resolveName } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark, type QualifiedName } from '../xml/qualified-name.ts';
import { placeOf } from '../xsd/schema-problem.ts';
import type { BodyPlan, MessagePlan } from './operation-plan.ts';
import type { Wsdl } from './wsdl.ts';
import type { Message, Part } from './wsdl-model.ts';

/** Where an operation is bound. */
export interface BindingPlace {
  readonly wsdl: Wsdl;
  readonly address: string;
  /** Of the extension elements: that of SOAP 1.1 or of SOAP 1.2. */
  readonly soapNamespace: string;
  readonly style: 'document' | 'rpc';
  /** Whether its protocol is SOAP. */
  readonly spoken: boolean;
}

interface Planned {
  readonly plan: MessagePlan;
  readonly problems: readonly ContractProblem[];
}

/** Plans one message: `abstract` is the input or output of the port type, `bound` that of the binding. */
export function planMessage(
  binding: BindingPlace,
  { operation, wrapper }: { readonly operation: string; readonly wrapper: string },
  abstract: ParsedElement,
  bound: ParsedElement | undefined,
): Planned {
  const problems: ContractProblem[] = [];
  const place = placeOf(binding.address, bound ?? abstract);
  const message = messageOf(binding, abstract);
  if (!message) {
    problems.push({ kind: 'unresolved', place, found: `the message ${attributeText(abstract, 'message')}` });
    return { plan: { body: { kind: 'elements', elements: [] }, headers: [], attachments: [] }, problems };
  }
  const multipart = bound && childNamed(bound, ns.wsdlMime, 'multipartRelated');
  const mimeParts = multipart ? childrenNamed(multipart, ns.wsdlMime, 'part') : [];
  const holders = [...(bound ? [bound] : []), ...mimeParts];
  const attachments = attachmentsOf(mimeParts, problems, binding.address);
  const headers = holders.flatMap((holder) => childrenNamed(holder, binding.soapNamespace, 'header')).flatMap((node) => headerOf(binding, node, problems));
  const body = holders.map((holder) => childNamed(holder, binding.soapNamespace, 'body')).find((found) => found !== undefined);
  if (body && attribute(body, 'use') === 'encoded') problems.push({ kind: 'unsupported', place, found: `${binding.style}/encoded (SOAP encoding)` });
  const beside = new Set([...attachments.map(({ name }) => name), ...headers.flatMap(({ message: of, part }) => (of === message ? [part] : []))]);
  const stated = body && attribute(body, 'parts');
  const parts = stated === undefined ? message.parts.filter(({ name }) => !beside.has(name)) : partsNamed(message, stated, problems, place);
  const namespace = (body && attribute(body, 'namespace')) ?? '';
  return {
    plan: {
      body: binding.style === 'rpc' ? rpcBody(parts, { namespace, local: wrapper }, problems, place) : documentBody(parts, operation, problems, place),
      headers: headers.map(({ element }) => element),
      attachments,
    },
    problems,
  };
}

function messageOf({ wsdl }: BindingPlace, node: ParsedElement): Message | undefined {
  const name = resolveName(attributeText(node, 'message'), node.scope);
  return name ? wsdl.messages.get(clark(name)) : undefined;
}

function partsNamed(message: Message, stated: string, problems: ContractProblem[], place: string): readonly Part[] {
  return stated
    .split(/\s+/)
    .filter((one) => one !== '')
    .flatMap((one) => {
      const part = message.parts.find(({ name }) => name === one);
      if (!part) problems.push({ kind: 'unresolved', place, found: `the part ${one} of ${clark(message.name)}` });
      return part ? [part] : [];
    });
}

function rpcBody(parts: readonly Part[], wrapper: QualifiedName, problems: ContractProblem[], place: string): BodyPlan {
  const typed = parts.flatMap(({ name, type }) => {
    if (!type) problems.push({ kind: 'unsupported', place, found: `the part ${name} of an rpc message by element instead of type` });
    return type ? [{ name, type }] : [];
  });
  return { kind: 'rpc', wrapper, parts: typed };
}

function documentBody(parts: readonly Part[], operation: string, problems: ContractProblem[], place: string): BodyPlan {
  const elements = parts.flatMap(({ name, element }) => {
    if (!element) problems.push({ kind: 'unsupported', place, found: `the part ${name} of the document message of ${operation} by type instead of element` });
    return element ? [element] : [];
  });
  return { kind: 'elements', elements };
}

function headerOf(
  binding: BindingPlace,
  node: ParsedElement,
  problems: ContractProblem[],
): readonly { element: QualifiedName; message: Message; part: string }[] {
  const place = placeOf(binding.address, node);
  const part = attributeText(node, 'part');
  const message = messageOf(binding, node);
  const element = message?.parts.find(({ name }) => name === part)?.element;
  if (attribute(node, 'use') === 'encoded') problems.push({ kind: 'unsupported', place, found: `the header ${part} in SOAP encoding` });
  else if (!message || !element)
    problems.push({ kind: message ? 'unsupported' : 'unresolved', place, found: `the header ${part}, of which no element is given` });
  else return [{ element, message, part }];
  return [];
}

function attachmentsOf(mimeParts: readonly ParsedElement[], problems: ContractProblem[], address: string): MessagePlan['attachments'] {
  const byName = new Map<string, string[]>();
  for (const mimePart of mimeParts)
    for (const content of elementsOf(mimePart)) {
      if (content.name.namespace !== ns.wsdlMime) continue;
      const name = attribute(content, 'part');
      if (content.name.local === 'content' && name !== undefined) byName.set(name, [...(byName.get(name) ?? []), attribute(content, 'type') ?? '*/*']);
      else problems.push({ kind: 'unsupported', place: placeOf(address, content), found: `mime:${content.name.local} without a part` });
    }
  return [...byName].map(([name, contentTypes]) => ({ name, contentTypes }));
}
