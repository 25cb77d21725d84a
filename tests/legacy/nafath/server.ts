import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { Approvals } from './approvals.ts';
import { appPage, endedPage, gonePage, numberPage, waitingPage, type Language } from './pages.ts';
import { nationalNumber, readPeople, subjectOf } from './people.ts';
import { createProvider, type NafathSettings } from './provider.ts';

const people = readPeople([new URL('people.yaml', import.meta.url), new URL('../../../config/demo/people.yaml', import.meta.url)]);
const { address, port, settings } = standInArguments({
  address: '127.0.0.2',
  settings: {
    clientId: 'amanah-hub',
    clientSecret: 'nafath-stand-in-secret',
    redirectUris: [],
    approvalSeconds: 90,
    autoApproveMs: null,
  } as NafathSettings & { approvalSeconds: number; autoApproveMs: number | null },
});
const approvals = new Approvals(settings.approvalSeconds);
approvals.autoApproveMs = settings.autoApproveMs;

await serveStandIn({
  address,
  port,
  listener: async (url) => {
    const provider = await createProvider(url, people, settings);
    const oidc = provider.callback();
    return (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', url);
      const page = /^\/sign-in\/([\w-]+)(?:\/(state|cancel|retry))?$/.exec(pathname);
      const work = page?.[1]
        ? signIn(request, response, page[1], page[2] ?? null, searchParams, provider)
        : pathname === '/app'
          ? app(request, response, searchParams)
          : undefined;
      if (!work) return void oidc(request, response);
      work.catch((error: unknown) => response.headersSent || response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)));
    };
  },
  controls: {
    /** `?ms=0` approves by itself, `?off` waits for the app. */
    'auto-approve': (query) => ({ autoApproveMs: (approvals.autoApproveMs = query.has('off') ? null : Number(query.get('ms') ?? 0)) }),
    /** `?seconds=2` shortens how long a request waits. */
    'approval-seconds': (query) => ({ seconds: (approvals.seconds = Number(query.get('seconds') ?? 90)) }),
    /** `?national_number=1…` chooses the right number in that person's app; `&reject` declines. */
    answer: (query) => {
      const waiting = approvals.waitingFor(query.get('national_number') ?? '');
      return { answered: waiting.map((one) => approvals.answer(one.id, query.has('reject') ? null : one.number)) };
    },
  },
});

async function signIn(
  request: IncomingMessage,
  response: ServerResponse,
  uid: string,
  step: string | null,
  query: URLSearchParams,
  provider: Awaited<ReturnType<typeof createProvider>>,
): Promise<void> {
  const language = languageOf(request, query);
  const path = `/sign-in/${uid}`;
  if (step === 'state') {
    return void response
      .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify({ state: approvals.state(uid) ?? 'expired' }));
  }
  const nonce = randomBytes(16).toString('base64');
  const details = await provider.interactionDetails(request, response).catch(() => null);
  if (!details || details.uid !== uid) return send(response, nonce, language, gonePage(language, nonce), 410);
  if (!query.has('lang') && !request.headers.cookie?.includes('nafath_lang=') && details.params['ui_locales'] === 'en') {
    return redirect(response, `${path}?lang=en`);
  }
  if (request.method === 'POST') {
    if (step === 'cancel') {
      approvals.end(uid);
      return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'cancelled by the person' });
    }
    if (step === 'retry') {
      approvals.end(uid);
      return redirect(response, path);
    }
    const typed = (await formOf(request)).get('national_number') ?? '';
    const nationalId = nationalNumber(typed);
    const error = nationalId === null ? 'errorNumber' : people.has(nationalId) ? null : 'errorUnknown';
    if (error || nationalId === null) return send(response, nonce, language, numberPage(language, nonce, path, error, typed), 422);
    approvals.start(uid, nationalId);
    return redirect(response, path);
  }
  const approval = approvals.find(uid);
  const state = approvals.state(uid);
  if (!approval || !state) return send(response, nonce, language, numberPage(language, nonce, path, null));
  if (state === 'waiting') return send(response, nonce, language, waitingPage(language, nonce, path, approval));
  if (state !== 'approved') return send(response, nonce, language, endedPage(language, nonce, path, state));
  approvals.end(uid);
  return provider.interactionFinished(request, response, { login: { accountId: subjectOf(approval.nationalId), acr: 'urn:nafath:app', remember: false } });
}

async function app(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
  const form = request.method === 'POST' ? await formOf(request) : query;
  const nonce = randomBytes(16).toString('base64');
  const language = languageOf(request, form);
  const number = form.get('number');
  const answered = number === null ? null : approvals.answer(form.get('id') ?? '', number === 'reject' ? null : Number(number));
  const nationalId = nationalNumber(form.get('national_number') ?? '') ?? '';
  const said = answered ? `state${answered.charAt(0).toUpperCase()}${answered.slice(1)}` : null;
  send(response, nonce, language, appPage(language, nonce, nationalId, approvals.waitingFor(nationalId), said));
}

function languageOf(request: IncomingMessage, query: URLSearchParams): Language {
  const wanted = query.get('lang') ?? /(?:^|; )nafath_lang=(ar|en)/.exec(request.headers.cookie ?? '')?.[1];
  return wanted === 'en' ? 'en' : 'ar';
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) if ((body += chunk).length > 10_000) break;
  return new URLSearchParams(body);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

function send(response: ServerResponse, nonce: string, language: Language, page: ReturnType<typeof gonePage>, status = 200): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'set-cookie': `nafath_lang=${language}; Path=/; HttpOnly; SameSite=Lax`,
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'same-origin',
  });
  response.end(String(page));
}
