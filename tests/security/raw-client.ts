import { Agent, request as send } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { RandomRequest } from './random-request.ts';

export interface RawAnswer {
  readonly status: number;
  readonly size: number;
  /** Whether the refusal names a code of the error catalogue or an OAuth error, or is a page for people. */
  readonly hasCode: boolean;
  /** The hub closed the connection without words, as it does with what is no HTTP. */
  readonly closed: boolean;
  readonly start: string;
}

/** One kept connection to a hub; sends what `fetch` would not. */
export class RawClient {
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port: number) {
    this.#port = port;
  }

  ask({ method, path, headers, body }: RandomRequest, cookie: string): Promise<RawAnswer> {
    const portal = `http://localhost:${this.#port}`;
    const sent: Record<string, string> = { host: `localhost:${this.#port}` };
    for (const [name, value] of headers) sent[name] = value === '$portal' ? portal : value;
    if (cookie) sent['cookie'] = cookie;
    const content = Buffer.from(body);
    if (content.length > 0) sent['content-length'] = String(content.length);
    return new Promise((resolve) => {
      const closed = { status: 0, size: 0, hasCode: false, closed: true, start: '' };
      const outgoing = send({ port: this.#port, method, path, headers: sent, agent: this.#agent }, (answer) => {
        const chunks: Buffer[] = [];
        const end = () => {
          const raw = Buffer.concat(chunks);
          const text = plain(raw, answer.headers['content-encoding']);
          const hasCode = method === 'HEAD' || raw.length === 0 || /"code":"[A-Z_]+"|"error":"[a-z_]+"|<h1[ >]/.test(text);
          resolve({ status: answer.statusCode ?? 0, size: Math.max(raw.length, text.length), hasCode, closed: false, start: text.slice(0, 300) });
        };
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', end);
        answer.on('error', end);
        // An event stream has no end: its beginning is enough.
        if (/event-stream/.test(answer.headers['content-type'] ?? '')) answer.once('data', () => answer.destroy());
      });
      outgoing.on('error', () => resolve(closed));
      outgoing.setTimeout(30_000, () => outgoing.destroy());
      outgoing.end(content);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function plain(body: Buffer, encoding: string | undefined): string {
  if (body.length === 0) return '';
  if (encoding === 'br') return brotliDecompressSync(body).toString();
  if (encoding === 'gzip') return gunzipSync(body).toString();
  return (encoding === 'deflate' ? inflateSync(body) : body).toString();
}
