import { ParseOption, XmlC14NMode, XmlDocument } from 'libxml2-wasm';
import { isElement, resolveName } from '../xml/element-access.ts';
import type { BuiltElement } from '../xml/built-element.ts';
import { ns } from '../xml/namespaces.ts';
import { parseXml, type ParsedElement } from '../xml/parse-xml.ts';
import { writeBuilt } from '../xml/write-built.ts';

/** XML in one spelling: the same prefixes for the same namespaces, then canonicalised by libxml2. */
export function canonical(xml: string): string {
  const document = XmlDocument.fromString(writeBuilt(respelled(parseXml(xml))), { option: ParseOption.XML_PARSE_NONET });
  try {
    return document.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 });
  } finally {
    document.dispose();
  }
}

/** Without prefixes of its own, in `xsi:type` too, and with attributes in one order. */
function respelled(element: ParsedElement): BuiltElement {
  const attributes = element.attributes
    .map(({ name, value }) => {
      const type = name.namespace === ns.xsi && name.local === 'type' ? resolveName(value, element.scope) : null;
      return [name, type ? [{ qualifiedName: type }] : [value]] as const;
    })
    .toSorted(([one], [other]) => (`${one.namespace} ${one.local}` < `${other.namespace} ${other.local}` ? -1 : 1));
  return { name: element.name, attributes, children: element.children.map((child) => (isElement(child) ? respelled(child) : child)), from: null };
}
