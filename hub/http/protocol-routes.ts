import type { IncomingMessage } from 'node:http';
import { AmanahError } from '@amanah/errors';
import type { ProtocolMethod } from '@amanah/plugin-api';
import type { Request, RequestHandler, Response } from 'express';
import type { Access } from '../access/contract.ts';
import { asCaller } from '../systems/calls/current-caller.ts';
import { networkOf } from './network-of.ts';
import { assertCaller, callOf } from './plugin-routes.ts';
import { leavesSessionUnread } from './protocol-match.ts';
import { inSpan } from './tracing.ts';

const usualBody = 1_048_576;
const usualAnswerMs = 30_000;
/** A sender who falls silent in the middle of a body is let go after this. */
const longestSilenceMs = 60_000;
/** What a plugin answers as a document may do nothing in the portal's name, unless the plugin says otherwise. */
const idleDocument = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Answers what `matchProtocol` found, by the plugin's own handler. */
export function protocolRoutes(access: Access): RequestHandler {
  return async (request, response, next) => {
    const { protocol: matched } = request.context;
    if (!matched) return next();
    const { plugin, protocol, params, count } = matched;
    response.locals.route = protocol.at;
    count?.(networkOf(request.ip ?? ''));
    if (protocol.crossOrigin) openToAllSites(response, protocol.methods);
    if (!takes(protocol.methods, request.method)) {
      if (protocol.crossOrigin && request.method === 'OPTIONS') return void response.status(204).end();
      response.setHeader('Allow', allowed(protocol.methods).join(', '));
      throw new AmanahError('HTTP_METHOD_NOT_ALLOWED');
    }
    assertCaller(access, request.context, plugin, protocol);
    takeBody(request, response, protocol.maxBodyBytes ?? usualBody);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Security-Policy', idleDocument);
    if (!leavesSessionUnread(request.context)) response.vary('Cookie, Authorization');
    await answer(request, response, protocol.answerWithinMs ?? usualAnswerMs, (signal) => {
      const call = callOf(request, { signal });
      const run = () => protocol.handle(request, response, call, params);
      return inSpan(`${plugin} ${request.method} ${protocol.at}`, { 'amanah.plugin': plugin }, () => asCaller(call, run));
    });
  };
}

/** Runs a handler until it has begun to answer, its time is over, or its caller has gone. */
async function answer(request: Request, response: Response, withinMs: number, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const ended = new AbortController();
  const gone = () => ended.abort();
  response.once('close', () => void (response.writableFinished || gone()));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => response.headersSent || resolve('late'), withinMs);
  });
  const done = run(ended.signal);
  try {
    if ((await Promise.race([done, late])) === 'late') {
      ended.abort();
      done.catch((error: unknown) => request.context.log.info({ err: error }, 'a protocol ended after its time'));
      throw new AmanahError('HTTP_ANSWER_LATE', { detail: `nothing within ${withinMs} ms` });
    }
    if (!response.headersSent && !response.destroyed) throw new AmanahError('HTTP_INTERNAL', { detail: 'a protocol ended without an answer' });
  } catch (error) {
    if (!response.headersSent && !response.destroyed) {
      for (const name of ['Content-Type', 'Content-Length', 'Content-Encoding', 'ETag', 'Last-Modified', 'Content-Security-Policy'])
        response.removeHeader(name);
      throw error;
    }
    // Half an answer must not look like a whole one; who has gone needs none.
    if (!ended.signal.aborted) request.context.log.error({ err: error }, 'a protocol broke off its answer');
    response.destroy();
  } finally {
    clearTimeout(timer);
  }
}

/** With its length said, Node itself takes no byte more. @throws HTTP_LENGTH_NEEDED, HTTP_TOO_LARGE */
function takeBody(request: IncomingMessage, response: Response, maxBytes: number): void {
  if (request.headers['transfer-encoding'] !== undefined) throw new AmanahError('HTTP_LENGTH_NEEDED');
  const bytes = Number(request.headers['content-length'] ?? 0);
  if (bytes === 0) return;
  if (bytes > maxBytes) throw new AmanahError('HTTP_TOO_LARGE', { detail: `${bytes} bytes, ${maxBytes} are taken` });
  request.setTimeout(longestSilenceMs, () => void (request.complete || request.destroy()));
  response.once('close', () => request.setTimeout(0));
}

function openToAllSites(response: Response, methods: readonly ProtocolMethod[]): void {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', '*');
  response.setHeader('Access-Control-Allow-Methods', allowed(methods).join(', '));
  response.setHeader('Access-Control-Allow-Headers', '*');
}

function takes(methods: readonly ProtocolMethod[], method: string): boolean {
  return methods.some((one) => one === method) || (method === 'HEAD' && methods.includes('GET'));
}

function allowed(methods: readonly ProtocolMethod[]): readonly ProtocolMethod[] {
  return methods.includes('GET') && !methods.includes('HEAD') ? [...methods, 'HEAD'] : methods;
}
