/** Turns addresses of a system's inner origins into its public ones, and keeps everything else as it is. */
export class AddressMap {
  readonly #inner: readonly string[];
  readonly outer: string;

  /** @param inner origins under which the system names itself; @param outer its public origin */
  constructor(inner: readonly string[], outer: string) {
    this.outer = outer;
    // Longest first: `http://host:8080` must not be read as `http://host` followed by `:8080`.
    this.#inner = [...new Set(inner.map((address) => new URL(address).origin))].filter((origin) => origin !== outer).sort((a, b) => b.length - a.length);
  }

  /** One address, as in `Location`: only a whole origin counts, so `http://inner.evil.test` is not `http://inner`. */
  address(value: string): string {
    for (const origin of this.#inner) {
      for (const prefix of [origin, origin.replace(/^https?:/, '')]) {
        if (value.toLowerCase().startsWith(prefix) && /^(?:[/?#]|$)/.test(value.slice(prefix.length))) return this.outer + value.slice(prefix.length);
      }
    }
    return value;
  }

  /** Every inner origin in a text, wherever it stands, also with escaped slashes as in JSON. */
  text(value: string): string {
    return this.#inner.reduce(
      (text, origin) => replaceOrigin(replaceOrigin(text, origin, this.outer), origin.replaceAll('/', '\\/'), this.outer.replaceAll('/', '\\/')),
      value,
    );
  }

  /** Length in characters of the longest thing that may be cut by a chunk's edge. */
  get longest(): number {
    return Math.max(0, ...this.#inner.map((origin) => origin.length + 3)) + 1;
  }

  get empty(): boolean {
    return this.#inner.length === 0;
  }
}

function replaceOrigin(text: string, origin: string, outer: string): string {
  let from = 0;
  let result = '';
  for (;;) {
    const at = text.indexOf(origin, from);
    if (at < 0) return result + text.slice(from);
    const next = text[at + origin.length] ?? '';
    result += text.slice(from, at) + (/[\w.:@-]/.test(next) ? origin : outer);
    from = at + origin.length;
  }
}
