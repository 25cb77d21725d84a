import { textBefore } from '../xml/text-before.ts';
/** A part of a multipart message. */
export interface MimePart {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** What is received is not multipart as its content type says. */
export class MimeRefused extends Error {}

const mostParts = 500;
const mostHeaderBytes = 16_384;

/** A parameter of a header such as `multipart/related; boundary="x"`. */
export function parameterOf(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name.replace(/[^a-z-]/g, '')}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(header);
  return found ? (found[1]?.replace(/\\(.)/g, '$1') ?? found[2]) : undefined;
}

/** The media type of a header, in lower case and without parameters. */
export function mediaTypeOf(header: string): string {
  return textBefore(header, ';').trim().toLowerCase();
}

/** `Content-ID` without its brackets; what `cid:` leads to. */
export function contentIdOf({ headers }: MimePart): string | undefined {
  return /^\s*<?([^>]*)>?\s*$/.exec(headers['content-id'] ?? '')?.[1] || undefined;
}

/** Text without percent-encoding; as it is when it is not of that form. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Splits a multipart body, and undoes the transfer encodings of its parts. @throws MimeRefused */
export function readMultipart(body: Buffer, contentType: string): readonly MimePart[] {
  const boundary = parameterOf(contentType, 'boundary');
  if (!boundary) throw new MimeRefused('a multipart message without a boundary');
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const parts: MimePart[] = [];
  let at = lineStart(body, delimiter, 0);
  if (at < 0) throw new MimeRefused('the boundary of the multipart message does not occur');
  for (;;) {
    at += delimiter.length;
    if (body.subarray(at, at + 2).toString('latin1') === '--') return parts;
    const next = lineStart(body, delimiter, at);
    if (next < 0) throw new MimeRefused('the multipart message ends in the middle');
    if (parts.length >= mostParts) throw new MimeRefused(`more than ${mostParts} parts`);
    parts.push(readPart(body.subarray(at, next)));
    at = next;
  }
}

/** Where the delimiter next stands at the beginning of a line; -1 when it does not. */
function lineStart(body: Buffer, delimiter: Buffer, from: number): number {
  for (let at = body.indexOf(delimiter, from); at >= 0; at = body.indexOf(delimiter, at + 1)) if (at === 0 || body[at - 1] === 0x0a) return at;
  return -1;
}

function readPart(part: Buffer): MimePart {
  const start = part.indexOf(0x0a) + 1;
  const [end, gap] = blankLine(part, start);
  if (end < 0 || end > mostHeaderBytes) throw new MimeRefused('a part without an end of its headers');
  const headers: Record<string, string> = {};
  for (const line of part
    .subarray(start, end)
    .toString('utf8')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  const content = part.subarray(end + gap, part.length - (part.at(-2) === 0x0d ? 2 : 1));
  return { headers, bytes: decoded(content, headers['content-transfer-encoding'] ?? 'binary') };
}

/** Where the headers end, and how long the blank line is. */
function blankLine(part: Buffer, start: number): readonly [end: number, gap: number] {
  if (/^\r?\n/.test(part.subarray(start, start + 2).toString('latin1'))) return [start, part[start] === 0x0d ? 2 : 1];
  const windows = part.indexOf('\r\n\r\n', start);
  const unix = part.indexOf('\n\n', start);
  if (windows >= 0 && (unix < 0 || windows < unix)) return [windows, 4];
  return [unix, 2];
}

function decoded(content: Buffer, encoding: string): Buffer {
  switch (encoding.toLowerCase()) {
    case 'binary':
    case '8bit':
    case '7bit':
      return content;
    case 'base64':
      return Buffer.from(content.toString('latin1'), 'base64');
    case 'quoted-printable': {
      const text = content.toString('latin1').replace(/=\r?\n/g, '');
      return Buffer.from(
        text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      );
    }
    default:
      throw new MimeRefused(`a part in the transfer encoding ${encoding.slice(0, 40)}`);
  }
}

/** Writes parts one after the other. The boundary must occur in none of them. */
export function writeMultipart(parts: readonly MimePart[], boundary: string): Buffer {
  const pieces = parts.flatMap(({ headers, bytes }) => [
    Buffer.from(
      `--${boundary}\r\n${Object.entries(headers)
        .map(([name, text]) => `${name}: ${text}\r\n`)
        .join('')}\r\n`,
      'utf8',
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}
