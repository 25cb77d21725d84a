import type { IncomingMessage } from 'node:http';
import iconv from 'iconv-lite';

/** The character set of the old system: pages, forms and query strings alike. */
export const charset = 'windows-1256';

/** Bytes of a page in the old character set; what it cannot hold becomes a numeric reference. */
export function encodePage(page: string): Buffer {
  const safe = [...page].map((sign) => (iconv.encode(sign, charset).equals(Buffer.from('?')) && sign !== '?' ? `&#${sign.codePointAt(0)};` : sign)).join('');
  return iconv.encode(safe, charset);
}

/** Fields of `application/x-www-form-urlencoded` bytes in the old character set. */
export function decodeFields(encoded: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const pair of encoded.split('&')) {
    if (!pair) continue;
    const at = pair.indexOf('=');
    fields.set(decode(at < 0 ? pair : pair.slice(0, at)), at < 0 ? '' : decode(pair.slice(at + 1)));
  }
  return fields;
}

/** Percent-encodes a text in the old character set, for links. */
export function encodeField(text: string): string {
  return [...iconv.encode(text, charset)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** Reads a posted form of at most 64 KB. */
export async function readForm(request: IncomingMessage): Promise<Map<string, string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if ((size += chunk.length) > 65_536) break;
    chunks.push(chunk);
  }
  return decodeFields(Buffer.concat(chunks).toString('latin1'));
}

function decode(part: string): string {
  const bytes = part.replaceAll('+', ' ').replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return iconv.decode(Buffer.from(bytes, 'latin1'), charset);
}

/** Escapes text for the old system's HTML. */
export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
}
