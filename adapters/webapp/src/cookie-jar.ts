import type { SystemCookies } from '@amanah/adapter-api';

/** A system that sets more than this, or longer ones, would be refused by its own server's header limit. */
const maxCookies = 50;
const maxCookieLength = 4_096;

/** Cookies of one person's session at one system; they stay on the server. */
export class CookieJar implements SystemCookies {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  /** Takes a `Set-Cookie` value; an expired one is removed. */
  take(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    if (at < 1) return;
    const attribute = (name: string) => attributes.find((one) => one.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const maxAge = attribute('max-age');
    const expires = attribute('expires');
    const ended = maxAge !== undefined ? Number(maxAge) <= 0 : expires !== undefined && Date.parse(expires) <= Date.now();
    const path = attribute('path');
    if (ended) this.#cookies.delete(pair.slice(0, at));
    else if (pair.length <= maxCookieLength && (this.#cookies.has(pair.slice(0, at)) || this.#cookies.size < maxCookies))
      this.#cookies.set(pair.slice(0, at), { value: pair.slice(at + 1), path: path?.startsWith('/') ? path.slice(0, maxCookieLength) : '/' });
  }

  state(): string {
    return JSON.stringify([...this.#cookies]);
  }

  /** The jar whose `state` this is. */
  static of(state: string): CookieJar {
    const jar = new CookieJar();
    for (const [name, cookie] of JSON.parse(state) as [string, { value: string; path: string }][]) jar.#cookies.set(name, cookie);
    return jar;
  }

  has(name: string): boolean {
    return this.#cookies.has(name);
  }

  /** The `Cookie` header for a path; empty when no cookie belongs there. */
  header(path: string): string {
    const within = (root: string) => path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
    return [...this.#cookies]
      .filter(([, cookie]) => within(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  }
}
