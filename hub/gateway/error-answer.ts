import { type AmanahError, errorDefinition } from '@amanah/errors';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { problemText } from '../http/refuse-upgrade.ts';
import type { RequestContext } from '../http/request-context.ts';
import { contentSecurityPolicy } from '../http/security-headers.ts';
import { errorPage } from './error-page.ts';

/** Whether a person is looking: a navigation gets a page, everything else a machine-readable problem. */
export function isNavigation(request: IncomingMessage): boolean {
  const mode = request.headers['sec-fetch-mode'];
  return (request.method === 'GET' || request.method === 'HEAD') && (mode ? mode === 'navigate' : (request.headers.accept ?? '').includes('text/html'));
}

/** Answers on a system's host when the system itself cannot: in the visitor's language, with a code and its owner's own words (`note`), never with anything of the failure inside. */
export function sendGatewayError(request: IncomingMessage, response: ServerResponse, context: RequestContext, error: AmanahError, portal: URL): void {
  const { status, log } = errorDefinition(error.code);
  // The visitor has gone: there is nobody to tell, and nothing has failed.
  if (response.destroyed) return;
  context.log[log]({ code: error.code, detail: error.detail, err: error.cause }, 'gateway');
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.statusCode = status;
  response.statusMessage = STATUS_CODES[status] ?? '';
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Request-Id', context.requestId);
  if (!(request.headers.accept ?? '').includes('text/html')) {
    response.setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    return void response.end(problemText(error, context));
  }
  const again = request.method === 'GET' && error.status >= 500 ? context.path : null;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Content-Language', context.language);
  response.setHeader('Content-Security-Policy', contentSecurityPolicy({ nonce: context.nonce }));
  response.end(errorPage(context, error, portal, again));
}
