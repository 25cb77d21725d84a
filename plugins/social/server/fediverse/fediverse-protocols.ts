import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Federation } from '@fedify/fedify';
import type { Context } from '../context.ts';
import type { FederationMemory } from './federation-memory.ts';

/** A signature is remembered longer than its time window is wide on both sides. */
const rememberedSeconds = 900;
const mostBytes = 256 * 1_024;

/** Addresses of our account in the Fediverse. Whoever reads needs no sign-in; whoever writes to an inbox proves by signature who they are. */
export function registerFediverse(ctx: Context, federation: () => Promise<Federation<void>>, memory: FederationMemory): void {
  const answer = async (request: IncomingMessage, response: ServerResponse) =>
    respond(response, await (await federation()).fetch(webRequest(request, ctx.publicUrl), { contextData: undefined }));
  const reads = { access: { public: 'an account of the Fediverse is for everyone' }, methods: ['GET'], crossOrigin: true, limit: { perMinute: 600 } } as const;
  for (const [at, summary] of [
    ['/.well-known/webfinger', 'Where our account in the Fediverse is (RFC 7033)'],
    ['/.well-known/nodeinfo', 'What speaks here (NodeInfo)'],
    ['/ap/nodeinfo/2.1', 'What speaks here (NodeInfo 2.1)'],
    ['/ap/actors/:name', 'Our account (ActivityPub)'],
    ['/ap/actors/:name/outbox', 'What we published (ActivityPub)'],
    ['/ap/actors/:name/followers', 'How many follow us (ActivityPub)'],
    ['/ap/notes/:post', 'A note of ours (ActivityPub)'],
  ] as const)
    ctx.protocol({ ...reads, at, summary, handle: answer });
  for (const at of ['/ap/inbox', '/ap/actors/:name/inbox'] as const)
    ctx.protocol({
      at,
      methods: ['POST'],
      access: { public: 'servers of the Fediverse prove by HTTP signature who they are' },
      ownAuthentication: "HTTP signature of the sender's server",
      summary: 'Takes activities of other servers, such as somebody following us (ActivityPub)',
      maxBodyBytes: mostBytes,
      limit: { perMinute: 600 },
      async handle(request, response) {
        // The same signed request a second time is somebody else's copy: servers sign anew when they try again.
        const signature = [request.headers.signature, request.headers['signature-input']].flat().filter(Boolean).join('\n');
        const first = signature === '' || (await memory.first(createHash('sha256').update(signature).digest('base64url'), rememberedSeconds));
        if (first) return answer(request, response);
        response.writeHead(401, { 'content-type': 'text/plain; charset=utf-8' }).end('This signed request was sent before.');
      },
    });
}

function webRequest(request: IncomingMessage, publicUrl: URL): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) for (const one of [value ?? []].flat()) headers.append(name, one);
  const body = request.method === 'POST' ? (Readable.toWeb(request) as ReadableStream) : null;
  return new Request(new URL(request.url ?? '/', publicUrl), {
    method: request.method ?? 'GET',
    headers,
    ...(body && { body: body as BodyInit, duplex: 'half' }),
  } as RequestInit);
}

async function respond(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
  else response.end();
}
