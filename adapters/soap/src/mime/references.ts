import { attribute, attributeText, childNamed, isElement } from '../xml/element-access.ts';
import { ns } from '../xml/namespaces.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import { MimeRefused, percentDecoded } from './multipart-related.ts';
import type { IdentifiedAttachment } from './message-parts.ts';

/** The attachment that `cid:…` leads to. */
export function attachmentAt(reference: string, attachments: readonly IdentifiedAttachment[]): IdentifiedAttachment | null {
  if (!/^cid:/i.test(reference)) return null;
  const plain = reference.slice(4);
  return attachments.find(({ id }) => id === plain || id === percentDecoded(plain)) ?? null;
}

/** A message with the bytes that stand beside it (`xop:Include`) in their places again, as base64. @throws MimeRefused when one is not there */
export function withIncluded(element: ParsedElement, attachments: readonly IdentifiedAttachment[]): ParsedElement {
  const include = childNamed(element, ns.xop, 'Include');
  if (include) {
    const found = attachmentAt(attributeText(include, 'href'), attachments);
    if (!found) throw new MimeRefused(`the message includes ${attribute(include, 'href') ?? 'nothing'}, which did not come with it`);
    return { ...element, children: [found.bytes.toString('base64')] };
  }
  let changed = false;
  const children = element.children.map((child) => {
    if (!isElement(child)) return child;
    const inner = withIncluded(child, attachments);
    changed ||= inner !== child;
    return inner;
  });
  return changed ? { ...element, children } : element;
}
