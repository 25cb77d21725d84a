import type { Encoding } from '../kind.ts';
import { ByteReader } from './byte-reader.ts';

/** Encoding of a byte order mark; `null` without one. */
function markedEncoding(start: Buffer): Encoding | null {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null;
}

/** Encoding that an XML declaration names; `null` without one, or for one that is not read. */
function declaredEncoding(start: Buffer): Encoding | null {
  const name = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/.exec(start.toString('latin1'))?.[1]?.toLowerCase();
  return name === undefined ? null : (aliases[name] ?? null);
}

/** What the first bytes of a file say of its encoding: a byte order mark, an XML declaration. `null` when they say nothing that is known. */
export function saidEncoding(start: Buffer): Encoding | null {
  return markedEncoding(start) ?? declaredEncoding(start);
}

const aliases: Readonly<Record<string, Encoding>> = {
  'utf-8': 'utf-8',
  'windows-1256': 'windows-1256',
  cp1256: 'windows-1256',
  'iso-8859-6': 'iso-8859-6',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'windows-1252',
};

/** Bytes as text. A byte order mark wins over `encoding`, and `encoding` over what an XML declaration says; bytes that are none become U+FFFD, which no field takes. */
export async function* decodeText(bytes: AsyncIterable<Buffer>, encoding: Encoding | undefined): AsyncIterable<string> {
  const reader = new ByteReader(bytes);
  try {
    const start = await reader.peek(200);
    const decoder = new TextDecoder(markedEncoding(start) ?? encoding ?? declaredEncoding(start) ?? 'utf-8');
    for await (const part of reader.rest()) {
      const text = decoder.decode(part, { stream: true });
      if (text !== '') yield text;
    }
    const last = decoder.decode();
    if (last !== '') yield last;
  } finally {
    await reader.close();
  }
}
