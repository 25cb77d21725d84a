import type { ContractProblem, InputFinding } from '@amanah/adapter-api';
import type { Direction } from '../json/constraints.ts';
import { ElementReader, Unreadable, type FindAttachment } from '../json/element-reader.ts';
import { ElementWriter } from '../json/element-writer.ts';
import { escaped, recordOf } from '../json/json-value.ts';
import { SchemaWriter } from '../json/schema-writer.ts';
import { shapeOf } from '../json/shape.ts';
import { attachmentSchema, type SchemaObject } from '../json/simple-schema.ts';
import { Unwritable } from '../json/write-simple.ts';
import type { MessagePlan } from '../wsdl/operation-plan.ts';
import type { BuiltElement } from '../xml/built-element.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { clark, sameName, type QualifiedName } from '../xml/qualified-name.ts';
import type { ComplexType, ElementDeclaration, Particle } from '../xsd/schema-model.ts';
import { attachmentEntries, type Attachment } from './attachment.ts';
import type { SoapService } from './service.ts';
import { recover } from '../recover.ts';

/** What is to be sent. */
export interface WrittenMessage {
  readonly body: readonly BuiltElement[];
  readonly headers: readonly BuiltElement[];
  readonly attachments: readonly Attachment[];
}

/** What came. */
export interface ReceivedMessage {
  readonly body: readonly ParsedElement[];
  readonly headers: readonly ParsedElement[];
  readonly attachments: readonly Attachment[];
}

/** Values of the headers and of the parts beside the envelope stand under these keys. */
const headersKey = '$headers';
const attachmentsKey = '$attachments';

/**
 * One message of an operation between JSON and XML. A body of one element with keys of its own is that element's object; any other is an object
 * with a key for each element.
 */
export class MessageCodec {
  readonly plan: MessagePlan;
  readonly #service: SoapService;
  readonly #body: readonly ElementDeclaration[];
  readonly #headers: readonly ElementDeclaration[];
  readonly #direct: ComplexType | null;

  /** `left` names headers that the adapter fills itself. @throws SchemaProblem when an element of the message is not there */
  constructor(service: SoapService, plan: MessagePlan, left: readonly QualifiedName[] = []) {
    this.#service = service;
    this.plan = plan;
    const find = (name: QualifiedName) => service.schemas.element(name, `message of ${clark(name)}`);
    this.#body = plan.body.kind === 'rpc' ? [rpcWrapper(service, plan.body)] : plan.body.elements.map(find);
    this.#headers = plan.headers.filter((name) => !left.some((one) => sameName(one, name))).map(find);
    const [only, ...more] = this.#body;
    this.#direct = only && more.length === 0 ? directType(service, only) : null;
  }

  schema(direction: Direction): { readonly schema: SchemaObject; readonly problems: readonly ContractProblem[] } {
    const writer = new SchemaWriter(this.#service.schemas, this.#service.labels, direction);
    const body: SchemaObject = this.#direct ? writer.complex(this.#direct) : objectOf(this.#body, writer, direction);
    const headers = this.#headers.length === 0 ? {} : { [headersKey]: objectOf(this.#headers, writer, 'output', false) };
    const attachments = this.plan.attachments.length === 0 ? {} : { [attachmentsKey]: attachmentsSchema(this.plan, direction) };
    const properties = { ...(body['properties'] as SchemaObject), ...headers, ...attachments };
    const needed = direction === 'input' && this.plan.attachments.length > 0 ? { required: [...((body['required'] ?? []) as string[]), attachmentsKey] } : {};
    return { schema: { ...body, properties, ...needed, ...writer.definitions() }, problems: writer.problems };
  }

  /** What cannot be sent as it is stands in the findings; the message is then not to be sent. */
  write(input: unknown, attach: (attachment: Attachment) => string): { readonly message: WrittenMessage; readonly findings: readonly InputFinding[] } {
    const attachments: Attachment[] = [];
    const writer = new ElementWriter(this.#service.schemas, this.#service.labels, {
      attach: ({ contentType, bytes }) => attach({ contentType, bytes, part: null }),
    });
    let body: readonly BuiltElement[] = [];
    let headers: readonly BuiltElement[] = [];
    const write = () => {
      const { [headersKey]: headerValues, [attachmentsKey]: attachmentValues, ...own } = recordOf(input);
      const [only] = this.#body;
      body = this.#direct && only ? [writer.element(only, own, '')] : membersOf(this.#body, own, '', writer, true);
      headers = membersOf(this.#headers, recordOf(headerValues ?? {}), `/${headersKey}`, writer, false);
      attachments.push(...attachmentEntries(this.plan, attachmentValues, (name, message) => writer.find(`/${attachmentsKey}/${escaped(name)}`, message)));
    };
    recover(Unwritable, write, ({ message }) => writer.find('', message));
    return { message: { body, headers, attachments }, findings: writer.findings };
  }

  /** @throws Unreadable when the elements are not those of the message */
  read({ body, headers, attachments }: ReceivedMessage, strictly: boolean, findAttachment: FindAttachment): unknown {
    const reader = new ElementReader(this.#service.schemas, this.#service.labels, strictly, findAttachment);
    const values = this.#body.map((declaration, index) => {
      const element = body[index];
      const fits =
        element && (strictly ? sameName(element.name, declaration.name) : element.name.local === declaration.name.local || this.plan.body.kind === 'rpc');
      if (!fits) throw new Unreadable(`${clark(declaration.name)} is expected in the body, found ${element ? clark(element.name) : 'nothing'}`);
      return [keyOf(declaration, this.#body), reader.element(declaration, element)] as const;
    });
    if (strictly && body.length > this.#body.length)
      throw new Unreadable(`${clark((body[this.#body.length] as ParsedElement).name)} is not expected in the body`);
    const [first] = values;
    const own = this.#direct && first ? (first[1] as object) : Object.fromEntries(values);
    const headerValues = this.#headers.flatMap((declaration) => {
      const element = headers.find(({ name }) => sameName(name, declaration.name));
      return element ? [[keyOf(declaration, this.#headers), reader.element(declaration, element)] as const] : [];
    });
    const parts = this.plan.attachments.flatMap(({ name }) => {
      const attachment = attachments.find(({ part }) => part === name);
      return attachment ? [[name, { contentType: attachment.contentType, content: attachment.bytes.toString('base64') }] as const] : [];
    });
    return {
      ...own,
      ...(headerValues.length > 0 ? { [headersKey]: Object.fromEntries(headerValues) } : {}),
      ...(parts.length > 0 ? { [attachmentsKey]: Object.fromEntries(parts) } : {}),
    };
  }
}

/** The wrapper of an rpc message: its parts are elements without a namespace, whatever the schemas say of theirs. */
function rpcWrapper({ schemas }: SoapService, { wrapper, parts }: Extract<MessagePlan['body'], { kind: 'rpc' }>): ElementDeclaration {
  const particles = parts.map(({ name, type }): Particle => {
    const read = schemas.type(type, `part ${name} of ${clark(wrapper)}`);
    const element = {
      name: { namespace: '', local: name },
      type: () => read,
      nillable: false,
      abstract: false,
      default: null,
      fixed: null,
      documentation: null,
    };
    return { kind: 'element', min: 1, max: 1, element, substitutes: [] };
  });
  const type: ComplexType = {
    kind: 'complex',
    name: null,
    base: null,
    abstract: false,
    mixed: false,
    content: { kind: 'elements', particle: { kind: 'sequence', min: 1, max: 1, particles } },
    attributes: [],
    anyAttribute: false,
    documentation: null,
  };
  return { name: wrapper, type: () => type, nillable: false, abstract: false, default: null, fixed: null, documentation: null };
}

/** The type of an element whose JSON is an object of keys, and nothing else. @throws SchemaProblem */
function directType({ schemas }: SoapService, declaration: ElementDeclaration): ComplexType | null {
  const type = declaration.type();
  if (type.kind !== 'complex' || declaration.nillable || type.abstract) return null;
  if (type.name && schemas.derivedFrom(type.name).length > 0) return null;
  const { text, mixed } = shapeOf(type);
  return text || mixed ? null : type;
}

function keyOf({ name }: ElementDeclaration, among: readonly ElementDeclaration[]): string {
  return among.filter((other) => other.name.local === name.local).length > 1 ? clark(name) : name.local;
}

function objectOf(declarations: readonly ElementDeclaration[], writer: SchemaWriter, direction: Direction, allRequired = true): SchemaObject {
  const properties = Object.fromEntries(declarations.map((one) => [keyOf(one, declarations), writer.element(one)]));
  const required =
    allRequired && direction !== 'loose'
      ? declarations.filter(({ fixed }) => direction !== 'input' || fixed === null).map((one) => keyOf(one, declarations))
      : [];
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function attachmentsSchema({ attachments }: MessagePlan, direction: Direction): SchemaObject {
  const properties = Object.fromEntries(attachments.map(({ name, contentTypes }) => [name, attachmentSchema(contentTypes)]));
  const required = direction === 'input' ? attachments.map(({ name }) => name) : [];
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}), additionalProperties: false };
}

function membersOf(
  declarations: readonly ElementDeclaration[],
  record: Readonly<Record<string, unknown>>,
  at: string,
  writer: ElementWriter,
  allRequired: boolean,
): readonly BuiltElement[] {
  const keys = new Set(declarations.map((one) => keyOf(one, declarations)));
  for (const key of Object.keys(record)) if (!keys.has(key)) writer.find(`${at}/${escaped(key)}`, 'is not known here');
  return declarations.flatMap((declaration) => {
    const key = keyOf(declaration, declarations);
    const place = `${at}/${escaped(key)}`;
    if (Object.hasOwn(record, key) && record[key] !== undefined) return [writer.element(declaration, record[key], place)];
    if (declaration.fixed !== null && allRequired) return [{ name: declaration.name, attributes: [], children: [declaration.fixed], from: null }];
    if (allRequired) writer.find(at, `${key} is missing`);
    return [];
  });
}
