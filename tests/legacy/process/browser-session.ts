/** A browser reduced to cookies and redirects, for tests of servers that need no scripts. */
export class BrowserSession {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Fetches without following redirects, keeping cookies per host and port. */
  async request(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
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
      await response.body?.cancel();
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
