import { build, type BuiltElement } from '../xml/built-element.ts';
import { ns } from '../xml/namespaces.ts';
import type { QualifiedName } from '../xml/qualified-name.ts';

const wsa = (local: string): QualifiedName => ({ namespace: ns.wsa, local });
const anonymous = 'http://www.w3.org/2005/08/addressing/anonymous';

/** Headers of WS-Addressing for a request that is answered on its own connection, each with the id by which it can be signed. */
export function addressingHeaders({
  to,
  action,
  messageId,
}: {
  to: string;
  action: string;
  messageId: string;
}): readonly { readonly id: string; readonly element: BuiltElement }[] {
  const headers: readonly [id: string, element: BuiltElement][] = [
    ['action', build(wsa('Action'), [action])],
    ['to', build(wsa('To'), [to])],
    ['message-id', build(wsa('MessageID'), [messageId])],
    ['reply-to', build(wsa('ReplyTo'), [build(wsa('Address'), [anonymous])])],
  ];
  return headers.map(([id, element]) => ({ id, element: { ...element, attributes: [[{ namespace: ns.wsu, local: 'Id' }, [id]]] } }));
}
