import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A text as it goes out: plain, and compressed where that is worth it. */
export interface ReadyText {
  readonly type: string;
  readonly plain: Buffer;
  readonly packed: Buffer | null;
}

const compress = promisify(gzip);
const worthCompressing = 2_000;

export async function readyText(text: string, type: string): Promise<ReadyText> {
  const plain = Buffer.from(text);
  return { type, plain, packed: plain.length > worthCompressing ? await compress(plain, { level: 4 }) : null };
}

export function sendReady(request: IncomingMessage, response: ServerResponse, { type, plain, packed }: ReadyText): void {
  const body = packed && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')) ? packed : plain;
  response.writeHead(200, {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'Content-Length': body.length,
    Vary: 'Accept-Encoding',
    ...(body === packed ? { 'Content-Encoding': 'gzip' } : {}),
  });
  response.end(body);
}

/** Texts made once for everybody who asks until what they are made of changes. */
export class ReadyTexts {
  readonly #texts = new WeakMap<object, Map<string, Promise<ReadyText>>>();

  of(from: object, key: string, make: () => Promise<ReadyText>): Promise<ReadyText> {
    let texts = this.#texts.get(from);
    if (!texts) this.#texts.set(from, (texts = new Map()));
    let text = texts.get(key);
    if (!text) texts.set(key, (text = make()));
    return text;
  }
}
