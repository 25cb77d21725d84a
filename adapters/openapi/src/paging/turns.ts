import { AdapterError, type HttpAnswer } from '@amanah/adapter-api';
import type { Paging } from '../config.ts';
import { follow, isObject, member, steps } from '../document/json.ts';

/** Keys of a page that are remembered for the next one; more than this would make a cursor too long to carry. */
const maxKeys = 500;

/** What a cursor says: where the next page begins, and which rows the page before had. */
interface Mark {
  readonly at: string | number;
  readonly seen: readonly string[];
}

/** One page to be read. */
export interface Turn {
  /** Input with the parameter that chooses the page. */
  readonly input: unknown;
  /** Address that the system itself gave for the page. */
  readonly url: string | null;
  readonly at: string | number | null;
  readonly seen: ReadonlySet<string>;
}

/** Reads a cursor of ours into the page that it stands for. @throws AdapterError `input-invalid` for one that is none */
export function turnOf(paging: Paging, input: unknown, cursor: string | null): Turn {
  const mark = cursor === null ? null : markOf(cursor);
  const seen = new Set(mark?.seen);
  if (paging.by === 'link' || paging.by === 'next') return { input, url: mark === null ? null : String(mark.at), at: mark?.at ?? null, seen };
  const asked = isObject(input) ? input[paging.parameter] : undefined;
  const first = paging.by === 'page' ? paging.first : paging.by === 'offset' ? 0 : undefined;
  const at = mark?.at ?? (typeof asked === 'number' || typeof asked === 'string' ? asked : (first ?? null));
  return { input: at === null ? input : { ...(isObject(input) ? input : {}), [paging.parameter]: at }, url: null, at, seen };
}

function markOf(cursor: string): Mark {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const [at, seen] = [member(read, 'at'), member(read, 'seen')];
    if ((typeof at === 'string' || typeof at === 'number') && Array.isArray(seen)) return { at, seen: seen.map(String) };
  } catch {
    // Said below.
  }
  throw new AdapterError('input-invalid', 'the cursor was not given by this operation', { reached: 'no' });
}

/** A page without the rows that the one before had, and the cursor of the next; `body` is the body of the answer. */
export function pageOf(
  paging: Paging,
  turn: Turn,
  body: unknown,
  answer: HttpAnswer,
  forget: (url: string) => string,
): { readonly body: unknown; readonly next?: string } {
  const list = paging.items === undefined ? undefined : follow(body, paging.items);
  if (paging.items !== undefined && !Array.isArray(list)) throw broken(`no list stands at ${paging.items || 'the top'} of the page`);
  const rows: readonly unknown[] = Array.isArray(list) ? list : [];
  const keys = paging.key === undefined ? [] : rows.map((row) => JSON.stringify(follow(row, paging.key ?? '')));
  const fresh = keys.length === 0 ? rows : rows.filter((_, index) => !turn.seen.has(keys[index] ?? ''));
  const at = nextOf(paging, turn, rows.length, body, answer);
  const kept = fresh.length === rows.length || paging.items === undefined ? body : replaced(body, steps(paging.items), fresh);
  if (at === null) return { body: kept };
  if (at === turn.at) throw broken('a page leads to itself');
  const mark: Mark = { at: typeof at === 'string' && (paging.by === 'link' || paging.by === 'next') ? forget(at) : at, seen: keys.slice(-maxKeys) };
  return { body: kept, next: Buffer.from(JSON.stringify(mark)).toString('base64url') };
}

function nextOf(paging: Paging, turn: Turn, rows: number, body: unknown, answer: HttpAnswer): string | number | null {
  switch (paging.by) {
    case 'page':
    case 'offset':
      if (rows === 0 || (paging.size !== undefined && rows < paging.size)) return null;
      return Number(turn.at) + (paging.by === 'page' ? 1 : rows);
    case 'link':
      return linkTo('next', answer.headers['link'] ?? '');
    case 'cursor':
    case 'next': {
      const found = follow(body, paging.next);
      if (found === undefined || found === null || found === '' || found === false) return null;
      if (typeof found !== 'string' && typeof found !== 'number') throw broken(`no place of a next page stands at ${paging.next}`);
      return found;
    }
  }
}

/** Address of a relation in a `Link` header (RFC 8288). */
export function linkTo(relation: string, header: string): string | null {
  for (const [, address = '', parameters = ''] of header.matchAll(/<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s",;]*))?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]*))/i.exec(parameters);
    if ((rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/).includes(relation)) return address;
  }
  return null;
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === name ? replaced(one, rest, by) : one));
  return { ...(isObject(value) ? value : {}), [name]: replaced(member(value, name), rest, by) };
}

function broken(detail: string): AdapterError {
  return new AdapterError('contract-violation', detail, { reached: 'yes' });
}
