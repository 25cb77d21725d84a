import type { ContractProblem } from '@amanah/adapter-api';
import { attribute, attributeText, elementsOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import { wellKnownSchemas } from '../xsd/well-known-schemas.ts';
import { parseXml, XmlRefused, type ParsedElement } from '../xml/parse-xml.ts';
import { textBefore } from '../xml/text-before.ts';

/** A document of a description as it came, under the address by which the others refer to it. */
export interface SourceDocument {
  readonly address: string;
  readonly text: string;
}

/** Documents of a description, the WSDL first; what else they name but could not be had stands in `problems`. */
export interface SourceDocuments {
  readonly documents: readonly SourceDocument[];
  readonly problems: readonly ContractProblem[];
}

/** Gives the text of a document. `from` is who refers to it. @throws Error that says why it is not to be had */
export type ReadDocument = (address: string, from: string | null) => Promise<string>;

const mostDocuments = 300;
const mostCharacters = 60_000_000;

/**
 * Gathers a WSDL and everything that it imports and includes, directly or not.
 * @throws Error of `read`, and XmlRefused, for the WSDL itself; anything else that is missing is a problem of the description
 */
export async function gatherDocuments(entry: string, read: ReadDocument): Promise<SourceDocuments> {
  const documents: SourceDocument[] = [];
  const problems: ContractProblem[] = [];
  const seen = new Set([entry]);
  let characters = 0;
  const open: { readonly address: string; readonly from: string | null; readonly place: string }[] = [{ address: entry, from: null, place: entry }];
  for (let next = open.shift(); next; next = open.shift()) {
    const { address, from, place } = next;
    if (documents.length >= mostDocuments || characters > mostCharacters) {
      problems.push({ kind: 'unsupported', place, found: `more than ${mostDocuments} documents or ${mostCharacters} characters; ${address} was not read` });
      break;
    }
    try {
      const text = await read(address, from);
      const root = parseXml(text);
      characters += text.length;
      documents.push({ address, text });
      for (const reference of referencesIn(root)) {
        const target = URL.parse(reference.location, address);
        if (!target) problems.push({ kind: 'invalid', place: `${address}:${reference.line}`, found: `the address ${reference.location}` });
        else if (!seen.has(withoutFragment(target))) {
          seen.add(withoutFragment(target));
          open.push({ address: withoutFragment(target), from: address, place: `${address}:${reference.line}` });
        }
      }
    } catch (error) {
      if (from === null) throw error;
      const why = error instanceof Error ? error.message : String(error);
      problems.push({ kind: error instanceof XmlRefused ? 'unreadable' : 'unresolved', place, found: `${address}: ${why}` });
    }
  }
  return { documents, problems };
}

/** The address that a reference inside of a document leads to; `null` when it is none. */
export function addressOf(location: string, from: string): string | null {
  const target = URL.parse(location, from);
  return target && withoutFragment(target);
}

function withoutFragment(target: URL): string {
  return textBefore(target.href, '#');
}

interface Reference {
  readonly location: string;
  readonly line: number;
}

const ways: Readonly<Record<string, { readonly elements: readonly string[]; readonly attribute: string }>> = {
  [ns.wsdl]: { elements: ['import'], attribute: 'location' },
  [ns.xsd]: { elements: ['import', 'include', 'redefine'], attribute: 'schemaLocation' },
};

/** `import` and the like, wherever they may stand: in the WSDL, in its schemas, in a schema. */
function referencesIn(element: ParsedElement): readonly Reference[] {
  const way = ways[element.name.namespace];
  const location = way?.elements.includes(element.name.local) ? attribute(element, way.attribute) : undefined;
  // Schemas of public standards are known here, whatever address is given for them.
  if (location !== undefined && wellKnownSchemas.has(attributeText(element, 'namespace'))) return [];
  if (location !== undefined) return [{ location, line: element.line }];
  const holds = ['definitions', 'types', 'schema'].includes(element.name.local);
  return holds ? elementsOf(element).flatMap(referencesIn) : [];
}
