/** Stands where a secret stood. */
export const scrubbed = '[secret]';

/** Shorter secrets are also ordinary words: they are looked for only where they stand alone, and never in data. */
const longFrom = 8;
const shortFrom = 3;

interface Needle {
  readonly bytes: Buffer;
  readonly long: boolean;
}

/** Where a secret may stand: `text` is written for operators (logs, errors, messages); `data` is what a system answered. */
export type ScrubbedPlace = 'text' | 'data';

/**
 * Takes secrets out of what leaves an adapter process, in every form they usually take on the way: plain, in JSON, XML, an address, in
 * base64 at any offset. The adapters themselves must not let them out; this is the net below.
 */
export class Scrubber {
  readonly #known = new Set<string>();
  /** Needles by their first two bytes, longest first; one pass over the text whatever their number. */
  readonly #byStart = new Map<number, Needle[]>();
  readonly #starts = new Uint8Array(65_536);

  add(secrets: Readonly<Record<string, string>>): void {
    for (const secret of Object.values(secrets)) {
      if (secret.length < shortFrom || this.#known.has(secret)) continue;
      this.#known.add(secret);
      for (const form of formsOf(secret)) this.#addNeedle({ bytes: Buffer.from(form), long: form.length >= longFrom });
    }
  }

  /** Whether anything would be taken out. */
  holds(bytes: Uint8Array, place: ScrubbedPlace): boolean {
    return this.#next(bytes, 0, place) !== null;
  }

  bytes(bytes: Uint8Array, place: ScrubbedPlace): Uint8Array {
    const pieces: Uint8Array[] = [];
    let from = 0;
    for (let hit = this.#next(bytes, 0, place); hit; hit = this.#next(bytes, from, place)) {
      pieces.push(bytes.subarray(from, hit.at), Buffer.from(scrubbed));
      from = hit.at + hit.length;
    }
    return pieces.length === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(from)]);
  }

  text(text: string, place: ScrubbedPlace): string {
    const bytes = Buffer.from(text);
    return this.holds(bytes, place) ? Buffer.from(this.bytes(bytes, place)).toString() : text;
  }

  /** The same for every text in a plain value, names of fields too. */
  value(value: unknown, place: ScrubbedPlace): unknown {
    if (typeof value === 'string') return this.text(value, place);
    if (Array.isArray(value)) return value.map((one) => this.value(one, place));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [this.text(name, place), this.value(one, place)]));
  }

  #addNeedle(needle: Needle): void {
    const start = startOf(needle.bytes, 0);
    const same = this.#byStart.get(start) ?? [];
    this.#byStart.set(
      start,
      [...same, needle].sort((a, b) => b.bytes.length - a.bytes.length),
    );
    this.#starts[start] = 1;
  }

  #next(bytes: Uint8Array, from: number, place: ScrubbedPlace): { at: number; length: number } | null {
    if (this.#byStart.size === 0) return null;
    const starts = this.#starts;
    for (let at = from; at < bytes.length - 1; at++) {
      const start = startOf(bytes, at);
      if (starts[start] === 0) continue;
      for (const needle of this.#byStart.get(start) ?? []) {
        const end = at + needle.bytes.length;
        if (end > bytes.length || (!needle.long && place === 'data')) continue;
        if (needle.bytes.compare(bytes, at, end) !== 0) continue;
        if (needle.long || (!isWord(bytes[at - 1]) && !isWord(bytes[end]))) return { at, length: needle.bytes.length };
      }
    }
    return null;
  }
}

const startOf = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

const isWord = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte > 127);

const xmlEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function formsOf(secret: string): ReadonlySet<string> {
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    json,
    // Inside a text that itself stands in JSON, such as a recorded body.
    JSON.stringify(json).slice(1, -1),
    ...inXml(secret),
    encoded(secret),
    encoded(secret).replaceAll('%20', '+'),
    ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
  ];
  // A key or certificate is also known by each of its lines.
  const lines = secret.includes('\n') ? secret.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----')) : [];
  return new Set([...forms, ...lines].filter((form) => form.length >= shortFrom));
}

/** XML writers must escape `&` and `<` and may escape the rest, by name or number. */
function inXml(secret: string): string[] {
  const named = [/[&<]/g, /[&<>]/g, /[&<>"]/g, /[&<>"']/g].map((signs) => secret.replace(signs, (sign) => xmlEscapes[sign] ?? sign));
  return [...named, ...named.map((text) => text.replaceAll('&quot;', '&#34;').replaceAll('&apos;', '&#39;')), secret.replaceAll('&', '&amp;')];
}

/** Percent-encoded; a lone half of a character pair has no such form. */
function encoded(secret: string): string {
  return secret.isWellFormed() ? encodeURIComponent(secret) : secret;
}

/** What is certain of the base64 of a text that holds the secret at this offset (mod 3), in both alphabets. */
function base64At(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const certain = bytes.toString('base64').slice(offset === 0 ? 0 : offset + 1, Math.floor((bytes.length * 8) / 6));
  return certain.length < longFrom ? [] : [certain, certain.replaceAll('+', '-').replaceAll('/', '_')];
}
