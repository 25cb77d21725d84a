import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import iconv from 'iconv-lite';
import type { Control } from '../process/serve.ts';
import { faultBody, Refusal } from './soap-fault.ts';
import { prefixes, SoapMessage } from './soap-message.ts';

/** What a stand-in answers. */
export interface SoapAnswer {
  /** XML in the body of the envelope. */
  readonly body: string;
  /** XML in its header. */
  readonly header?: string;
  /** Parts beside the envelope, by content id; `mtom` when the envelope includes them. */
  readonly parts?: ReadonlyMap<string, { readonly contentType: string; readonly bytes: Buffer }>;
  readonly mtom?: boolean;
}

export interface SoapOperation {
  /** Carried out once a key, and recorded with the mark that its request carries. */
  readonly writes?: (message: SoapMessage) => { readonly key: string; readonly mark: string };
  answer(message: SoapMessage): SoapAnswer;
}

/** Faults that only the system itself can play. */
export const ownFaults = [
  'none',
  'html',
  'wrong-type',
  'not-well-formed',
  'entities',
  'entity-bomb',
  'external-entity',
  'deep',
  'not-valid',
  'other-element',
  'other-version',
  'wrong-charset',
  'must-understand',
  'redirect-loop',
  'redirect-elsewhere',
  'refuses-access',
  'receiver-fault',
  'lost-reply',
  'hung-write',
  'duplicate-delivery',
  'changed-contract',
] as const;
export type OwnFault = (typeof ownFaults)[number];

/** A write that was carried out. */
export interface Write {
  readonly at: string;
  readonly operation: string;
  readonly key: string;
  readonly mark: string;
}

export interface SoapSystem {
  readonly listener: (url: string) => RequestListener;
  /** `fault?name=…` sets one of `ownFaults`, `writes` lists what was carried out, `invalid` what was said against requests by the schema. */
  readonly controls: Readonly<Record<string, Control>>;
}

/** A SOAP system with its description, its access, its operations and the faults that only it can play. */
export function soapSystem(options: {
  /** Documents at an address, by path and query such as `/bills?wsdl`; changed ones break callers. */
  documents: (url: string, changed: boolean) => Readonly<Record<string, string>>;
  operations: Readonly<Record<string, SoapOperation>>;
  /** Checks a request against the schema; `null` when nothing is wrong. */
  invalid: (message: SoapMessage) => string | null;
  /** Turns away whoever may not ask. @throws Refusal */
  admit: (message: SoapMessage, path: string) => void;
  /** Encoding of answers. */
  charset: string;
  /** What is done to an envelope before it goes, such as signing. */
  finish?: (envelope: string, path: string) => string;
  /** By how much its clock is ahead, in milliseconds. */
  clockMs?: () => number;
}): SoapSystem {
  let fault: OwnFault = 'none';
  const writes: Write[] = [];
  const invalid: string[] = [];
  const answers = new Map<string, SoapAnswer>();

  const carryOut = (message: SoapMessage): SoapAnswer => {
    const name = message.body.name;
    const operation = options.operations[name];
    if (!operation) throw new Refusal('sender', 'Unknown', `لا توجد عملية ${name}`);
    const against = options.invalid(message);
    if (against !== null) {
      invalid.push(against);
      throw new Refusal('sender', 'Invalid', against);
    }
    if (!operation.writes) return operation.answer(message);
    const { key, mark } = operation.writes(message);
    const before = answers.get(`${name} ${key}`);
    if (before) return before;
    const answer = operation.answer(message);
    writes.push({ at: new Date().toISOString(), operation: name, key, mark });
    answers.set(`${name} ${key}`, answer);
    return answer;
  };

  const respond = (request: IncomingMessage, response: ServerResponse, path: string, body: Buffer): void => {
    const date = new Date(Date.now() + (options.clockMs?.() ?? 0)).toUTCString();
    const headers = { date, connection: 'keep-alive' };
    if (fault === 'redirect-loop' || fault === 'redirect-elsewhere')
      return void response.writeHead(307, { ...headers, location: fault === 'redirect-loop' ? path : 'http://127.0.0.1:1/elsewhere' }).end();
    let version: '1.1' | '1.2' = '1.1';
    let message: SoapMessage | undefined;
    try {
      message = SoapMessage.parse(request.headers['content-type'] ?? '', body);
      version = message.version;
      if (fault === 'refuses-access') throw new Refusal('security', 'FailedAuthentication', 'بيانات الدخول غير صحيحة');
      options.admit(message, path);
      const reading = !options.operations[message.body.name]?.writes;
      if (fault === 'receiver-fault' && reading) throw new Refusal('receiver', 'Server', 'ORA-12541: TNS:no listener');
      // Taken, never carried out, never answered.
      if (fault === 'hung-write' && !reading) return;
      if (fault === 'duplicate-delivery') carryOut(message);
      const answer = carryOut(message);
      if (fault === 'lost-reply' && !reading) return void request.socket.destroy();
      send(response, played(reading ? fault : 'none', answer, version, options, path), headers);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('receiver', 'Server', error instanceof Error ? error.message : String(error));
      const envelope = enveloped(faultBody(refusal, version), '', version);
      const sent = {
        status: version === '1.2' && refusal.side !== 'receiver' ? 400 : 500,
        ...encoded(options.finish?.(envelope, path) ?? envelope, version, options.charset),
      };
      send(response, sent, headers);
    } finally {
      message?.document.dispose();
    }
  };

  return {
    listener: (address) => (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = request.url ?? '/';
        if (request.method === 'POST') return respond(request, response, url, Buffer.concat(chunks));
        const document = options.documents(address, fault === 'changed-contract')[url];
        if (document === undefined) response.writeHead(url.includes('?') ? 404 : 405, { 'content-type': 'text/plain' }).end();
        else response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(document);
      });
    },
    controls: {
      fault(query) {
        const name = query.get('name') ?? 'none';
        if (!(ownFaults as readonly string[]).includes(name)) throw new Error(`there is no fault ${name}; there are ${ownFaults.join(', ')}`);
        fault = name as OwnFault;
        return { fault };
      },
      writes: () => ({ writes }),
      invalid: () => ({ invalid }),
    },
  };
}

interface Sent {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Buffer;
}

function enveloped(body: string, header: string, version: '1.1' | '1.2'): string {
  const namespace = version === '1.2' ? prefixes.s12 : prefixes.s11;
  return `<soap:Envelope xmlns:soap="${namespace}">${header === '' ? '' : `<soap:Header>${header}</soap:Header>`}<soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function encoded(envelope: string, version: '1.1' | '1.2', charset: string): Omit<Sent, 'status'> {
  const text = `<?xml version="1.0" encoding="${charset}"?>${envelope}`;
  return { contentType: `${version === '1.2' ? 'application/soap+xml' : 'text/xml'}; charset=${charset}`, bytes: iconv.encode(text, charset) };
}

function played(
  fault: OwnFault,
  answer: SoapAnswer,
  version: '1.1' | '1.2',
  { charset, finish }: { charset: string; finish?: (envelope: string, path: string) => string },
  path: string,
): Sent {
  const body = answer.body;
  const plain = (text: string, contentType = 'text/xml; charset=utf-8', status = 200): Sent => ({ status, contentType, bytes: Buffer.from(text) });
  const sound = enveloped(body, answer.header ?? '', version);
  switch (fault) {
    case 'html':
      return plain('<!DOCTYPE html><title>صيانة</title><p>النظام في الصيانة', 'text/html; charset=utf-8');
    case 'wrong-type':
      return plain('{"status":"ok"}', 'application/json');
    case 'not-well-formed':
      return plain(sound.slice(0, -20));
    case 'entities':
      return plain(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "100">]>${sound.replace('</soap:Body>', '&x;</soap:Body>')}`);
    case 'entity-bomb': {
      const levels = Array.from({ length: 30 }, (_, index) => `<!ENTITY e${index + 1} "${`&e${index};`.repeat(10)}">`).join('');
      return plain(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">${levels}]>${sound.replace('</soap:Body>', '&e30;</soap:Body>')}`);
    }
    case 'external-entity':
      return plain(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${sound.replace('</soap:Body>', '&x;</soap:Body>')}`);
    case 'deep':
      return plain(enveloped(`${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`, '', version));
    case 'not-valid':
      return plain(enveloped(body.replace(/<(amount|expires)>[^<]*/g, '<$1>').replace(/<\/(\w+:)?\w+>$/, '<extra/>$&'), answer.header ?? '', version));
    case 'other-element':
      return plain(enveloped('<other xmlns="urn:other"/>', '', version));
    case 'other-version':
      return plain(enveloped(body, '', version === '1.1' ? '1.2' : '1.1'));
    case 'wrong-charset':
      return { status: 200, contentType: 'text/xml; charset=utf-8', bytes: iconv.encode(sound, 'windows-1256') };
    case 'must-understand':
      return plain(enveloped(body, '<x:Route xmlns:x="urn:x" soap:mustUnderstand="1"/>', version));
    default:
      return packed(finish?.(sound, path) ?? sound, answer, version, charset);
  }
}

function packed(envelope: string, { parts, mtom = false }: SoapAnswer, version: '1.1' | '1.2', charset: string): Sent {
  const { contentType, bytes } = encoded(envelope, version, charset);
  if (!parts) return { status: 200, contentType, bytes };
  const boundary = 'uuid:0ca0e16e-feb1-426c-97d8-c4508ada5e82';
  const media = version === '1.2' ? 'application/soap+xml' : 'text/xml';
  const rootType = mtom ? `application/xop+xml; charset=${charset}; type="${media}"` : contentType;
  const section = (headers: string, content: Buffer) => Buffer.concat([Buffer.from(`\r\n--${boundary}\r\n${headers}\r\n\r\n`), content]);
  const all = Buffer.concat([
    section(`Content-Type: ${rootType}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@stand-in>`, bytes),
    ...[...parts].map(([id, part]) => section(`Content-Type: ${part.contentType}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <${id}>`, part.bytes)),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const type = mtom ? `application/xop+xml"; start-info="${media}` : media;
  return { status: 200, contentType: `multipart/related; boundary="${boundary}"; type="${type}"; start="<root@stand-in>"`, bytes: all };
}

function send(response: ServerResponse, { status, contentType, bytes }: Sent, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...headers, 'content-type': contentType, 'content-length': bytes.length }).end(bytes);
}
