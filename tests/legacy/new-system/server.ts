import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { Bookings } from './facilities.ts';
import { microFrontendManifest, serveMicroFrontend } from './micro-frontend.ts';
import { bookingPage, type Language } from './pages.ts';
import { RelyingParty, type PortalClient } from './relying-party.ts';

const { address, port, settings } = standInArguments({
  address: '127.0.0.5',
  settings: { portal: null as PortalClient | null, dataDir: null as string | null },
});
const bookings = new Bookings();
let microFrontendFault: string | null = null;
let relyingParty: RelyingParty;
const { origin } = await serveMicroFrontend(address, () => microFrontendFault);
const manifest = settings.dataDir ? join(settings.dataDir, 'parks-booking.mfe.yaml') : null;
if (manifest) writeFileSync(manifest, microFrontendManifest(origin));

await serveStandIn({
  address,
  port,
  listener: (url) => {
    relyingParty = new RelyingParty(url, settings.portal);
    return (request, response) => {
      answer(url, request, response).catch((error: unknown) => {
        if (!response.headersSent)
          response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end(error instanceof Error ? error.message : String(error));
      });
    };
  },
  controls: {
    /** `?issuer=…&client_id=…&client_secret=…` connects it to a portal. */
    portal: (query) => {
      relyingParty.connect({ issuer: need(query, 'issuer'), clientId: need(query, 'client_id'), clientSecret: need(query, 'client_secret') });
    },
    'signed-in': () => ({ signedIn: relyingParty.signedIn }),
    /** `?fault=404|altered|throws|hangs`, none without it. */
    'micro-frontend': (query) => ({ fault: (microFrontendFault = query.get('fault')) }),
  },
  more: () => ({ microFrontend: origin, manifest }),
});

async function answer(url: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams, href } = new URL(request.url ?? '/', url);
  const session = relyingParty.session(cookie(request, 'parks_session'));
  const language: Language = (searchParams.get('lang') ?? cookie(request, 'parks_lang')) === 'en' ? 'en' : 'ar';
  const redirect = (location: string, cookies: readonly string[] = []) => void response.writeHead(303, { location, 'set-cookie': [...cookies] }).end();
  switch (`${request.method} ${pathname}`) {
    case 'GET /': {
      const name = session ? String(session.claims[`name_${language}`] ?? session.claims['name'] ?? session.subject) : null;
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'set-cookie': `parks_lang=${language}; Path=/; SameSite=Lax`,
      });
      return void response.end(bookingPage(language, { connected: relyingParty.connected, name, booked: session ? bookings.of(session.subject) : [] }));
    }
    case 'GET /whoami':
      return void response
        .writeHead(session ? 200 : 401, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(session?.claims ?? {}));
    case 'GET /sign-in': {
      const { location, state } = await relyingParty.begin(language);
      return redirect(location, [`parks_state=${state}; Path=/callback; HttpOnly; SameSite=Lax`]);
    }
    case 'GET /callback': {
      const started = await relyingParty.finish(new URL(href), cookie(request, 'parks_state') ?? '');
      return redirect('/', [`parks_session=${started.id}; Path=/; HttpOnly; SameSite=Lax`, 'parks_state=; Path=/callback; Max-Age=0']);
    }
    case 'POST /sign-out':
      return redirect(session ? await relyingParty.signOut(session, `${url}/`) : '/', ['parks_session=; Path=/; Max-Age=0']);
    case 'POST /book':
      if (!session) return redirect('/sign-in');
      bookings.book(session.subject, (await form(request)).get('facility') ?? '');
      return redirect('/');
    case 'POST /backchannel-logout':
      try {
        await relyingParty.backchannelLogout((await form(request)).get('logout_token') ?? '');
        return void response.writeHead(200, { 'cache-control': 'no-store' }).end();
      } catch {
        return void response.writeHead(400, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end('{"error":"invalid_request"}');
      }
    default:
      return void response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404');
  }
}

function cookie(request: IncomingMessage, name: string): string | undefined {
  return new RegExp(`(?:^|; *)${name}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1];
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) if ((body += chunk).length > 50_000) break;
  return new URLSearchParams(body);
}

function need(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (!value) throw new Error(`${name} is needed`);
  return value;
}
