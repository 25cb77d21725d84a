import { AdapterError, type HttpAnswer } from '@amanah/adapter-api';
import { ElementReader, Unreadable } from '../json/element-reader.ts';
import { readUntyped } from '../json/untyped.ts';
import { isXml, unpackMessage, type IdentifiedAttachment } from '../mime/message-parts.ts';
import { MimeRefused } from '../mime/multipart-related.ts';
import { attachmentAt, withIncluded } from '../mime/references.ts';
import { charsetOf, decodeXml } from '../xml/decode-xml.ts';
import { parseXml, XmlRefused, type ParsedElement } from '../xml/parse-xml.ts';
import { clark } from '../xml/qualified-name.ts';
import { writeParsed } from '../xml/write-parsed.ts';
import type { Judge } from '../xsd/judge.ts';
import { EnvelopeRefused, notUnderstood, readEnvelope, readFault, type Envelope, type SoapFault } from './envelope.ts';
import type { Judges } from './judges.ts';
import type { PreparedOperation } from './prepare-operation.ts';
import { isSecurityFault, refusalOf, statusRefusal, type RefusalWords } from './refusal.ts';
import type { SoapService } from './service.ts';
import { recover } from '../recover.ts';

/** What reading an answer needs to know of its system. */
export interface AnswerReading {
  readonly service: SoapService;
  readonly judges: Judges;
  readonly strictly: boolean;
  readonly words: RefusalWords;
  /** Checks the signature where one is asked for. @throws SignatureRefused */
  verify(root: ParsedElement, text: string): void;
}

/** A fault, before it becomes an error. */
export class FaultAnswer extends Error {
  readonly fault: SoapFault;
  readonly error: AdapterError;
  constructor(fault: SoapFault, error: AdapterError) {
    super(error.message);
    this.fault = fault;
    this.error = error;
  }
}

const broken = (detail: string, cause?: unknown) =>
  new AdapterError('contract-violation', detail, { reached: 'yes', ...(cause === undefined ? {} : { cause }) });

/** Reads the answer to an operation as the JSON of its output. @throws AdapterError, FaultAnswer, SignatureRefused */
export function readAnswer(prepared: PreparedOperation, answer: HttpAnswer, reading: AnswerReading): unknown {
  const { output } = prepared;
  const contentType = answer.headers['content-type'] ?? '';
  if (answer.status < 300 && answer.body.length === 0) {
    if (output) throw broken('an empty answer');
    return {};
  }
  const { message, root, text, attachments } = received(answer, contentType, prepared);
  const fault = readFault(message);
  if (fault) {
    const known = isSecurityFault(fault, reading.words);
    if (!known) reading.verify(root, text);
    throw new FaultAnswer(fault, faultError(prepared, fault, reading));
  }
  if (answer.status >= 300) throw statusRefusal(answer.status) ?? broken(`an answer with the status ${answer.status}`);
  reading.verify(root, text);
  if (!output) return {};
  if (message.version !== prepared.plan.soap) throw broken(`an answer in SOAP ${message.version}`);
  const blocked = notUnderstood(message, output.plan.headers.map(clark));
  if (blocked !== null) throw broken(`the header ${blocked} has to be understood and is not`);
  const complete = included(message.body, attachments);
  if (reading.strictly)
    judgeAnswer(
      reading.judges.of(prepared.plan),
      complete.map((element) => reading.judges.parsedForm(output.plan.body, element)),
    );
  const attachmentOf = (reference: string) => {
    const found = attachmentAt(reference, attachments);
    if (!found) throw new Unreadable(`the message refers to ${reference.slice(0, 200)}, which did not come with it`);
    return { contentType: found.contentType, content: found.bytes.toString('base64') };
  };
  const came = { body: complete, headers: message.headers, attachments: named(attachments, output.plan.attachments) };
  return recover(
    Unreadable,
    () => output.read(came, reading.strictly, attachmentOf),
    (error) => {
      throw broken(error.message);
    },
  );
}

interface Received {
  readonly message: Envelope;
  readonly root: ParsedElement;
  readonly text: string;
  readonly attachments: readonly IdentifiedAttachment[];
}

function received(answer: HttpAnswer, contentType: string, { plan }: PreparedOperation): Received {
  try {
    const { contentType: own, bytes, attachments } = unpackMessage(contentType, answer.body);
    if (!isXml(own)) throw statusRefusal(answer.status) ?? broken(`an answer of ${own === '' ? 'no content type' : own.slice(0, 100)} to ${plan.name}`);
    const text = decodeXml(bytes, charsetOf(own));
    const root = parseXml(text);
    return { message: readEnvelope(root), root, text, attachments };
  } catch (error) {
    if (error instanceof AdapterError) throw error;
    const known = error instanceof XmlRefused || error instanceof EnvelopeRefused || error instanceof MimeRefused;
    if (!known) throw error;
    throw statusRefusal(answer.status) ?? broken(error instanceof XmlRefused ? `line ${error.line}: ${error.message}` : error.message);
  }
}

function included(body: readonly ParsedElement[], attachments: readonly IdentifiedAttachment[]): readonly ParsedElement[] {
  return recover(
    MimeRefused,
    () => body.map((element) => withIncluded(element, attachments)),
    (error) => {
      throw broken(error.message);
    },
  );
}

function judgeAnswer(judge: Judge, body: readonly ParsedElement[]): void {
  const found = body.flatMap((element) => judge.judge(writeParsed(element)));
  if (found.length === 0) return;
  throw broken(
    `the answer is not valid by its schema: ${found
      .slice(0, 5)
      .map(({ message }) => message)
      .join(' ')}`,
  );
}

/** Attachments under the names of the description; those without a name are taken in its order. */
function named(attachments: readonly IdentifiedAttachment[], declared: readonly { readonly name: string }[]): readonly IdentifiedAttachment[] {
  if (declared.length === 0 || attachments.some(({ part }) => part !== null && declared.some(({ name }) => name === part))) return attachments;
  return attachments.map((attachment, index) => ({ ...attachment, part: declared[index]?.name ?? attachment.part }));
}

function faultError({ plan }: PreparedOperation, fault: SoapFault, { service, judges, words }: AnswerReading): AdapterError {
  const declared = fault.detail.some(({ name }) => plan.faults.some((one) => clark(one) === clark(name)));
  const details = fault.detail.map((element) => [
    element.name.local,
    detailOf(
      element,
      plan.faults.some((one) => clark(one) === clark(element.name)),
      service,
      () => judges.of(plan),
    ),
  ]);
  return refusalOf(fault, { detail: details.length === 0 ? undefined : Object.fromEntries(details), declared, words });
}

/** A declared detail as the JSON of its element, if it is valid; anything else as it is. */
function detailOf(element: ParsedElement, declared: boolean, service: SoapService, judge: () => Judge): unknown {
  const { schemas, labels } = service;
  if (!declared || !schemas.components.find('element', element.name) || judge().judge(writeParsed(element)).length > 0) return readUntyped(element);
  return new ElementReader(schemas, labels, true, () => null).element(schemas.element(element.name, 'fault'), element);
}
