import { Agent, buildConnector } from 'undici';
import { AdapterError } from './adapter-error.ts';
import { sendOnce } from './http-exchange.ts';
import type { HttpAnswer, HttpClient, HttpClientOptions, HttpRequest } from './http-messages.ts';

/** Redirects followed for a read, on declared origins only. */
const maxRedirects = 3;
/** What another origin may be told by a redirect; anything else might be a credential. */
const harmless = /^(?:accept|accept-.+|user-agent|content-type|content-language)$/i;

/** Opens an HTTP client for one system. */
export function createHttpClient({ origins, limits, tls = {} }: HttpClientOptions): HttpClient {
  const allowed = new Set(origins.map((origin) => new URL(origin).origin));
  const alerts = new Map<number, string>();
  const options = {
    connect: hearingAlerts(buildConnector({ timeout: limits.connectMs, ...tls }), alerts),
    headersTimeout: limits.answerMs,
    bodyTimeout: limits.idleMs,
    maxHeaderSize: limits.maxHeaderBytes,
    connections: limits.atOnce,
  };
  const agents = { read: new Agent(options), write: new Agent({ ...options, pipelining: 0 }) };

  const ask = async (request: HttpRequest, hops: number): Promise<HttpAnswer> => {
    const { url, effect } = request;
    if (!allowed.has(url.origin))
      throw new AdapterError('contract-violation', `leads to ${url.origin}, which is not declared`, { reached: hops > 0 ? 'yes' : 'no' });
    const answer = await sendOnce(agents[effect], request, limits.maxAnswerBytes, alerts);
    const location = answer.headers['location'];
    if (!location || ![301, 302, 303, 307, 308].includes(answer.status) || effect === 'write') return answer;
    if (hops >= maxRedirects) throw new AdapterError('contract-violation', `more than ${maxRedirects} redirects`, { reached: 'yes' });
    const next = URL.parse(location, url);
    if (!next) throw new AdapterError('contract-violation', 'redirects to what is no address', { reached: 'yes' });
    return ask(redirected(request, next, answer.status), hops + 1);
  };

  return {
    request: (request) => ask(request, 0),
    close: async () => void (await Promise.all([agents.read.destroy(), agents.write.destroy()])),
  };
}

/** Keeps TLS alerts by local port: undici tells of them as a connection that was closed, which leaves open whether the request was read. */
function hearingAlerts(connect: buildConnector.connector, alerts: Map<number, string>): buildConnector.connector {
  return (options, done) =>
    connect(options, (...result) => {
      const port = result[1]?.localPort;
      if (port !== undefined) {
        result[1]?.prependOnceListener('error', ({ code }: NodeJS.ErrnoException) => code?.includes('ALERT') && alerts.set(port, code));
        result[1]?.once('close', () => setImmediate(() => alerts.delete(port)));
      }
      done(...result);
    });
}

/** The request as its redirect asks for it (RFC 9110, 15.4): without a body after 303, and after 301 and 302 of a POST, as every client does. */
function redirected({ method, headers = {}, body, signal, effect, url }: HttpRequest, next: URL, status: number): HttpRequest {
  const fetches = (status === 303 && method !== 'HEAD') || (status < 303 && method === 'POST');
  const kept = Object.entries(headers).filter(
    ([name]) => (next.origin === url.origin || harmless.test(name)) && !(fetches && /^(?:content|transfer)-/i.test(name)),
  );
  return {
    method: fetches ? 'GET' : method,
    url: next,
    headers: Object.fromEntries(kept),
    ...(fetches || body === undefined ? {} : { body }),
    signal,
    effect,
  };
}
