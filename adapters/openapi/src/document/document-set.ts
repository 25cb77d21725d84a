import { AdapterError } from '@amanah/adapter-api';
import { follow, isObject, member, step, steps, type JsonObject } from './json.ts';
import { parseDocument } from './parse-document.ts';

const maxDocuments = 200;
const maxBytes = 64_000_000;
/** References that lead to references. */
const maxHops = 50;

/** A value with where it stands: the address of its document and a JSON pointer in it. */
export interface Located {
  readonly value: unknown;
  readonly uri: string;
  readonly pointer: string;
}

/** Where a reference leads, or why it leads nowhere. */
export type Resolved = { readonly at: Located; readonly missing?: undefined } | { readonly at?: undefined; readonly missing: string };

/** Gets the bytes of a document by its address. @throws AdapterError */
export type DocumentReader = (uri: string) => Promise<Buffer>;

/** A document with all that its references name, also in other files and on other addresses; read once, then resolved without waiting. */
export class DocumentSet {
  readonly root: Located;
  readonly #documents = new Map<string, { readonly value: JsonObject } | { readonly missing: string }>();
  readonly #anchors = new Map<string, Map<string, string>>();

  private constructor(uri: string, value: JsonObject) {
    this.root = { value, uri, pointer: '' };
    this.#documents.set(uri, { value });
  }

  /** Reads a document and everything it refers to. What cannot be read is missing where it is referred to. @throws AdapterError when the root cannot be read */
  static async read(uri: string, read: DocumentReader): Promise<DocumentSet> {
    const bytes = await read(uri);
    const set = new DocumentSet(uri, parseDocument(bytes, nameOf(uri)));
    let total = bytes.length;
    let waiting = [...set.#foreign(uri, set.root.value)];
    while (waiting.length > 0) {
      const found = await Promise.all(
        waiting.map(async (next) => {
          try {
            if (set.#documents.size + waiting.length > maxDocuments) return { next, missing: `more than ${maxDocuments} documents` };
            const part = await read(next);
            total += part.length;
            return total > maxBytes ? { next, missing: `more than ${maxBytes} bytes` } : { next, value: parseDocument(part, nameOf(next)) };
          } catch (error) {
            if (!(error instanceof AdapterError) || error.outcome === 'cancelled' || error.outcome === 'timeout') throw error;
            return { next, missing: error.message };
          }
        }),
      );
      for (const { next, ...document } of found) set.#documents.set(next, document as { value: JsonObject } | { missing: string });
      waiting = [...new Set(found.flatMap(({ next, ...document }) => ('value' in document ? [...set.#foreign(next, document.value)] : [])))];
    }
    return set;
  }

  /** Whether it is made of one document alone. */
  get single(): boolean {
    return this.#documents.size === 1;
  }

  /** Follows a `$ref` that stands in the document `from`, and the references it leads to. */
  resolve(ref: string, from: string): Resolved {
    let at = this.#one(ref, from);
    for (let hops = 0; at.at; hops++) {
      const next = member(at.at.value, '$ref');
      if (typeof next !== 'string') return at;
      if (hops > maxHops) return { missing: `${ref} (a reference to itself)` };
      at = this.#one(next, at.at.uri);
    }
    return at;
  }

  /** Follows one `$ref` alone: what it leads to may be a reference itself. */
  target(ref: string, from: string): Resolved {
    return this.#one(ref, from);
  }

  /** The value that stands at a place or, when that is a reference, what it leads to. */
  deref(at: Located): Resolved {
    const ref = member(at.value, '$ref');
    return typeof ref === 'string' ? this.resolve(ref, at.uri) : { at };
  }

  /** A member of an object that was located. */
  child(at: Located, name: string | number): Located {
    const value = Array.isArray(at.value) ? (at.value as unknown[])[Number(name)] : member(at.value, String(name));
    return { value, uri: at.uri, pointer: at.pointer + step(name) };
  }

  #one(ref: string, from: string): Resolved {
    const url = URL.parse(ref, from);
    if (!url) return { missing: ref };
    const fragment = decoded(url.hash.slice(1));
    const uri = withoutFragment(url);
    const document = this.#documents.get(uri);
    if (!document || 'missing' in document) return { missing: document ? `${ref} (${document.missing})` : ref };
    const pointer = fragment === '' || fragment.startsWith('/') ? fragment : this.#anchor(uri, document.value, fragment);
    const value = pointer === undefined ? undefined : follow(document.value, pointer);
    if (pointer === undefined || value === undefined) return { missing: ref };
    return { at: { value, uri, pointer: steps(pointer).map(step).join('') } };
  }

  #anchor(uri: string, document: unknown, name: string): string | undefined {
    let anchors = this.#anchors.get(uri);
    if (!anchors) {
      anchors = new Map();
      for (const { value, pointer } of everyObject(document)) {
        for (const keyword of ['$anchor', '$dynamicAnchor']) {
          const found = member(value, keyword);
          if (typeof found === 'string' && !anchors.has(found)) anchors.set(found, pointer);
        }
      }
      this.#anchors.set(uri, anchors);
    }
    return anchors.get(name);
  }

  /** Addresses of documents that a document refers to and that are not here yet. */
  *#foreign(uri: string, document: unknown): Generator<string> {
    for (const { value } of everyObject(document)) {
      const refs = [member(value, '$ref'), ...Object.values(mappingOf(value))];
      for (const ref of refs) {
        if (typeof ref !== 'string' || ref.startsWith('#')) continue;
        const url = URL.parse(ref, uri);
        if (url && !this.#documents.has(withoutFragment(url))) yield withoutFragment(url);
      }
    }
  }
}

/** Names of schemas in a `mapping` that are addresses rather than names of this document's components. */
function mappingOf(value: JsonObject): JsonObject {
  const mapping = member(member(value, 'discriminator'), 'mapping');
  return isObject(mapping) ? Object.fromEntries(Object.entries(mapping).filter(([, ref]) => typeof ref === 'string' && /[/.#]/.test(ref))) : {};
}

/** Every object of a document, without recursion: documents may be deeper than the stack. */
function* everyObject(root: unknown): Generator<{ readonly value: JsonObject; readonly pointer: string }> {
  const waiting: { value: unknown; pointer: string }[] = [{ value: root, pointer: '' }];
  const seen = new Set<unknown>();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, pointer } = next;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (!Array.isArray(value)) yield { value: value as JsonObject, pointer };
    for (const [name, inner] of Object.entries(value)) if (typeof inner === 'object') waiting.push({ value: inner, pointer: pointer + step(name) });
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function withoutFragment(url: URL): string {
  return url.href.split('#')[0] ?? url.href;
}

/** The address as a person knows it: of an uploaded file, its path. */
export function nameOf(uri: string): string {
  return uri.startsWith('file:///') ? decoded(uri.slice('file:///'.length)) : uri;
}
