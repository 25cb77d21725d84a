import { isObject } from '../document/json.ts';
import type { Style, Writing } from '../plan.ts';
import { inputProblem } from './input-problem.ts';

/** A name and a value of a query, a form or cookies, already encoded; without `=` when the value is `null`. */
export type Pair = readonly [name: string, value: string | null];

/** How names and values are encoded where they go. */
export interface Encoding {
  /** Encodes text so that none of its characters is taken for a delimiter. */
  readonly text: (text: string, path: readonly (string | number)[]) => string;
  /** A delimiter as it stands there. */
  readonly delimiter: (one: string) => string;
}

type Path = readonly (string | number)[];

const delimiters: Readonly<Partial<Record<Style, string>>> = { spaceDelimited: ' ', pipeDelimited: '|', tabDelimited: '\t' };

/** One value as text. @throws AdapterError `input-invalid` for lists and objects, which have no text of their own there */
export function scalarText(value: unknown, path: Path): string {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw inputProblem(path, 'holds half of a character');
    return value;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw inputProblem(path, 'a list or an object cannot be written inside another');
}

const present = (value: unknown) => value !== undefined && value !== null;

/** `delimiter` is a character that an item cannot hold, as its encoding is the delimiter's too. */
function items(value: readonly unknown[], path: Path, encode: Encoding, delimiter?: string): string[] {
  return value.flatMap((one, index) =>
    present(one) ? [encode.text(undivided(scalarText(one, [...path, index]), delimiter, [...path, index]), [...path, index])] : [],
  );
}

function members(value: object, path: Path, encode: Encoding, delimiter?: string): [string, string][] {
  return Object.entries(value).flatMap(([name, one]): [string, string][] => {
    const at = [...path, name];
    return present(one) ? [[encode.text(undivided(name, delimiter, at), path), encode.text(undivided(scalarText(one, at), delimiter, at), at)]] : [];
  });
}

function undivided(text: string, delimiter: string | undefined, path: Path): string {
  if (delimiter !== undefined && text.includes(delimiter)) throw inputProblem(path, `holds ${JSON.stringify(delimiter)}, which divides the list`);
  return text;
}

/** Writes a value of a path (RFC 6570: simple, label, matrix) or of a header (simple). */
export function writeSegment(name: string, value: unknown, { style, explode }: Writing, encode: Encoding, path: Path): string {
  const key = encode.text(name, path);
  const divider = delimiters[style];
  const delimiter = encode.delimiter(divider ?? ',');
  if (style === 'label' || style === 'matrix') {
    const sign = style === 'label' ? '.' : ';';
    const named = (text: string) => (style === 'label' ? text : text === '' ? key : `${key}=${text}`);
    if (Array.isArray(value)) {
      const written = items(value, path, encode);
      return explode ? written.map((one) => sign + named(one)).join('') : written.length === 0 ? '' : sign + named(written.join(','));
    }
    if (isObject(value)) {
      const written = members(value, path, encode);
      if (explode) return written.map(([member, one]) => `${sign}${member}=${one}`).join('');
      return written.length === 0 ? '' : sign + named(written.map((pair) => pair.join(',')).join(','));
    }
    return sign + named(encode.text(scalarText(value, path), path));
  }
  if (Array.isArray(value)) return items(value, path, encode, divider).join(delimiter);
  if (isObject(value))
    return members(value, path, encode, divider)
      .map((pair) => pair.join(explode ? '=' : ','))
      .join(delimiter);
  return encode.text(scalarText(value, path), path);
}

/** Writes a value as pairs of a query, a form or cookies. */
export function writePairs(name: string, value: unknown, { style, explode }: Writing, encode: Encoding, path: Path): readonly Pair[] {
  const key = encode.text(name, path);
  if (style === 'deepObject' && typeof value === 'object' && value !== null) return deep(name, value, encode, path);
  const divider = explode ? undefined : delimiters[style];
  const delimiter = encode.delimiter(divider ?? ',');
  if (Array.isArray(value)) {
    const written = items(value, path, encode, divider);
    if (explode) return written.map((one) => [key, one]);
    return written.length === 0 ? [] : [[key, written.join(delimiter)]];
  }
  if (isObject(value)) {
    const written = members(value, path, encode, divider);
    if (explode) return written;
    return written.length === 0 ? [] : [[key, written.map((pair) => pair.join(delimiter)).join(delimiter)]];
  }
  return [[key, encode.text(scalarText(value, path), path)]];
}

/** `name[member]=value`; what lies deeper goes on in brackets, lists by their index, as most systems that know the style read it. */
function deep(name: string, value: object, encode: Encoding, path: Path): Pair[] {
  return Object.entries(value).flatMap(([member, inner]: [string, unknown]): Pair[] => {
    const inside = `${name}[${member}]`;
    const at = [...path, Array.isArray(value) ? Number(member) : member];
    if (!present(inner)) return [];
    if (typeof inner === 'object') return deep(inside, inner as object, encode, at);
    return [[encode.text(inside, path), encode.text(scalarText(inner, at), at)]];
  });
}

/** Puts pairs together. */
export function joined(pairs: readonly Pair[], separator = '&'): string {
  return pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join(separator);
}
