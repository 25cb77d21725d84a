import { randomUUID } from 'node:crypto';
import iconv from 'iconv-lite';
import { parseMediaType } from '../contract/media-type.ts';
import { isObject, member } from '../document/json.ts';
import type { BodyPlan, PartPlan } from '../plan.ts';
import { inputProblem } from './input-problem.ts';
import { encodeReserved } from './percent.ts';
import { joined, scalarText, writePairs, type Encoding, type Pair } from './write-parameter.ts';

export interface WrittenBody {
  readonly bytes: Buffer;
  readonly contentType: string;
}

type Path = readonly (string | number)[];
const top: Path = ['body'];

/** Writes a request body. @throws AdapterError `input-invalid` for what cannot be written in its media type or charset */
export function writeBody(plan: BodyPlan, value: unknown): WrittenBody {
  const charset = parseMediaType(plan.type).charset ?? 'utf-8';
  switch (plan.as) {
    case 'json':
      return { bytes: inCharset(JSON.stringify(value) ?? 'null', charset, top), contentType: plan.type };
    case 'text':
      return { bytes: inCharset(scalarText(value, top), charset, top), contentType: textType(plan.type) };
    case 'form':
      return { bytes: Buffer.from(joined(formPairs(plan, value, charset)), 'latin1'), contentType: plan.type };
    case 'multipart':
      return multipart(plan, value);
    case 'binary': {
      const type = plan.named ? String(member(value, 'type')) : plan.type;
      if (plan.named && !mediaType.test(type)) throw inputProblem([...top, 'type'], 'is no media type');
      return { bytes: bytesOf(plan.named ? member(value, 'content') : value, top), contentType: type };
    }
  }
}

const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w.+-]+=[^\r\n]*)?$/;

/** Text without a charset is ASCII to many readers. */
function textType(type: string): string {
  return type.startsWith('text/') && parseMediaType(type).charset === null ? `${type}; charset=utf-8` : type;
}

function inCharset(text: string, charset: string, path: Path): Buffer {
  if (/^utf-?8$/.test(charset)) return Buffer.from(text);
  if (!iconv.encodingExists(charset)) throw inputProblem(path, `the charset ${charset} is not known`);
  const bytes = iconv.encode(text, charset);
  if (iconv.decode(bytes, charset) !== text) throw inputProblem(path, `has a character that ${charset} does not have`);
  return bytes;
}

function bytesOf(value: unknown, path: Path): Buffer {
  if (typeof value !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/.test(value))
    throw inputProblem(path, 'is not base64');
  return Buffer.from(value, 'base64');
}

/** `application/x-www-form-urlencoded` in the charset of the form, a space as `+`. */
function formEncoding(charset: string, reserved: boolean): Encoding {
  const utf8 = /^utf-?8$/.test(charset);
  const one = (byte: number) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9*._-]/.test(character)) return character;
    return byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  };
  const strict = (text: string, path: Path) => Array.from(inCharset(text, charset, path), one).join('');
  return {
    text: (text, path) => (reserved && utf8 ? encodeReserved(text).replaceAll('%20', '+') : strict(text, path)),
    delimiter: (delimiter) => (delimiter === ',' ? ',' : one(delimiter.charCodeAt(0))),
  };
}

function formPairs(plan: BodyPlan, value: unknown, charset: string): readonly Pair[] {
  if (!isObject(value)) throw inputProblem(top, 'must be an object');
  return Object.entries(value).flatMap(([name, inner]): readonly Pair[] => {
    if (inner === undefined || inner === null) return [];
    const part = Object.hasOwn(plan.parts, name) ? plan.parts[name] : undefined;
    const path = [...top, name];
    const encode = formEncoding(charset, part?.writing?.reserved === true);
    if (part?.writing) return writePairs(name, inner, part.writing, encode, path);
    const each = Array.isArray(inner) ? inner : [inner];
    return each.flatMap((one: unknown, index): Pair[] =>
      one === undefined || one === null ? [] : [[encode.text(name, path), encode.text(partText(one, part, [...path, index]), path)]],
    );
  });
}

/** Text of a part: texts and numbers as they are, objects as JSON. */
function partText(value: unknown, part: PartPlan | undefined, path: Path): string {
  const json = part?.types[0] !== undefined && /[/+]json$/.test(parseMediaType(part.types[0]).essence);
  return typeof value === 'object' || json ? (JSON.stringify(value) ?? '') : scalarText(value, path);
}

function multipart(plan: BodyPlan, value: unknown): WrittenBody {
  if (!isObject(value)) throw inputProblem(top, 'must be an object');
  const boundary = `amanah-${randomUUID()}`;
  const pieces: Buffer[] = [];
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined || inner === null) continue;
    const part = Object.hasOwn(plan.parts, name) ? plan.parts[name] : undefined;
    const path = [...top, name];
    const together = part?.writing && !part.writing.explode && Array.isArray(inner);
    const each: readonly unknown[] = together ? [joinedItems(inner, part, path)] : Array.isArray(inner) ? inner : [inner];
    for (const [index, one] of each.entries()) pieces.push(...partPieces(boundary, name, one, part, Array.isArray(inner) ? [...path, index] : path));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { bytes: Buffer.concat(pieces), contentType: `${plan.type.split(';')[0]}; boundary=${boundary}` };
}

function joinedItems(value: readonly unknown[], part: PartPlan, path: Path): string {
  const plain: Encoding = { text: (text) => text, delimiter: (one) => one };
  return writePairs('', value, part.writing ?? { style: 'form', explode: false, reserved: false }, plain, path)[0]?.[1] ?? '';
}

function partPieces(boundary: string, name: string, value: unknown, part: PartPlan | undefined, path: Path): Buffer[] {
  const told = isObject(value) && (part?.binary === true || (part?.headers.length ?? 0) > 0);
  const content: unknown = told ? member(value, 'content') : value;
  const fileName = told && part?.binary ? member(value, 'name') : undefined;
  const asked = told && part?.binary ? member(value, 'type') : undefined;
  if (asked !== undefined && !mediaType.test(String(asked))) throw inputProblem([...path, 'type'], 'is no media type');
  const concrete = part?.types.find((type) => !type.includes('*'));
  const compound = typeof content === 'object' && content !== null;
  const fallback = part?.binary ? 'application/octet-stream' : compound ? 'application/json' : 'text/plain; charset=utf-8';
  const type = asked === undefined ? (concrete ?? fallback) : String(asked);
  const bytes = part?.binary ? bytesOf(content, path) : inCharset(partText(content, part, path), parseMediaType(type).charset ?? 'utf-8', path);
  const file = part?.binary ? `; filename="${quoted(fileName === undefined ? name : scalarText(fileName, path))}"` : '';
  const head = [`--${boundary}`, `Content-Disposition: form-data; name="${quoted(name)}"${file}`, `Content-Type: ${type}`];
  const headers = told ? member(value, 'headers') : undefined;
  for (const [header, text] of Object.entries(isObject(headers) ? headers : {})) {
    const known = part?.headers.find((one) => one.toLowerCase() === header.toLowerCase());
    if (!known) throw inputProblem([...path, 'headers', header], 'is not described for this part');
    const line = scalarText(text, [...path, 'headers', header]);
    if (/[\r\n\0]/.test(line)) throw inputProblem([...path, 'headers', header], 'has a line break');
    head.push(`${known}: ${line}`);
  }
  return [Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes, Buffer.from('\r\n')];
}

/** A name in a `Content-Disposition` of a form (WHATWG HTML, multipart/form-data). */
function quoted(text: string): string {
  return text.replaceAll('\r\n', '%0D%0A').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
