import { XmlRefused } from './parse-xml.ts';

/**
 * Text of XML bytes. The encoding is that of the transport, else of a byte order mark, else of the XML declaration, else UTF-8; bytes that
 * are wrong in it are not taken for letters.
 * @throws XmlRefused
 */
export function decodeXml(bytes: Uint8Array, transportCharset?: string): string {
  const charset = markOf(bytes) ?? transportCharset ?? declaredIn(bytes) ?? 'utf-8';
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new XmlRefused(`the encoding ${charset.slice(0, 40)} is not known`, 1);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new XmlRefused(`these are not bytes of ${charset}`, 1);
  }
}

/** The `charset` parameter of a content type. */
export function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
}

function markOf(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1];
}
