import { SaxesParser, type SaxesTagNS } from 'saxes';
import { ns } from './namespaces.ts';
import type { QualifiedName } from './qualified-name.ts';

/** Prefixes in scope; the empty prefix is the default namespace. Made with a null prototype, scope upon scope. */
export type Scope = Readonly<Record<string, string>>;

export interface ParsedAttribute {
  readonly prefix: string;
  readonly name: QualifiedName;
  readonly value: string;
}

/** An element as it was read; comments and processing instructions are gone, texts that touch are one. */
export interface ParsedElement {
  readonly prefix: string;
  readonly name: QualifiedName;
  /** Without the declarations of namespaces. */
  readonly attributes: readonly ParsedAttribute[];
  readonly children: readonly (ParsedElement | string)[];
  /** Prefixes declared on this very element. */
  readonly declared: Scope;
  readonly scope: Scope;
  readonly line: number;
}

/** What one document may have. */
export interface XmlLimits {
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxAttributes: number;
}

/** More than any sound message has; the size in bytes is held before. */
export const xmlLimits: XmlLimits = { maxDepth: 200, maxElements: 2_000_000, maxAttributes: 1_000 };

/** A text is not XML that is taken here. */
export class XmlRefused extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.name = 'XmlRefused';
    this.line = line;
  }
}

interface Growing extends ParsedElement {
  readonly attributes: ParsedAttribute[];
  readonly children: (ParsedElement | string)[];
}

/**
 * Reads a whole document. No document type declaration is taken, and with it no entity but the five of XML itself; depth and count are bounded.
 * @throws XmlRefused
 */
export function parseXml(text: string, limits: XmlLimits = xmlLimits): ParsedElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Growing[] = [];
  let root: Growing | null = null;
  let elements = 0;
  const refuse = (message: string): never => {
    throw new XmlRefused(message, parser.line);
  };
  const take = (piece: string) => {
    const siblings = open.at(-1)?.children;
    if (!siblings) return;
    if (typeof siblings.at(-1) === 'string') siblings.push(`${siblings.pop() as string}${piece}`);
    else if (piece !== '') siblings.push(piece);
  };

  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => refuse('a document type declaration is not taken'));
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    elements += 1;
    if (elements > limits.maxElements) refuse(`more than ${limits.maxElements} elements`);
    if (open.length >= limits.maxDepth) refuse(`nested deeper than ${limits.maxDepth} elements`);
    const element = elementOf(tag as SaxesTagNS, parent?.scope ?? outermost, parser.line);
    if (element.attributes.length > limits.maxAttributes) refuse(`more than ${limits.maxAttributes} attributes on one element`);
    if (parent) parent.children.push(element);
    else root = element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  parser.write(text).close();
  return root ?? refuse('there is no element');
}

const outermost: Scope = Object.assign(Object.create(null) as Record<string, string>, { xml: ns.xml });

function elementOf(tag: SaxesTagNS, outer: Scope, line: number): Growing {
  const declared = Object.create(null) as Record<string, string>;
  const attributes: ParsedAttribute[] = [];
  let declares = false;
  for (const { prefix, local, uri, value } of Object.values(tag.attributes)) {
    if (prefix === 'xmlns' || (prefix === '' && local === 'xmlns')) {
      declared[prefix === '' ? '' : local] = value;
      declares = true;
    } else attributes.push({ prefix, name: { namespace: uri, local }, value });
  }
  const scope = declares ? (Object.assign(Object.create(outer) as Record<string, string>, declared) as Scope) : outer;
  return { prefix: tag.prefix, name: { namespace: tag.uri, local: tag.local }, attributes, children: [], declared, scope, line };
}
