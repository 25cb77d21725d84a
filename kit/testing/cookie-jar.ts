import { request, type Dispatcher } from 'undici';

/** A small browser for tests: keeps the hub's cookies, sends an Origin with forms, follows redirects on request. */
export class CookieJar {
  readonly base: string;
  readonly #cookies = new Map<string, string>();
  readonly #dispatcher: Dispatcher | undefined;

  /** `dispatcher` (of undici) says how to connect, for instance through a test's nginx. */
  constructor(base: string, dispatcher?: Dispatcher) {
    this.base = base;
    this.#dispatcher = dispatcher;
  }

  /** Cookie header of what is kept now. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request without following redirects; forms and other changes carry the portal's Origin. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie) headers.set('cookie', this.cookie);
    if (init.method && init.method !== 'GET' && !headers.has('origin')) headers.set('origin', this.base);
    const response = await fetch(new URL(path, this.base), { ...init, headers, redirect: 'manual', dispatcher: this.#dispatcher } as RequestInit);
    for (const cookie of response.headers.getSetCookie()) this.#keep(cookie);
    return response;
  }

  /** One request as a browser makes it for a page a person opens; `fetch` marks its own as a script's. */
  async navigate(path: string): Promise<{ status: number; location: string; text: string }> {
    const headers = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', ...(this.cookie ? { cookie: this.cookie } : {}) };
    const answer = await request(new URL(path, this.base), { headers, ...(this.#dispatcher ? { dispatcher: this.#dispatcher } : {}) });
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) this.#keep(cookie);
    return { status: answer.statusCode, location: String(answer.headers['location'] ?? ''), text: await answer.body.text() };
  }

  /** Follows redirects on the hub's own origin, at most fifteen. */
  async open(path: string, init: RequestInit = {}): Promise<Response> {
    let response = await this.fetch(path, init);
    let at = new URL(path, this.base);
    for (let hops = 0; hops < 15; hops++) {
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || !location) return response;
      at = new URL(location, at);
      if (at.origin !== new URL(this.base).origin) return response;
      await response.body?.cancel();
      response = await this.fetch(at.href);
    }
    throw new Error(`redirects without end at ${at.href}`);
  }

  /** Fills the staff form with its hidden fields, and the form for a code when one is asked. @throws when no session comes of it */
  async signIn(username: string, password: string, code?: () => string): Promise<void> {
    let answer = await this.#send(await this.open('/auth/sign-in/staff'), { username, password });
    if (code && new URL(answer.url).pathname === '/auth/sign-in/code') answer = await this.#send(answer, { code: code() });
    if (answer.status >= 400 || !/(^|; )(__Host-)?amanah=/.test(this.cookie)) throw new Error(`sign-in of ${username} was answered with ${answer.status}`);
    await answer.body?.cancel();
  }

  async #send(page: Response, given: Readonly<Record<string, string>>): Promise<Response> {
    const form = formOf(await page.text());
    return this.open(new URL(form.action || page.url, page.url).href, { method: 'POST', body: new URLSearchParams({ ...form.fields, ...given }) });
  }

  #keep(header: string): void {
    const [pair = '', ...attributes] = header.split(';');
    const name = pair.slice(0, pair.indexOf('=')).trim();
    const gone = attributes.some((attribute) => /max-age=0\b|expires=thu, 01 jan 1970/i.test(attribute));
    if (gone) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(pair.indexOf('=') + 1));
  }
}

function formOf(html: string): { action: string; fields: Record<string, string> } {
  const form = /<form\b[^>]*method="?post"?[^>]*>[\s\S]*?<\/form>/i.exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input\b[^>]*type="?hidden"?[^>]*>/gi)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name) fields[name] = (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&amp;', '&');
  }
  return { action: (/action="([^"]*)"/.exec(form)?.[1] ?? '').replaceAll('&amp;', '&'), fields };
}
