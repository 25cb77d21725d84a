import type { Binary, BuiltText } from '../xml/built-element.ts';
import { unwritable } from '../xml/escape.ts';
import { fromClark } from '../xml/qualified-name.ts';
import type { SimpleType } from '../xsd/schema-model.ts';
import { kindOf } from './simple-kind.ts';
import { normaliseSpace } from './white-space.ts';

/** A value that cannot be written as its type; the message says what was expected. */
export class Unwritable extends Error {}

/** A reference in the message to an attachment that goes beside it. */
export interface WritingPlace {
  /** Takes an attachment and gives the reference to it. */
  attach(attachment: { readonly contentType: string; readonly bytes: Buffer }): string;
}

/** Text, or bytes, for a JSON value of a simple type. @throws Unwritable */
export function writeSimple(type: SimpleType, value: unknown, place: WritingPlace): readonly BuiltText[] | Binary {
  if (type.attachment) return [place.attach(attachmentOf(value))];
  if (type.variety === 'list') {
    const { item } = type;
    if (!Array.isArray(value)) throw new Unwritable('expected a list');
    return value.flatMap((one: unknown, index) => [...(index > 0 ? [' '] : []), ...(item ? texts(item, one, place) : [writableText(one)])]);
  }
  if (type.variety === 'union') return [spelled(type, writableText(value))];
  switch (kindOf(type)) {
    case 'integer':
      if (!Number.isSafeInteger(value)) throw new Unwritable('expected a whole number');
      return [String(value)];
    case 'number':
      if (typeof value === 'number' && Number.isFinite(value)) return [String(value).replace('e+', 'E').replace('e', 'E')];
      if (value === 'INF' || value === '-INF' || value === 'NaN') return [value];
      throw new Unwritable('expected a number');
    case 'boolean':
      if (typeof value !== 'boolean') throw new Unwritable('expected true or false');
      return [String(value)];
    case 'base64':
      return { bytes: bytesOf(value), mediaType: 'application/octet-stream' };
    case 'hex':
      return [bytesOf(value).toString('hex').toUpperCase()];
    case 'name': {
      const name = typeof value === 'string' ? fromClark(value) : null;
      if (!name) throw new Unwritable('expected a name such as {namespace}local');
      return [{ qualifiedName: name }];
    }
    default:
      return [spelled(type, writableText(value))];
  }
}

/** The same for places that hold text only; bytes become base64. @throws Unwritable */
export function texts(type: SimpleType, value: unknown, place: WritingPlace): readonly BuiltText[] {
  const written = writeSimple(type, value, place);
  return 'bytes' in written ? [written.bytes.toString('base64')] : written;
}

function spelled(type: SimpleType, text: string): string {
  return normaliseSpace(text, type.whiteSpace);
}

/** @throws Unwritable for anything but text that XML can carry */
export function writableText(value: unknown): string {
  if (typeof value !== 'string') throw new Unwritable('expected text');
  const sign = unwritable(value);
  if (sign !== null) throw new Unwritable(`holds ${sign}, which XML cannot carry`);
  return value;
}

function bytesOf(value: unknown): Buffer {
  if (typeof value !== 'string') throw new Unwritable('expected base64');
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) throw new Unwritable('expected base64');
  return bytes;
}

/** @throws Unwritable for anything but `{ contentType, content }` */
export function attachmentOf(value: unknown): { readonly contentType: string; readonly bytes: Buffer } {
  const { contentType, content } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof contentType !== 'string' || !/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[^\r\n]*)?$/.test(contentType))
    throw new Unwritable('expected a content type and base64 content');
  return { contentType, bytes: bytesOf(content) };
}
