import { attribute, attributeText, childNamed, elementsOf, textOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark } from '../xml/qualified-name.ts';
import type { SoapVersion } from '../wsdl/operation-plan.ts';
import { textBefore } from '../xml/text-before.ts';

/** What is not an envelope of SOAP. */
export class EnvelopeRefused extends Error {}

export interface Envelope {
  readonly version: SoapVersion;
  readonly headers: readonly ParsedElement[];
  /** Elements of the body. */
  readonly body: readonly ParsedElement[];
}

export const soapNamespaces: Readonly<Record<SoapVersion, string>> = { '1.1': ns.soap11, '1.2': ns.soap12 };
export const mediaTypes: Readonly<Record<SoapVersion, string>> = { '1.1': 'text/xml', '1.2': 'application/soap+xml' };

/** Puts XML of headers and body into an envelope; the id is what a signature refers to. */
export function writeEnvelope(version: SoapVersion, headers: readonly string[], body: readonly string[], bodyId: string | null): string {
  const id = bodyId === null ? '' : ` xmlns:wsu="${ns.wsu}" wsu:Id="${bodyId}"`;
  const header = headers.length === 0 ? '' : `<soap:Header>${headers.join('')}</soap:Header>`;
  return `<soap:Envelope xmlns:soap="${soapNamespaces[version]}">${header}<soap:Body${id}>${body.join('')}</soap:Body></soap:Envelope>`;
}

/** @throws EnvelopeRefused */
export function readEnvelope(root: ParsedElement): Envelope {
  const version = root.name.namespace === ns.soap11 ? '1.1' : root.name.namespace === ns.soap12 ? '1.2' : null;
  if (!version || root.name.local !== 'Envelope') throw new EnvelopeRefused(`${clark(root.name)} instead of an envelope`);
  const header = childNamed(root, root.name.namespace, 'Header');
  const bodies = elementsOf(root).filter(({ name }) => name.local === 'Body' && name.namespace === root.name.namespace);
  const [body, second] = bodies;
  if (!body || second) throw new EnvelopeRefused(body ? 'an envelope with two bodies' : 'an envelope without a body');
  return { version, headers: header ? elementsOf(header) : [], body: elementsOf(body) };
}

/** Namespaces of headers that the adapter itself understands. */
const understood: readonly string[] = [ns.wsse, ns.wsa];

/** The first header that has to be understood and is not; `null` when there is none. */
export function notUnderstood({ headers, version }: Envelope, known: readonly string[]): string | null {
  const found = headers.find((header) => {
    const flag = attribute(header, 'mustUnderstand', soapNamespaces[version])?.trim();
    return (flag === '1' || flag === 'true') && !understood.includes(header.name.namespace) && !known.includes(clark(header.name));
  });
  return found ? clark(found.name) : null;
}

/** A fault as either version of SOAP says it. */
export interface SoapFault {
  /** The innermost code, without its prefix. */
  readonly code: string;
  /** Who is at fault: `Client`/`Sender`, `Server`/`Receiver`, or what else was said. */
  readonly side: string;
  readonly message: string;
  readonly detail: readonly ParsedElement[];
}

/** The fault that a body is; `null` when it is none. */
export function readFault({ version, body }: Envelope): SoapFault | null {
  const fault = body.find(({ name }) => name.local === 'Fault' && name.namespace === soapNamespaces[version]);
  if (!fault) return null;
  return version === '1.1' ? faultOf11(fault) : faultOf12(fault);
}

/** Children of a fault of SOAP 1.1 have no namespace; some systems give them one. */
function faultOf11(fault: ParsedElement): SoapFault {
  const child = (local: string) => elementsOf(fault).find(({ name }) => name.local === local);
  const text = (local: string) => {
    const found = child(local);
    return found ? textOf(found).trim() : '';
  };
  const code = withoutPrefix(text('faultcode'));
  const detail = child('detail');
  return { code, side: textBefore(code, '.'), message: text('faultstring'), detail: detail ? elementsOf(detail) : [] };
}

function faultOf12(fault: ParsedElement): SoapFault {
  const codes: string[] = [];
  for (let code = childNamed(fault, ns.soap12, 'Code'); code; code = childNamed(code, ns.soap12, 'Subcode')) {
    const value = childNamed(code, ns.soap12, 'Value');
    if (value) codes.push(withoutPrefix(textOf(value).trim()));
  }
  const reason = childNamed(fault, ns.soap12, 'Reason');
  const texts = reason ? elementsOf(reason) : [];
  const chosen = texts.find((text) => /^ar\b/i.test(attributeText(text, 'lang', ns.xml))) ?? texts[0];
  const detail = childNamed(fault, ns.soap12, 'Detail');
  return { code: codes.at(-1) ?? '', side: codes[0] ?? '', message: chosen ? textOf(chosen).trim() : '', detail: detail ? elementsOf(detail) : [] };
}

function withoutPrefix(code: string): string {
  return code.slice(code.lastIndexOf(':') + 1);
}
