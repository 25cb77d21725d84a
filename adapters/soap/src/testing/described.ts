import { Ajv2020 } from 'ajv/dist/2020.js';
import type { InputFinding } from '@amanah/adapter-api';
import type { SchemaObject } from '../json/simple-schema.ts';
import type { Attachment } from '../soap/attachment.ts';
import { Judges } from '../soap/judges.ts';
import { MessageCodec } from '../soap/message-codec.ts';
import { readService, type SoapService } from '../soap/service.ts';
import type { SourceDocument } from '../wsdl/document-set.ts';
import type { MessagePlan, OperationPlan } from '../wsdl/operation-plan.ts';
import { elementsOf } from '../xml/element-access.ts';
import { parseXml, type ParsedElement } from '../xml/parse-xml.ts';
import { writeBuilt } from '../xml/write-built.ts';
import { writeParsed } from '../xml/write-parsed.ts';

/** A WSDL around schemas: one document/literal operation for each global element named, which takes and gives that element. */
export function wsdlAround(schemas: string, elements: readonly string[], namespace = 'urn:test'): string {
  const messages = elements.map((element) => `<message name="${element}Message"><part name="body" element="t:${element}"/></message>`);
  const operations = elements.map(
    (element) => `<operation name="${element}"><input message="w:${element}Message"/><output message="w:${element}Message"/></operation>`,
  );
  const bound = elements.map(
    (element) =>
      `<operation name="${element}"><s:operation soapAction=""/><input><s:body use="literal"/></input><output><s:body use="literal"/></output></operation>`,
  );
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:w="urn:w" xmlns:t="${namespace}" targetNamespace="urn:w">
    <types>${schemas}</types>${messages.join('')}<portType name="P">${operations.join('')}</portType>
    <binding name="B" type="w:P"><s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>${bound.join('')}</binding>
    <service name="S"><port name="P" binding="w:B"><s:address location="http://127.0.0.1:1/"/></port></service></definitions>`;
}

/** One schema of namespace `urn:test` whose local elements are qualified. */
export function schemaOf(content: string, attributes = 'elementFormDefault="qualified"', namespace = 'urn:test'): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:test" xmlns:o="urn:other" targetNamespace="${namespace}" ${attributes}>${content}</xs:schema>`;
}

/** One message of a description, between JSON and XML, with the judges on both sides. */
export class DescribedMessage {
  readonly service: SoapService;
  readonly plan: OperationPlan;
  readonly input: SchemaObject;
  readonly output: SchemaObject;
  readonly #message: MessagePlan;
  readonly #codec: MessageCodec;
  readonly #judges: Judges;
  readonly #inputCheck: (value: unknown) => boolean;
  readonly #outputCheck: (value: unknown) => boolean;
  readonly #attachments = new Map<string, Attachment>();

  constructor(service: SoapService, plan: OperationPlan, judges: Judges, message: MessagePlan = plan.input) {
    this.service = service;
    this.plan = plan;
    this.#message = message;
    this.#judges = judges;
    this.#codec = new MessageCodec(service, message);
    const [input, output] = [this.#codec.schema('input'), this.#codec.schema('output')];
    const [problem] = [...plan.problems, ...judges.missingFor(plan), ...input.problems, ...output.problems];
    if (problem) throw new Error(`${problem.place}: ${problem.found}`);
    this.input = input.schema;
    this.output = output.schema;
    const ajv = new Ajv2020({ strict: false });
    this.#inputCheck = ajv.compile(this.input);
    this.#outputCheck = ajv.compile(this.output);
  }

  /** Whether the input schema takes a value. */
  takes(value: unknown): boolean {
    return this.#inputCheck(value);
  }

  gives(value: unknown): boolean {
    return this.#outputCheck(value);
  }

  /** XML of the body for a value, or what is found against it before libxml2 sees it. */
  write(value: unknown): { readonly xml: string } | { readonly findings: readonly InputFinding[] } {
    const { message, findings } = this.#codec.write(value, (attachment) => {
      const reference = `cid:${attachment.bytes.toString('hex')}@${attachment.contentType.replace(/\W/g, '-')}`;
      this.#attachments.set(reference, attachment);
      return reference;
    });
    return findings.length > 0 ? { findings } : { xml: message.body.map((element) => writeBuilt(element)).join('') };
  }

  /** What libxml2 says against the XML of a body. */
  judge(xml: string): readonly string[] {
    const judge = this.#judges.of(this.plan);
    return elementsIn(xml).flatMap((element) => judge.judge(writeParsed(this.#judges.parsedForm(this.#message.body, element))).map(({ message }) => message));
  }

  read(xml: string, strictly = true): unknown {
    return this.#codec.read({ body: elementsIn(xml), headers: [], attachments: [] }, strictly, (reference) => {
      const found = this.#attachments.get(reference);
      return found ? { contentType: found.contentType, content: found.bytes.toString('base64') } : null;
    });
  }
}

function elementsIn(xml: string): readonly ParsedElement[] {
  return elementsOf(parseXml(`<body>${xml}</body>`));
}

/** The only message, or that of the operation named, of a description. */
export function describedMessage(documents: readonly SourceDocument[] | string, operation?: string): DescribedMessage {
  const service = readService(typeof documents === 'string' ? [{ address: 'upload:///test.wsdl', text: documents }] : documents);
  const plan = service.operations.find(({ name }) => operation === undefined || name.endsWith(`.${operation}`));
  if (!plan) throw new Error(`there is no operation ${operation}`);
  return new DescribedMessage(service, plan, new Judges(service));
}

/** A message of the element `root` of a schema of `urn:test`. */
export function rootMessage(content: string, attributes?: string, more = ''): DescribedMessage {
  return describedMessage(wsdlAround(`${schemaOf(content, attributes)}${more}`, ['root']));
}
