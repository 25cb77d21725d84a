import { AmanahError, errorCodes, errorDefinition, errorText, type ErrorCode } from '@amanah/errors';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { html } from 'hono/html';
import type { ZodError } from 'zod';
import type { Host } from '../host/contract.ts';
import type { Identity } from '../identity/contract.ts';
import { challengeOf } from './challenge.ts';
import { messages } from './messages.ts';
import { sendPage } from './page.ts';

const t = messages(import.meta.url);

/** The only place that turns an error into an answer: problem+json for programs, a page in the visitor's language for people. */
export function errorResponse({
  identity,
  host,
  publicUrl,
}: {
  identity: Pick<Identity, 'signInUrl'>;
  host: Pick<Host, 'pluginTitle'>;
  publicUrl: URL;
}): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = asAmanahError(thrown);
    const { status, log } = errorDefinition(error.code);
    request.context.log[log]({ code: error.code, detail: error.detail, err: status >= 500 ? (error.cause ?? error) : undefined }, 'request failed');
    if (error.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(error.retryAfterSeconds));
    const challenge = request.originalUrl.startsWith('/api/') ? challengeOf(error.code, publicUrl) : null;
    if (challenge) response.setHeader('WWW-Authenticate', challenge);
    if (wantsPage(request)) sendErrorPage(request, response, error, identity, host);
    else sendProblem(request, response, error);
  };
}

/** What an unknown error becomes: the input's fault when the parser says so, else an internal error without details. */
export function asAmanahError(thrown: unknown): AmanahError {
  if (thrown instanceof AmanahError) return thrown;
  // A second copy of the class, as in a packaged plugin, carries the same code.
  const foreign = thrown as { name?: string; code?: string; params?: AmanahError['params']; status?: number; type?: string };
  if (foreign?.name === 'AmanahError' && errorCodes.includes(foreign.code as ErrorCode)) {
    return new AmanahError(foreign.code as ErrorCode, { ...(foreign.params ? { params: foreign.params } : {}), cause: thrown });
  }
  if (thrown instanceof URIError || (thrown instanceof Error && foreign.status === 404)) return new AmanahError('HTTP_NOT_FOUND', { cause: thrown });
  if (thrown instanceof Error && foreign.status === 413) return new AmanahError('HTTP_TOO_LARGE', { cause: thrown });
  if (thrown instanceof Error && foreign.status !== undefined && foreign.status >= 400 && foreign.status < 500) {
    return new AmanahError('HTTP_INVALID_INPUT', { detail: foreign.type ?? thrown.message, cause: thrown });
  }
  return new AmanahError('HTTP_INTERNAL', { cause: thrown });
}

/** A visitor can use no more; somebody who sends a thousand wrong keys must not make us write a book about them. */
const mostFields = 50;
const longestText = 200;

/** An invalid input as an error that points at its fields. */
export function invalidInput(error: ZodError): AmanahError {
  const fields = error.issues.slice(0, mostFields).flatMap((issue) => {
    const message = issue.message.slice(0, longestText);
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message }];
    return issue.keys.slice(0, mostFields).map((key) => ({ path: [...issue.path, key.slice(0, longestText)].join('.'), message }));
  });
  return new AmanahError('HTTP_INVALID_INPUT', { fields: fields.slice(0, mostFields), cause: error });
}

function wantsPage(request: Request): boolean {
  // Whoever speaks an outside protocol is a program, unless it says that it shows pages.
  if (request.context.protocol) return request.headers.accept?.includes('text/html') === true && !request.originalUrl.startsWith('/api/');
  return (!request.originalUrl.startsWith('/api/') || Boolean(request.is('application/x-www-form-urlencoded'))) && request.accepts(['html', 'json']) === 'html';
}

function sendProblem(request: Request, response: Response, error: AmanahError): void {
  const { language, requestId } = request.context;
  const { title, action } = errorText(error.code, language, error.params);
  const problem = {
    type: `/errors/${error.code}`,
    code: error.code,
    title,
    detail: action,
    status: error.status,
    requestId,
    ...(error.fields ? { fields: error.fields } : {}),
  };
  response.status(error.status).setHeader('Content-Type', 'application/problem+json; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store').setHeader('Content-Language', language);
  response.end(JSON.stringify(problem));
}

function sendErrorPage(request: Request, response: Response, error: AmanahError, identity: Pick<Identity, 'signInUrl'>, host: Pick<Host, 'pluginTitle'>): void {
  const { language, requestId } = request.context;
  const refused = error.code === 'HOST_PLUGIN_REFUSED' ? host.pluginTitle(String(error.params.plugin), language) : null;
  const { title, action } = errorText(error.code, language, error.params);
  sendPage(response, request.context, {
    status: error.status,
    title: refused ? t(language, 'plugin.refused.title', { plugin: refused }) : title,
    lead: refused ? t(language, 'plugin.refused.body') : action,
    frame: 'public',
    icon: stateIcon(error.status),
    body: html`<p class="am-state__actions">
        ${error.code === 'HTTP_SIGN_IN_NEEDED' ? html`<a class="am-button" href="${identity.signInUrl(request, request.originalUrl)}">${t(language, 'error.signIn')}</a>` : ''}
        ${error.code === 'HTTP_PERMISSION_DENIED' ? html`<a class="am-button" href="/auth/capacity?rd=${encodeURIComponent(request.originalUrl)}">${t(language, 'error.forbidden')}</a>` : ''}
        ${error.status === 404 ? html`<a class="am-button" href="/search">${t(language, 'error.search')}</a>` : ''}
        <a class="am-button am-button--second" href="/">${t(language, 'error.home')}</a>
      </p>
      <p class="am-caption">${t(language, 'error.reference')}: <code dir="ltr">${requestId}</code> · <code dir="ltr">${error.code}</code></p>`,
  });
}

function stateIcon(status: number): string {
  if (status === 404 || status === 410) return 'search-x';
  if (status === 401 || status === 403) return 'lock';
  if (status === 429) return 'clock';
  return status >= 500 ? 'unplug' : 'circle-alert';
}
