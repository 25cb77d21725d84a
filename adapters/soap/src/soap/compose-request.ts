import { AdapterError, type AdapterContext, type InputFinding } from '@amanah/adapter-api';
import type { SoapConfig } from '../config.ts';
import { escaped } from '../json/json-value.ts';
import { attachmentId, packMessage, type IdentifiedAttachment, type MessageBytes } from '../mime/message-parts.ts';
import { createIds, securityHeader, withoutPassword } from '../security/security-header.ts';
import { privateKeyOf, signEnvelope } from '../security/sign-envelope.ts';
import type { BuiltElement } from '../xml/built-element.ts';
import { escapeAttribute } from '../xml/escape.ts';
import { locate } from '../xml/locate.ts';
import { ns } from '../xml/namespaces.ts';
import { asBase64, writeBuilt, type BinaryWriter } from '../xml/write-built.ts';
import type { Judge } from '../xsd/judge.ts';
import { withFilled } from './configured-values.ts';
import type { Certificates } from './connection-material.ts';
import { soapNamespaces, writeEnvelope } from './envelope.ts';
import type { Judges } from './judges.ts';
import type { WrittenMessage } from './message-codec.ts';
import { outgoingHeaders } from './outgoing-headers.ts';
import type { PreparedOperation } from './prepare-operation.ts';
import type { SoapService } from './service.ts';

/** What composing a request needs to know of its system. */
export interface Composing {
  readonly service: SoapService;
  readonly judges: Judges;
  readonly config: SoapConfig;
  readonly certificates: Certificates;
  readonly secret: AdapterContext['secret'];
}

/** One intended call. */
export interface Intent {
  readonly input: unknown;
  readonly endpoint: string;
  /** Of a write; `null` for a read. */
  readonly key: string | null;
  readonly requestId: string;
}

/** A request that is valid by its schemas, not yet timed and signed. */
export interface ValidRequest {
  /** The message of one attempt: `at` is the moment by the system's clock. */
  message(at: Date): MessageBytes;
  /** The same as it may be recorded. */
  recorded(message: MessageBytes): MessageBytes;
}

/** Writes the message of a call and has it judged. @throws AdapterError `input-invalid` with what does not fit */
export function composeRequest(prepared: PreparedOperation, intent: Intent, composing: Composing): ValidRequest {
  const { config, service, judges, secret } = composing;
  const { plan } = prepared;
  const attachments: IdentifiedAttachment[] = [];
  const attach: (one: Omit<IdentifiedAttachment, 'id'>) => string = (one) => {
    const id = attachmentId(one.part);
    attachments.push({ ...one, id });
    return `cid:${id}`;
  };
  const input = withFilled(intent.input, prepared, config, intent.key ?? intent.requestId, secret);
  const { message, findings } = prepared.input.write(input, attach);
  if (findings.length > 0) throw invalid(findings);
  const found = judgeMessage(message, prepared, judges);
  if (found.length > 0) throw invalid(found);
  message.attachments.forEach(attach);

  const optimised = config.binary === 'mtom' && !config.security?.signature;
  const binary: BinaryWriter = optimised
    ? ({ bytes, mediaType }) => `<xop:Include xmlns:xop="${ns.xop}" href="${escapeAttribute(attach({ contentType: mediaType, bytes, part: null }))}"/>`
    : asBase64;
  const body = message.body.map((element) => writeBuilt(element, binary));
  const own = outgoingHeaders(service, config, plan, { ...intent, secret });
  const headers = [...message.headers, ...own.elements].map((element) => writeBuilt(element));
  const action = plan.action;
  return {
    message: (at) => packMessage(secured(headers, body, own.addressingIds, at, prepared, composing), attachments, plan.soap, action, optimised),
    recorded: ({ contentType, bytes }) => ({ contentType, bytes: Buffer.from(withoutPassword(bytes.toString('latin1')), 'latin1') }),
  };
}

function invalid(findings: readonly InputFinding[]): AdapterError {
  const [first] = findings;
  return new AdapterError('input-invalid', `the input does not fit: ${first?.path === '' ? '' : `${first?.path} `}${first?.message}`, { findings });
}

function judgeMessage({ body, headers }: WrittenMessage, { plan, input }: PreparedOperation, judges: Judges): readonly InputFinding[] {
  const judge = judges.of(plan);
  return [
    ...body.map((element) => [element, judges.builtForm(input.plan.body, element)] as const),
    ...headers.map((element) => [element, element] as const),
  ].flatMap(([, judged]) => findingsOf(judge, judged));
}

function findingsOf(judge: Judge, element: BuiltElement): readonly InputFinding[] {
  return judge.judge(writeBuilt(element)).map(({ message, path }) => {
    const attribute = /^Element '[^']*', attribute '([^']*)'/.exec(message)?.[1];
    return { path: `${locate(element, path)}${attribute === undefined ? '' : `/@${escaped(attribute)}`}`, message: withoutNames(message) };
  });
}

/** What libxml2 says, without the name of the element, which the path tells. */
function withoutNames(message: string): string {
  return message.replace(/^Element '[^']*'(?:, attribute '[^']*')?: /, '');
}

function secured(
  headers: readonly string[],
  body: readonly string[],
  addressingIds: readonly string[],
  at: Date,
  { plan }: PreparedOperation,
  { config, certificates, secret }: Composing,
): string {
  const { security } = config;
  if (!security) return writeEnvelope(plan.soap, headers, body, null);
  const ids = createIds();
  const header = securityHeader(security, { soapNamespace: soapNamespaces[plan.soap], at, ids, certificate: certificates.own, secret });
  const envelope = writeEnvelope(plan.soap, [writeBuilt(header), ...headers], body, security.signature ? ids.body : null);
  const { signature } = security;
  if (!signature || !certificates.own) return envelope;
  const key = privateKeyOf(signature, certificates.own, secret);
  return signEnvelope(envelope, signature, { ids, addressingIds, certificate: certificates.own, key });
}
