import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import type { Control } from '../process/serve.ts';
import { WriteLedger } from './write-ledger.ts';

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface RestAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes and texts go as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** One thing a system does. `parts` are the groups of `path`. */
export interface RestRoute {
  readonly method: string;
  readonly path: RegExp;
  /** Carried out once a key, and recorded. */
  readonly writes?: string;
  answer(request: RestRequest, parts: readonly string[]): RestAnswer | Promise<RestAnswer>;
}

/** Faults that a system of this kind plays by itself; those of the network are played by others. */
export const ownFaults = [
  'none',
  'wrong-type',
  'not-json',
  'deep-json',
  'xml-entities',
  'redirect-loop',
  'redirect-elsewhere',
  'refuses-access',
  'lost-reply',
  'duplicate-delivery',
  'changed-contract',
  'clock-skew',
] as const;
export type OwnFault = (typeof ownFaults)[number];

const played: Readonly<Partial<Record<OwnFault, (request: RestRequest) => RestAnswer>>> = {
  'wrong-type': () => ({ headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<!DOCTYPE html><title>انتهت الجلسة</title><p>انتهت الجلسة</p>' }),
  'not-json': () => ({ headers: { 'content-type': 'application/json' }, body: '{"unifiedNumber":"700' }),
  'deep-json': () => ({ headers: { 'content-type': 'application/json' }, body: '['.repeat(200_000) + ']'.repeat(200_000) }),
  'xml-entities': () => ({
    headers: { 'content-type': 'application/xml' },
    body: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY b "&x;&x;"><!ENTITY c "&b;&b;">]><a>&c;</a>',
  }),
  'redirect-loop': ({ path, query }) => ({ status: 302, headers: { location: `${path}?${query}` } }),
  'redirect-elsewhere': () => ({ status: 302, headers: { location: 'http://127.0.0.1:1/elsewhere' } }),
};

/** A REST system with its description, its access, its routes and the faults that only it can play. */
export interface RestSystem {
  readonly listener: (url: string) => RequestListener;
  /** `fault?name=…` sets one of `ownFaults`, `writes` lists what was carried out, `access` takes back all that was given out. */
  readonly controls: Readonly<Record<string, Control>>;
}

export function restSystem(options: {
  /** Path and text of the description at an address; `changed` is one that breaks callers. */
  document: (url: string, changed: boolean) => { path: string; type: string; text: string };
  /** Requests that need no access, such as the one for a token; `null` when it is none. */
  open?: (request: RestRequest, skewed: boolean) => RestAnswer | null;
  /** Why a request is turned away; `null` when it may pass. */
  refuse: (request: RestRequest) => RestAnswer | null;
  /** Takes back tokens that were given out. */
  takeBack?: () => void;
  routes: readonly RestRoute[];
}): RestSystem {
  let fault: OwnFault = 'none';
  const ledger = new WriteLedger();

  const carryOut = async (request: RestRequest): Promise<RestAnswer> => {
    for (const route of options.routes) {
      const parts = route.method === request.method ? route.path.exec(request.path) : null;
      if (!parts) continue;
      const does = async () =>
        route.answer(
          request,
          parts.slice(1).map((part) => decodeURIComponent(part ?? '')),
        );
      if (route.writes === undefined) return does();
      const key = request.headers['idempotency-key'];
      const hash = createHash('sha256').update(request.body).digest('hex');
      return ledger.write({ operation: route.writes, key: typeof key === 'string' ? key : null, hash, body: request.body }, does);
    }
    return { status: 404, body: { code: 'NOT_FOUND', message: 'لا يوجد مورد بهذا العنوان' } };
  };

  const answer = async (request: RestRequest, url: string): Promise<RestAnswer> => {
    const document = options.document(url, fault === 'changed-contract');
    if (request.method === 'GET' && request.path === document.path) return { headers: { 'content-type': document.type }, body: document.text };
    if (request.path === '/health') return { body: { status: 'ok' } };
    const open = options.open?.(request, fault === 'clock-skew');
    if (open) return open;
    const refused = fault === 'refuses-access' ? { status: 401, body: { code: 'ACCESS', message: 'الدخول مرفوض' } } : options.refuse(request);
    if (refused) return refused;
    const own = request.method === 'GET' ? played[fault] : undefined;
    if (own) return own(request);
    if (fault === 'duplicate-delivery') await carryOut(request);
    return carryOut(request);
  };

  return {
    listener: (url) => (incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { pathname, searchParams } = new URL(incoming.url ?? '/', url);
        const request = { method: incoming.method ?? 'GET', path: pathname, query: searchParams, headers: incoming.headers, body: Buffer.concat(chunks) };
        const wrong = (error: unknown): RestAnswer => ({ status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: String(error) });
        void answer(request, url)
          .catch(wrong)
          .then((told) => {
            if (fault === 'lost-reply' && request.method !== 'GET' && request.path !== '/oauth/token') incoming.socket.destroy();
            else send(response, told, fault === 'clock-skew');
          });
      });
    },
    controls: {
      fault(query) {
        const name = query.get('name') ?? 'none';
        if (!(ownFaults as readonly string[]).includes(name)) throw new Error(`there is no fault ${name}; there are ${ownFaults.join(', ')}`);
        fault = name as OwnFault;
        return { fault };
      },
      writes: () => ({ writes: ledger.carriedOut }),
      access() {
        options.takeBack?.();
        return {};
      },
    },
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: RestAnswer, skewed: boolean): void {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const json = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(status, { ...json, 'cache-control': 'no-store', ...(skewed ? { date: 'Sat, 01 Jan 2050 00:00:00 GMT' } : {}), ...headers }).end(bytes);
}
