import type { IncomingMessage } from 'node:http';
import { AmanahError } from '@amanah/errors';

/** Where a request wants to go on a system's host. */
export interface RequestTarget {
  /** Path and query as they are passed on, byte for byte. */
  readonly passed: string;
  readonly path: string;
  readonly query: string;
  /** Name under `/.amanah/`; empty for any other spelling of our corner; `null` for an address of the system. */
  readonly own: string | null;
}

/** What most paths are: segments that begin with a letter, digit or `_`, with nothing in them that any software would decode, cut or resolve. */
const plainPath = /^(?:\/[A-Za-z0-9_][\w.~-]*)*\/?$/;
/** Decoding goes on until nothing changes, but not for ever: software that decodes more often than this does not exist. */
const maxDecodings = 5;

/**
 * Reads a request target. Browsers send resolved paths, so a path that climbs (`..` in any spelling) is an attempt to leave where the
 * system serves, or to reach our own corner by a spelling that only the system would resolve.
 * @throws GATEWAY_ADDRESS_REFUSED for climbing paths, absolute-form targets of another host, and more than one host
 */
export function requestTarget(request: Pick<IncomingMessage, 'url' | 'headers' | 'rawHeaders'>): RequestTarget {
  if (hostsIn(request.rawHeaders) > 1) throw new AmanahError('GATEWAY_ADDRESS_REFUSED', { detail: 'more than one Host' });
  const passed = originForm(request.url ?? '/', request.headers.host ?? '');
  const mark = passed.indexOf('?');
  const path = mark < 0 ? passed : passed.slice(0, mark);
  if (plainPath.test(path)) return { passed, path, query: mark < 0 ? '' : passed.slice(mark + 1), own: null };
  const plain = segmentsOf(path);
  if (plain.includes('..')) throw new AmanahError('GATEWAY_ADDRESS_REFUSED', { detail: 'climbing path' });
  const named = plain.filter((segment) => segment !== '' && segment !== '.');
  const own = named[0] === '.amanah' ? (/^\/\.amanah\/([\w.-]*)$/.exec(path)?.[1] ?? '') : null;
  return { passed, path, query: mark < 0 ? '' : passed.slice(mark + 1), own };
}

function hostsIn(rawHeaders: readonly string[]): number {
  let found = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]!.length === 4 && rawHeaders[at]!.toLowerCase() === 'host') found++;
  return found;
}

/** `GET http://host/path` is legal and means `/path` of that host; other forms name nothing that a system serves. */
function originForm(target: string, host: string): string {
  if (target.startsWith('/')) return target;
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(target);
  if (!absolute || absolute[1]?.toLowerCase() !== host.toLowerCase())
    throw new AmanahError('GATEWAY_ADDRESS_REFUSED', { detail: 'request target of another host' });
  const rest = absolute[2] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/** The segments of a path as the most forgiving software would read them. */
function segmentsOf(path: string): string[] {
  let text = path;
  for (let turn = 0; turn < maxDecodings; turn++) {
    // Byte by byte, since a path need not be UTF-8; overlong forms of dot and slash count as what they stand for.
    const decoded = text
      .replace(/%c0%ae/gi, '.')
      .replace(/%c0%af/gi, '/')
      .replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    if (decoded === text) break;
    text = decoded;
  }
  return text
    .split('#', 1)[0]!
    .replaceAll('\\', '/')
    .replaceAll('\0', '')
    .split('/')
    .map((segment) => segment.split(';', 1)[0]!.trim().toLowerCase());
}
