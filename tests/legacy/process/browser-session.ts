import { request as httpRequest } from 'node:http';

/** A browser reduced to navigation, cookies and redirects, for tests of servers that need no scripts. */
export class BrowserSession {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Navigates without following redirects, keeping cookies per host and port. */
  async request(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const target = new URL(url);
    const jar = this.#cookies.get(target.host) ?? new Map<string, string>();
    this.#cookies.set(target.host, jar);
    const response = await navigate(target, init, [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';');
      const at = pair.indexOf('=');
      const gone = attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one));
      if (gone) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects until a page, or until the address matches `until`; returns where it stopped. */
  async follow(url: string | URL, until?: (url: URL) => boolean): Promise<{ url: URL; response: Response }> {
    let at = new URL(url);
    for (let hops = 0; hops < 20; hops++) {
      const response = await this.request(at);
      const location = response.headers.get('location');
      if (!location) return { url: at, response };
      at = new URL(location, at);
      if (until?.(at)) return { url: at, response };
    }
    throw new Error(`too many redirects, last ${at}`);
  }

  /** Posts a form in UTF-8. */
  post(url: string | URL, form: Readonly<Record<string, string>>): Promise<Response> {
    return this.request(url, { method: 'POST', body: new URLSearchParams(form) });
  }
}

/** One request as a browser sends it for a page; `fetch` marks its own as a script's, and some systems then refuse to redirect. */
async function navigate(url: URL, init: RequestInit, cookie: string): Promise<Response> {
  const body = init.body ? new Response(init.body) : null;
  const content = body && Buffer.from(await body.arrayBuffer());
  const headers: Record<string, string> = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  if (cookie) headers['cookie'] = cookie;
  if (body && content)
    Object.assign(headers, { 'content-type': body.headers.get('content-type') ?? '', 'content-length': String(content.length), origin: url.origin });
  new Headers(init.headers).forEach((value, name) => (headers[name] = value));
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: init.method ?? 'GET', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', reject).on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const kept = new Headers();
        for (const [name, values] of Object.entries(answer.headersDistinct)) for (const value of values ?? []) kept.append(name, value);
        const status = answer.statusCode ?? 200;
        resolve(new Response([204, 304].includes(status) ? null : Buffer.concat(chunks), { status, headers: kept }));
      });
    });
    request.on('error', reject).end(content);
  });
}
