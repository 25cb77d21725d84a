import { childrenNamed, textOf } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';

const longest = 1_000;

/** What a component's annotation says to people, on one line; `null` when it says nothing. */
export function documentationOf(node: ParsedElement): string | null {
  const texts = childrenNamed(node, ns.xsd, 'annotation').flatMap((annotation) => childrenNamed(annotation, ns.xsd, 'documentation').map(textOf));
  const text = texts.join(' ').replace(/\s+/g, ' ').trim();
  return text === '' ? null : text.length > longest ? `${text.slice(0, longest)}…` : text;
}
