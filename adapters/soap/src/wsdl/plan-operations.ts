import type { ContractProblem } from '@amanah/adapter-api';
import { attribute, attributeText, childNamed, childrenNamed, elementsOf, resolveName } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark } from '../xml/qualified-name.ts';
import { placeOf } from '../xsd/schema-problem.ts';
import type { OperationPlan, SoapVersion } from './operation-plan.ts';
import { policyNamespaces } from './policies.ts';
import { planMessage, type BindingPlace } from './plan-message.ts';
import { documentationOf, type Wsdl } from './wsdl.ts';
import type { Definition } from './wsdl-model.ts';

const soapVersions: ReadonlyMap<string, SoapVersion> = new Map([
  [ns.wsdlSoap11, '1.1'],
  [ns.wsdlSoap12, '1.2'],
]);
const transports: readonly string[] = [ns.soapHttp, 'http://schemas.xmlsoap.org/soap/http/', 'http://www.w3.org/2003/05/soap/bindings/HTTP/'];
/** Namespaces of extensions that are understood, or do no harm. */
const understood: readonly string[] = [ns.wsdl, ns.wsdlSoap11, ns.wsdlSoap12, ns.wsdlMime, ns.wsawWsdl, ...policyNamespaces];

/** Everything that the ports of a description offer, and why what cannot be called cannot. */
export function planOperations(wsdl: Wsdl): readonly OperationPlan[] {
  const ports = wsdl.services.flatMap((service) => childrenNamed(service.node, ns.wsdl, 'port').map((port) => planPort(wsdl, service, port)));
  if (wsdl.services.length > 0) return distinct(ports.flat());
  const unbound = [...wsdl.bindings.values()].map((binding) => planBinding(wsdl, binding, { group: binding.name.local, endpoint: null, problems: [] }));
  return distinct(unbound.flat());
}

interface PortPlace {
  readonly group: string;
  readonly endpoint: string | null;
  readonly problems: readonly ContractProblem[];
}

function planPort(wsdl: Wsdl, service: Definition, port: ParsedElement): readonly OperationPlan[] {
  const group = `${service.name.local}.${attributeText(port, 'name')}`;
  const text = attributeText(port, 'binding');
  const name = resolveName(text, port.scope);
  const binding = name && wsdl.bindings.get(clark(name));
  const place = placeOf(service.address, port);
  if (!binding) return [unusable(group, '', { kind: 'unresolved', place, found: `the binding ${text}` })];
  const address = elementsOf(port).find((one) => one.name.local === 'address');
  return planBinding(wsdl, binding, { group, endpoint: (address && attribute(address, 'location')) || null, problems: required(port, service.address) });
}

function planBinding(wsdl: Wsdl, { node, address }: Definition, port: PortPlace): readonly OperationPlan[] {
  const portTypeText = attributeText(node, 'type');
  const portTypeName = resolveName(portTypeText, node.scope);
  const portType = portTypeName && wsdl.portTypes.get(clark(portTypeName));
  const place = placeOf(address, node);
  if (!portType) return [unusable(port.group, '', { kind: 'unresolved', place, found: `the port type ${portTypeText}` })];
  const protocol = elementsOf(node).find((one) => one.name.local === 'binding' && one.name.namespace !== ns.wsdl);
  const soap = protocol && soapVersions.get(protocol.name.namespace);
  const transport = protocol && attribute(protocol, 'transport');
  const problems = [...port.problems, ...required(node, address)];
  if (!protocol || !soap)
    problems.push({ kind: 'unsupported', place, found: protocol ? `a binding by ${clark(protocol.name)}` : 'a binding without a protocol' });
  else if (transport !== undefined && !transports.includes(transport)) problems.push({ kind: 'unsupported', place, found: `SOAP over ${transport}` });
  const binding: BindingPlace = {
    wsdl,
    address,
    soapNamespace: protocol?.name.namespace ?? ns.wsdlSoap11,
    style: (protocol && attribute(protocol, 'style')) === 'rpc' ? 'rpc' : 'document',
    spoken: soap !== undefined,
  };
  const addressing = elementsOf(node).some((one) => one.name.namespace === ns.wsawWsdl && one.name.local === 'UsingAddressing');
  return childrenNamed(node, ns.wsdl, 'operation').map((operation) =>
    planOperation(binding, portType, operation, { ...port, problems }, { soap: soap ?? '1.1', addressing }),
  );
}

function planOperation(
  binding: BindingPlace,
  portType: Definition,
  node: ParsedElement,
  port: PortPlace,
  { soap, addressing }: Pick<OperationPlan, 'soap' | 'addressing'>,
): OperationPlan {
  const operation = attributeText(node, 'name');
  const place = placeOf(binding.address, node);
  const inputNode = childNamed(node, ns.wsdl, 'input');
  const inputName = inputNode && attribute(inputNode, 'name');
  const abstract = findOperation(portType, operation, inputName);
  if (!abstract) return unusable(port.group, operation, { kind: 'unresolved', place, found: `the operation ${operation} of ${clark(portType.name)}` });
  const own = childNamed(node, binding.soapNamespace, 'operation');
  const stated = own && attribute(own, 'style');
  const style = stated === 'rpc' || stated === 'document' ? stated : binding.style;
  if (!binding.spoken) return unusable(port.group, operation, ...port.problems);
  const problems = [...port.problems, ...required(node, binding.address)];
  const messages = elementsOf(abstract).filter(({ name }) => name.namespace === ns.wsdl && (name.local === 'input' || name.local === 'output'));
  if (messages[0]?.name.local !== 'input')
    problems.push({ kind: 'unsupported', place, found: 'an operation that the other side begins (notification or solicit-response)' });
  const message = (local: 'input' | 'output') => {
    const found = messages.find(({ name }) => name.local === local);
    return found
      ? planMessage(
          { ...binding, style },
          { operation, wrapper: local === 'input' ? operation : `${operation}Response` },
          found,
          childNamed(node, ns.wsdl, local),
        )
      : null;
  };
  const action = (own && attribute(own, 'soapAction')) ?? '';
  const input = message('input');
  const output = message('output');
  return {
    name: `${port.group}.${operation}`,
    group: port.group,
    summary: documentationOf(abstract) ?? documentationOf(node),
    operation,
    inputName: inputName ?? null,
    soap,
    style,
    action,
    addressingAction: addressingActionOf(portType, abstract, operation, action),
    endpoint: port.endpoint,
    input: input?.plan ?? nothing,
    output: output?.plan ?? null,
    faults: faultsOf(binding, abstract),
    addressing,
    safe: attribute(abstract, 'safe', ns.wsdlExtensions) === 'true',
    problems: [...problems, ...(input?.problems ?? []), ...(output?.problems ?? [])],
  };
}

const nothing: OperationPlan['input'] = { body: { kind: 'elements', elements: [] }, headers: [], attachments: [] };

function unusable(group: string, operation: string, ...problems: readonly ContractProblem[]): OperationPlan {
  return {
    name: operation === '' ? group : `${group}.${operation}`,
    group,
    summary: null,
    operation,
    inputName: null,
    soap: '1.1',
    style: 'document',
    action: '',
    addressingAction: '',
    endpoint: null,
    input: nothing,
    output: null,
    faults: [],
    addressing: false,
    safe: false,
    problems,
  };
}

/** What a port type says of the action of an input, and the rule by which it has one when it and the binding say nothing (WS-Addressing metadata, 4.4.4). */
function addressingActionOf(portType: Definition, abstract: ParsedElement, operation: string, action: string): string {
  const input = childNamed(abstract, ns.wsdl, 'input');
  const stated = input && (attribute(input, 'Action', ns.wsamMetadata) ?? attribute(input, 'Action', ns.wsawWsdl));
  if (stated !== undefined || action !== '') return stated ?? action;
  const { namespace, local } = portType.name;
  const separator = namespace.startsWith('urn:') ? ':' : '/';
  const name = (input && attribute(input, 'name')) ?? `${operation}${childNamed(abstract, ns.wsdl, 'output') ? 'Request' : ''}`;
  return [namespace.endsWith(separator) ? namespace.slice(0, -1) : namespace, local, name].join(separator);
}

/** Overloaded operations are told apart by the names of their inputs. */
function findOperation(portType: Definition, operation: string, inputName: string | undefined): ParsedElement | undefined {
  const named = childrenNamed(portType.node, ns.wsdl, 'operation').filter((one) => attribute(one, 'name') === operation);
  const byInput = named.find((one) => {
    const input = childNamed(one, ns.wsdl, 'input');
    return inputName !== undefined && input && attribute(input, 'name') === inputName;
  });
  return byInput ?? named[0];
}

function faultsOf({ wsdl }: BindingPlace, abstract: ParsedElement): OperationPlan['faults'] {
  return childrenNamed(abstract, ns.wsdl, 'fault').flatMap((fault) => {
    const name = resolveName(attributeText(fault, 'message'), fault.scope);
    const parts = name ? (wsdl.messages.get(clark(name))?.parts ?? []) : [];
    return parts.flatMap(({ element }) => (element ? [element] : []));
  });
}

/** Extensions that a component says must be understood, and are not. */
function required(node: ParsedElement, address: string): ContractProblem[] {
  return elementsOf(node)
    .filter((one) => attribute(one, 'required', ns.wsdl) === 'true' && !understood.includes(one.name.namespace))
    .map((one) => ({ kind: 'unsupported', place: placeOf(address, one), found: `the required extension ${clark(one.name)}` }));
}

/** Names as they are; those that occur twice (overloaded operations) carry the name of their input, or a number. */
function distinct(plans: readonly OperationPlan[]): readonly OperationPlan[] {
  const counts = new Map<string, number>();
  for (const { name } of plans) counts.set(name, (counts.get(name) ?? 0) + 1);
  const used = new Set<string>();
  return plans.map((plan) => {
    const wanted = counts.get(plan.name) === 1 || plan.inputName === null ? plan.name : `${plan.name}(${plan.inputName})`;
    let name = wanted;
    for (let number = 2; used.has(name); number++) name = `${wanted}#${number}`;
    used.add(name);
    return { ...plan, name };
  });
}
