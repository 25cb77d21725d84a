import { ParseOption, XmlDocument, XmlElement, type XsdValidator, XmlValidateError } from 'libxml2-wasm';

/** Prefixes in the paths by which messages are read. */
export const prefixes = {
  s11: 'http://schemas.xmlsoap.org/soap/envelope/',
  s12: 'http://www.w3.org/2003/05/soap-envelope',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xop: 'http://www.w3.org/2004/08/xop/include',
} as const;

/** A part that came beside the envelope. */
export interface RequestPart {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A request in SOAP, parsed by libxml2; it is to be disposed of. */
export class SoapMessage {
  readonly document: XmlDocument;
  readonly parts: ReadonlyMap<string, RequestPart>;
  readonly bytes: number;

  private constructor(document: XmlDocument, parts: ReadonlyMap<string, RequestPart>, bytes: number) {
    this.document = document;
    this.parts = parts;
    this.bytes = bytes;
  }

  /** @throws Error for what is no envelope */
  static parse(contentType: string, body: Buffer): SoapMessage {
    const { root, parts } = takeApart(contentType, body);
    const document = XmlDocument.fromBuffer(root, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
    if (document.dtd !== null || document.root.name !== 'Envelope') {
      document.dispose();
      throw new Error('not an envelope');
    }
    return new SoapMessage(document, parts, body.length);
  }

  get version(): '1.1' | '1.2' {
    return this.document.root.namespaceUri === prefixes.s12 ? '1.2' : '1.1';
  }

  /** The element in the body. */
  get body(): XmlElement {
    const found = this.find('/*[local-name()="Envelope"]/*[local-name()="Body"]/*');
    if (!found) throw new Error('an empty body');
    return found;
  }

  find(path: string, from?: XmlElement): XmlElement | null {
    const found = (from ?? this.document.root).get(path, { ...prefixes });
    return found instanceof XmlElement ? found : null;
  }

  /** Text at a path below the body's element, in which names stand without their namespaces; empty when nothing is there. */
  text(path: string): string {
    const steps = path.split('/').map((step) => `*[local-name()="${step}"]`);
    return this.find(`./${steps.join('/')}`, this.body)?.content ?? '';
  }

  /** What a validator says against the element of the body; `null` when nothing. */
  invalidBy(validator: XsdValidator, element: XmlElement = this.body): string | null {
    try {
      validator.validate(element);
      return null;
    } catch (error) {
      if (error instanceof XmlValidateError) return error.message.trim();
      throw error;
    }
  }
}

/** Text as content of an element or attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}

function takeApart(contentType: string, body: Buffer): { root: Buffer; parts: ReadonlyMap<string, RequestPart> } {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!/^multipart\/related/i.test(contentType) || !boundary) return { root: body, parts: new Map() };
  const raw = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const all = raw.map((part) => {
    const end = part.indexOf('\r\n\r\n');
    const header = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(part.slice(0, end))?.[1]?.trim() ?? '';
    return { id: header('Content-ID').replace(/^<|>$/g, ''), contentType: header('Content-Type'), bytes: Buffer.from(part.slice(end + 4, -2), 'latin1') };
  });
  const [root] = all;
  if (!root) throw new Error('an empty multipart message');
  return { root: root.bytes, parts: new Map(all.slice(1).map(({ id, ...part }) => [id, part])) };
}
