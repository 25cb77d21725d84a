const addressPart = /[\w.:/\\@-]/;
const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Turns addresses of a system's inner origins into its public ones, and keeps everything else as it is. */
export class AddressMap {
  readonly #inner: ReadonlySet<string>;
  readonly #outer: { readonly secure: boolean; readonly host: string };
  readonly #pattern: RegExp | null;
  readonly outer: string;
  /** Length in characters of the longest thing that may be cut by a chunk's edge, with the character after it. */
  readonly longest: number;

  /** @param inner origins under which the system names itself; @param outer its public origin */
  constructor(inner: readonly string[], outer: string) {
    const { protocol, host } = new URL(outer);
    this.outer = outer;
    this.#outer = { secure: protocol === 'https:', host };
    const origins = inner.map((address) => new URL(address)).filter(({ origin }) => origin !== new URL(outer).origin);
    this.#inner = new Set(origins.map(({ protocol: scheme, hostname, port }) => keyOf(scheme.slice(0, -1), hostname, port)));
    const hosts = [...new Set(origins.map(({ hostname }) => hostname))];
    this.#pattern =
      hosts.length > 0
        ? new RegExp(`(?:(https?|wss?):)?((?:\\\\?/){2})(${hosts.map((name) => name.replace(/[.[\]]/g, '\\$&')).join('|')})(?::(\\d{1,5}))?(?![\\w.:@-])`, 'gi')
        : null;
    this.longest = Math.max(0, ...hosts.map((name) => name.length + 17));
  }

  get empty(): boolean {
    return this.#pattern === null;
  }

  /** One address, as in `Location`: only a whole origin counts, so `http://inner.evil.test` is not `http://inner`. */
  address(value: string): string {
    const { mapped, taken } = this.take(value, 1, '');
    return taken > 0 && /^(?:[/?#]|$)/.test(value.slice(taken)) ? mapped + value.slice(taken) : value;
  }

  /** Every inner origin in a text, wherever it stands, also with escaped slashes as in JSON. */
  text(value: string): string {
    return this.take(value, value.length, '').mapped;
  }

  /**
   * Maps what begins before `until`, for text that streams: nothing is decided that later characters could change as long as `longest`
   * characters follow. @param before the character before the text, empty at its beginning; @returns the text so far and how much of `value` it stands for
   */
  take(value: string, until: number, before: string): { mapped: string; taken: number } {
    let mapped = '';
    let taken = 0;
    for (const match of this.#pattern ? value.matchAll(this.#pattern) : []) {
      if (match.index >= until) break;
      const [whole, scheme, slashes = '//', host = '', port] = match;
      const previous = match.index === 0 ? before : value[match.index - 1]!;
      const to = this.#outerOf(scheme?.toLowerCase(), slashes, host.toLowerCase(), port, previous);
      if (to === null) continue;
      mapped += value.slice(taken, match.index) + to;
      taken = match.index + whole.length;
    }
    const end = Math.max(taken, Math.min(until, value.length));
    return { mapped: mapped + value.slice(taken, end), taken: end };
  }

  #outerOf(scheme: string | undefined, slashes: string, host: string, port: string | undefined, previous: string): string | null {
    const { secure, host: outerHost } = this.#outer;
    // `//host` without a scheme is an address only where one can begin: not inside a path.
    if (scheme === undefined)
      return addressPart.test(previous) || !['http', 'https'].some((one) => this.#inner.has(keyOf(one, host, port ?? ''))) ? null : slashes + outerHost;
    const socket = scheme.startsWith('ws');
    if (/\w/.test(previous) || !this.#inner.has(keyOf(socket ? scheme.replace('ws', 'http') : scheme, host, port ?? ''))) return null;
    return `${socket ? 'ws' : 'http'}${secure ? 's' : ''}:${slashes}${outerHost}`;
  }
}

function keyOf(scheme: string, host: string, port: string): string {
  return `${scheme}://${host}:${port || defaultPorts[scheme]}`;
}
