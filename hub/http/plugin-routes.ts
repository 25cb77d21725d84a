import { AmanahError } from '@amanah/errors';
import type { Actor, Call, FileAnswer, SystemActor } from '@amanah/plugin-api';
import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { html } from 'hono/html';
import type { Access } from '../access/contract.ts';
import type { Host, PluginRoute } from '../host/contract.ts';
import { pathPattern } from '../host/path-pattern.ts';
import { asCaller } from '../systems/calls/current-caller.ts';
import { callLimit } from './call-limit.ts';
import { localPath } from './visitor-routes.ts';
import { messages } from './messages.ts';
import { networkOf } from './network-of.ts';
import { sendPage } from './page.ts';
import type { RequestContext } from './request-context.ts';
import { invalidInput } from './error-response.ts';
import { sendFile } from './send-file.ts';
import { inSpan } from './tracing.ts';
import { uploadBody, type UploadBody } from './upload-body.ts';

const twoFactors = 'urn:amanah:acr:2';
const maxBody = '1mb';
const maxFormBody = '20kb';
const worthCompressing = 1_024;
const t = messages(import.meta.url);

/** Binds the routes of all started plugins under `/api/<plugin>`, a router each; `compress` is run for answers that are worth it. */
export function pluginRoutes(host: Host, access: Access, compress: RequestHandler): Router {
  const router = Router({ caseSensitive: true });
  const json = express.json({ limit: maxBody });
  const form = express.urlencoded({ limit: maxFormBody, extended: false });
  const routers = new Map<string, Router>();
  for (const bound of host.routes()) {
    const own = routers.get(bound.plugin) ?? Router({ caseSensitive: true });
    const { method, path } = bound.route;
    const reader = bound.route.maxBodyBytes === undefined ? json : express.json({ limit: bound.route.maxBodyBytes });
    const bodies = method === 'get' || bound.route.upload ? [] : bound.route.form ? [reader, form] : [reader];
    const { formPage } = bound.route;
    if (formPage) own.get(expressPath(path), (request, response) => response.redirect(303, filled(formPage, request.params)));
    own[method](expressPath(path), ...bodies, handle(bound, access, compress));
    routers.set(bound.plugin, own);
  }
  for (const [plugin, own] of routers) router.use(`/${plugin}`, own);
  return router;
}

/** What no route answered: an unknown path is 404, a known one with another method 405, a refused plugin is named. */
export function unknownRoute(host: Host): RequestHandler {
  const patterns = host.routes().map(({ plugin, route }) => ({ method: route.method, pattern: pathPattern(`/${plugin}${expressPath(route.path)}`) }));
  return (request, response, next) => {
    const plugin = request.path.split('/')[1] ?? '';
    if (host.isRefused(plugin)) return next(new AmanahError('HOST_PLUGIN_REFUSED', { params: { plugin: host.pluginTitle(plugin, request.context.language) } }));
    const allowed = patterns.filter(({ pattern }) => pattern.match(request.path)).map(({ method }) => method.toUpperCase());
    if (allowed.length === 0) return next(new AmanahError('HTTP_NOT_FOUND'));
    response.setHeader('Allow', allowed.join(', '));
    next(new AmanahError('HTTP_METHOD_NOT_ALLOWED'));
  };
}

function handle(bound: PluginRoute, access: Access, compress: RequestHandler): RequestHandler {
  const { plugin, route } = bound;
  const schema = route.input instanceof z.ZodObject ? route.input.strict() : route.input;
  const answer = answerOf(bound, compress);
  const count = route.limit ? callLimit(route.limit) : null;
  return async (request, response) => {
    response.locals.route = `/api/${plugin}${route.path}`;
    count?.(networkOf(request.ip ?? ''));
    const actor = request.context.session?.actor ?? null;
    assertCaller(access, request.context, plugin, route);
    if (route.stepUpSeconds !== undefined) assertSteppedUp(actor, route.stepUpSeconds);
    if (route.freshSeconds !== undefined) assertFresh(actor, route.freshSeconds);
    const input = schema.safeParse({ ...(request.query as object), ...(request.body as object | undefined), ...request.params });
    if (!input.success) throw invalidInput(input.error);
    const upload = route.upload && uploadBody(request, route.upload.maxBytes);
    try {
      const call = callOf(request, upload ? { upload } : {});
      const result = await inSpan(`${plugin} ${route.method.toUpperCase()} ${route.path}`, { 'amanah.plugin': plugin }, () =>
        asCaller(call, () => route.handle(input.data, call)),
      );
      await answer(request, response, result);
    } finally {
      upload?.close();
    }
  };
}

/** Sends what a handler answered, once it is known to be what its route says. */
function answerOf({ plugin, route }: PluginRoute, compress: RequestHandler): (request: Request, response: Response, result: unknown) => Promise<void> {
  const { output } = route;
  const lies = (detail: string) => new AmanahError('HTTP_INTERNAL', { detail: `${plugin} ${route.path} answered outside its own schema: ${detail}` });
  const cacheSeconds = typeof route.access !== 'string' && route.method === 'get' ? (route.cacheSeconds ?? null) : null;
  return async (request, response, result) => {
    response.vary('Cookie, Authorization');
    if ('fileTypes' in output) {
      const file = result as FileAnswer;
      if (!output.fileTypes.includes(file.type)) throw lies(`a file of type ${file.type}`);
      return sendFile(request, response, file, cacheSeconds);
    }
    const read = output.safeParse(result);
    if (!read.success) throw lies(read.error.message);
    response.setHeader('Cache-Control', cacheSeconds === null ? 'no-store' : `public, max-age=${cacheSeconds}`);
    if (route.form && request.is('application/x-www-form-urlencoded')) sendReceived(request, response);
    else if (read.data === undefined) response.status(204).end();
    else await sendJson(request, response, read.data, compress);
  };
}

/** Small answers, which are most, go out in one piece; only large ones are worth compressing. */
async function sendJson(request: Request, response: Response, data: unknown, compress: RequestHandler): Promise<void> {
  const text = JSON.stringify(data);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  if (text.length >= worthCompressing) await compress(request, response, () => response.end(text));
  else response.end(text);
}

/** What a plain HTML form gets for an answer: it was received, and the way back to the page it stood on. */
function sendReceived(request: Request, response: Response): void {
  const { context } = request;
  const came = URL.parse(request.get('Referer') ?? '');
  const back = came && came.host === request.get('Host') ? localPath(came.pathname + came.search) : '/';
  sendPage(response, context, {
    title: t(context.language, 'form.received'),
    lead: t(context.language, 'form.thanks'),
    icon: 'circle-check',
    frame: 'public',
    body: html`<p class="am-state__actions"><a class="am-button am-button--second" href="${back}">${t(context.language, 'form.back')}</a></p>`,
  });
}

/** The call of a request: who, in which language, and a signal that aborts when the visitor is gone (or the given one). */
export function callOf(request: Request, { upload, signal }: { upload?: UploadBody; signal?: AbortSignal } = {}): Call {
  const { session, system, language, requestId } = request.context;
  let gone = signal;
  return {
    actor: session?.actor ?? null,
    ...(system ? { system } : {}),
    ...(upload ? { upload } : {}),
    language,
    requestId,
    get network() {
      return networkOf(request.ip ?? '');
    },
    // Made when asked for: most handlers are done before anybody could go away.
    get signal() {
      return (gone ??= goneSignal(request.res));
    },
  };
}

function goneSignal(response: Response | undefined): AbortSignal {
  const gone = new AbortController();
  if (response?.destroyed) gone.abort();
  response?.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** @throws HTTP_SIGN_IN_NEEDED, HTTP_PERMISSION_DENIED */
export function assertAllowed(access: Access, actor: Actor | null, permission: string): void {
  const decision = permission === 'signed-in' ? { allowed: actor !== null, reason: 'not-signed-in' } : access.decide(actor, permission);
  if (decision.allowed) return;
  throw new AmanahError(actor ? 'HTTP_PERMISSION_DENIED' : 'HTTP_SIGN_IN_NEEDED', { detail: `${permission}: ${'reason' in decision ? decision.reason : ''}` });
}

/** Whether the caller of a route or protocol may: a person by their permission, a system by its grant. @throws HTTP_SIGN_IN_NEEDED, HTTP_PERMISSION_DENIED, HTTP_PERSON_NEEDED, HTTP_NOT_GRANTED */
export function assertCaller(
  access: Access,
  { session, system }: Pick<RequestContext, 'session' | 'system'>,
  plugin: string,
  asked: Pick<PluginRoute['route'], 'access' | 'openToSystems'>,
): void {
  const permission = typeof asked.access === 'string' ? `${plugin}:${asked.access}` : null;
  if (system) assertOpen(access, asked, permission, system);
  else if (permission) assertAllowed(access, session?.actor ?? null, permission);
}

/** A public route answers a system as it answers anybody. @throws HTTP_PERSON_NEEDED, HTTP_NOT_GRANTED */
function assertOpen(access: Access, route: Pick<PluginRoute['route'], 'openToSystems'>, permission: string | null, system: SystemActor): void {
  if (permission === null) return;
  if (!route.openToSystems) throw new AmanahError('HTTP_PERSON_NEEDED', { detail: permission });
  if (!access.decide(system, permission).allowed)
    throw new AmanahError('HTTP_NOT_GRANTED', { params: { permission }, detail: `${system.system.id} ${permission}` });
}

function assertSteppedUp(actor: Actor | null, seconds: number): void {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  if (actor.acr !== twoFactors || Date.now() / 1_000 - actor.authTime > seconds) throw new AmanahError('HTTP_STEP_UP_NEEDED');
}

function assertFresh(actor: Actor | null, seconds: number): void {
  if (!actor) throw new AmanahError('HTTP_SIGN_IN_NEEDED');
  if (Date.now() / 1_000 - actor.authTime > seconds) throw new AmanahError('HTTP_FRESH_SIGN_IN_NEEDED');
}

/** `/unsubscribe/{token}` with the token of the request. */
function filled(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_place, name: string) => encodeURIComponent(String(params[name] ?? '')));
}

/** `/ratings/{code}` → `/ratings/:code` */
function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
