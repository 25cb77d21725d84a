import { ParseOption, XmlBufferInputProvider, xmlCleanupInputProvider, XmlDocument, XmlLibError, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';
import type { ValidatorDocuments } from './validator-documents.ts';

/** What libxml2 says against a document. */
export interface Judgement {
  readonly message: string;
  /** XPath of the element or attribute, with the prefixes of the document. */
  readonly path: string;
}

/** No network, no entities, no external anything: what is judged was parsed here before, and nothing else is loaded. */
const parseOptions = { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE };
const most = 20;

/** libxml2 cannot use a schema. */
export class SchemaRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaRefused';
  }
}

/** A schema compiled by libxml2: the judge of what is sent and of what is answered. */
export class Judge {
  readonly #validator: XsdValidator;

  private constructor(validator: XsdValidator) {
    this.#validator = validator;
  }

  /** @throws SchemaRefused with what libxml2 says */
  static of(documents: ValidatorDocuments): Judge {
    const [first = ['', '']] = documents;
    const provider = new XmlBufferInputProvider(Object.fromEntries([...documents].map(([address, text]) => [address, Buffer.from(text, 'utf8')])));
    // The registry is one for the process; compiling is synchronous, so no other schema sees these documents.
    xmlRegisterInputProvider(provider);
    let schema: XmlDocument | undefined;
    try {
      schema = XmlDocument.fromString(first[1], { url: first[0], ...parseOptions });
      return new Judge(XsdValidator.fromDoc(schema));
    } catch (error) {
      throw new SchemaRefused(error instanceof XmlLibError ? sentences(error).join(' ') : String(error));
    } finally {
      schema?.dispose();
      xmlCleanupInputProvider();
    }
  }

  /** What is wrong with a document; empty when nothing is. */
  judge(xml: string): readonly Judgement[] {
    let document: XmlDocument | undefined;
    try {
      document = XmlDocument.fromString(xml, parseOptions);
      this.#validator.validate(document);
      return [];
    } catch (error) {
      if (!(error instanceof XmlLibError)) throw error;
      return error.details.slice(0, most).map((detail) => ({ message: detail.message.trim(), path: detail.xpath ?? '/' }));
    } finally {
      document?.dispose();
    }
  }

  dispose(): void {
    this.#validator.dispose();
  }
}

function sentences(error: XmlLibError): readonly string[] {
  const said = error.details.map(({ message }) => message.trim()).filter((message) => message !== '');
  return said.length === 0 ? [error.message] : said.slice(0, 3);
}
