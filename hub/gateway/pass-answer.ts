import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import type { WebSystemDefinition } from '../systems/definition.ts';
import { AddressMap } from './address-map.ts';
import { PageRewriter } from './page-rewriter.ts';
import type { PreparedPassage } from './passage.ts';
import { barHtml } from './portal-bar.ts';
import { browserHeaders } from './response-headers.ts';
import { lookFor } from './signed-out-mark.ts';
import { addressesOf } from './system-addresses.ts';

const mappedTypes: Readonly<Record<WebSystemDefinition['rewrite'][number], RegExp>> = {
  html: /^(?:text\/html|application\/xhtml\+xml)/i,
  json: /^application\/(?:[\w.-]+\+)?json/i,
  css: /^text\/css/i,
  js: /^(?:text|application)\/(?:x-)?(?:java|ecma)script/i,
};
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

export interface AnswerOptions {
  readonly portal: URL;
  readonly hubCookies: readonly string[];
  /** Called when a page holds the mark of a signed-out answer; `true`: the answer is dealt with. */
  readonly signedOut: (() => Promise<boolean>) | null;
}

/** Gives a system's answer to the visitor while it comes: headers and addresses mapped, the bar in whole pages, all else byte for byte. */
export async function passAnswer(incoming: IncomingMessage, response: ServerResponse, passage: PreparedPassage, options: AnswerOptions): Promise<void> {
  const { request, system, origin, context, entered } = passage;
  const type = incoming.headers['content-type'] ?? '';
  const status = incoming.statusCode ?? 502;
  const isPage = mappedTypes.html.test(type);
  const addresses = addressesOf(system, origin);
  const mapsBody = !addresses.empty && system.rewrite.some((kind) => mappedTypes[kind].test(type));
  const withBar = isPage && system.bar && isWholePage(request);
  const nonce = withBar ? randomBytes(12).toString('base64url') : '';
  const bar = withBar ? barHtml(context.language, options.portal, nonce) : null;
  const mark = isPage && options.signedOut ? (entered?.signIn.signedOutMark ?? null) : null;
  const coding = (incoming.headers['content-encoding'] ?? 'identity').toLowerCase();
  const readable = coding === 'identity' || coding === '' || decoders[coding] !== undefined;
  // Bytes of a range are of the page as the system has it: changed, they would not fit together.
  const rewritten = readable && status !== 206 && (mapsBody || bar !== null || mark !== null);
  const changesBody = rewritten && request.method !== 'HEAD' && status !== 204 && status !== 304;

  let body: Readable = incoming;
  if (changesBody && decoders[coding]) body = pipeline([incoming, decoders[coding]()], () => {}) as unknown as Readable;
  if (changesBody && mark && options.signedOut) {
    const looked = await lookFor(mark, body);
    if (looked.found && (await options.signedOut())) return void incoming.destroy();
    body = looked.whole;
  }
  const steps = changesBody && (mapsBody || bar !== null) ? [new PageRewriter(mapsBody ? addresses : new AddressMap([], origin), bar)] : [];

  const headers = browserHeaders(incoming.headers, {
    addresses,
    hubCookies: options.hubCookies,
    https: options.portal.protocol === 'https:',
    rewritten,
    barSources: bar
      ? { script: `${origin}/.amanah/bar.js`, style: `${origin}/.amanah/page.css ${origin}/.amanah/bar.css`, data: `${origin}/.amanah/bar.json`, nonce }
      : null,
  });
  if (isPage && system.bar) headers.vary = [headers.vary, 'Sec-Fetch-Dest'].flat().filter(Boolean).join(', ');
  if (request.httpVersion !== '1.1' || headers['content-length'] !== undefined) delete headers.trailer;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('X-Request-Id', context.requestId);
  if (!rewritten) incoming.once('end', () => response.addTrailers(trailersOf(incoming)));
  // Now, and not when the stream below begins: a status or header that cannot be written must fail here, where it is caught.
  response.writeHead(status, incoming.statusMessage ?? '');
  // An event stream says that it is open before its first event comes.
  if (headers['content-length'] === undefined) response.flushHeaders();
  const endedEarly = (error: unknown) => context.log.info({ system: system.id, err: error }, 'an answer of a system ended early');
  if (body === incoming && steps.length === 0) return passUnchanged(incoming, response, endedEarly);
  // The proxy and each step of the pipeline watch the answer's end; that is more than Node expects, and all of them end with it.
  response.setMaxListeners(20);
  pipeline([body, ...steps, response], (error) => {
    if (error) endedEarly(error);
  });
}

/** Most answers are passed as they are: without what a pipeline sets up for each. Whichever end breaks takes the other with it. */
function passUnchanged(incoming: IncomingMessage, response: ServerResponse, endedEarly: (error: unknown) => void): void {
  incoming.on('error', (error) => {
    endedEarly(error);
    response.destroy();
  });
  response.once('close', () => response.writableFinished || incoming.destroy());
  incoming.pipe(response);
}

function trailersOf({ trailers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(trailers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !/^(?:set-cookie|content-.*|transfer-encoding)$/i.test(entry[0]),
    ),
  );
}

/** The bar stands in whole pages only: not in frames, not in fragments that a script fetches. */
function isWholePage({ headers }: IncomingMessage): boolean {
  const destination = headers['sec-fetch-dest'];
  return destination === undefined ? headers['x-requested-with'] === undefined : destination === 'document';
}
