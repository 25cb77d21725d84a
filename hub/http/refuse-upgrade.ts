import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { errorDefinition, errorText, type AmanahError } from '@amanah/errors';
import type { RequestContext } from './request-context.ts';

/** Refuses a WebSocket as plain HTTP: browsers show nothing of it, programs do. */
export function refuseUpgrade(socket: Duplex, context: RequestContext, error: AmanahError): void {
  const { status, log } = errorDefinition(error.code);
  context.log[log]({ code: error.code, detail: error.detail, err: status >= 500 ? (error.cause ?? error) : undefined }, 'upgrade refused');
  const body = Buffer.from(problemText(error, context));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${body.length}`,
    `X-Request-Id: ${context.requestId}`,
    ...(error.retryAfterSeconds === undefined ? [] : [`Retry-After: ${error.retryAfterSeconds}`]),
    'Cache-Control: no-store',
    'Connection: close',
  ];
  if (!socket.destroyed) socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]));
}

/** An error as a problem (RFC 9457) in the language of the request. */
export function problemText(error: AmanahError, context: Pick<RequestContext, 'language' | 'requestId'>): string {
  const { title, action } = errorText(error.code, context.language, error.params);
  return JSON.stringify({ type: `/errors/${error.code}`, code: error.code, title, detail: action, status: error.status, requestId: context.requestId });
}
