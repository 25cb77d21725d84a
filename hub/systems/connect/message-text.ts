import type { WireMessage } from '../processes/contract.ts';

/** Longer messages are cut: nobody reads them on a page. */
const maxBytes = 262_144;

/** A message as it went over the wire, for people: in its own encoding when it is text, else in base64. */
export function messageText(message: WireMessage | null): { readonly contentType: string; readonly text: string } | null {
  if (!message) return null;
  const { contentType } = message;
  const bytes = message.bytes.subarray(0, maxBytes);
  const cut = message.bytes.length > maxBytes ? ' …' : '';
  const isText = /^text\/|json|xml|urlencoded|sql|yaml/i.test(contentType) || !bytes.includes(0);
  return { contentType, text: (isText ? decoded(bytes, contentType) : Buffer.from(bytes).toString('base64')) + cut };
}

function decoded(bytes: Uint8Array, contentType: string): string {
  const charset = /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
