import { AdapterError } from '@amanah/adapter-api';
import { isJson } from '../contract/media-type.ts';
import { member } from '../document/json.ts';
import type { OperationPlan, ParameterPlan } from '../plan.ts';
import { inputProblem } from './input-problem.ts';
import { encodeReserved, encodeStrictly } from './percent.ts';
import { writeBody, type WrittenBody } from './write-body.ts';
import { joined, scalarText, writePairs, writeSegment, type Encoding, type Pair } from './write-parameter.ts';

/** A request before credentials are put in. */
export interface BuiltRequest {
  readonly method: string;
  readonly url: URL;
  /** Names as they are described; a name stands once. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly Pair[];
  readonly body: WrittenBody | null;
}

const inAddress: Encoding = { text: (text, path) => encodeStrictly(wellFormed(text, path)), delimiter: (one) => (one === ',' ? ',' : encodeStrictly(one)) };
const inReserved: Encoding = { ...inAddress, text: (text, path) => encodeReserved(wellFormed(text, path)) };

/**
 * Builds the request of an operation from its input.
 * @throws AdapterError `input-invalid` with the field that cannot be written
 */
export function buildRequest(plan: OperationPlan, input: unknown, server: string, headerEncoding: 'percent' | 'utf-8'): BuiltRequest {
  const query: Pair[] = [];
  const cookies: Pair[] = [];
  const headers = new Map<string, string>();
  const segments = new Map<string, string>();
  for (const parameter of plan.parameters) {
    const path = [parameter.property];
    const value = contentOf(parameter, member(input, parameter.property), path);
    if (value === undefined || value === null) {
      if (parameter.required) throw inputProblem(path, 'is missing');
      continue;
    }
    switch (parameter.in) {
      case 'path':
        segments.set(parameter.name, writeSegment(parameter.name, value, parameter, inAddress, path));
        break;
      case 'query':
        query.push(...writePairs(parameter.name, value, parameter, parameter.reserved ? inReserved : inAddress, path));
        break;
      case 'cookie':
        cookies.push(...writePairs(parameter.name, value, parameter, inAddress, path));
        break;
      case 'header': {
        const text = writeSegment(parameter.name, value, parameter, inHeader(headerEncoding, value), path);
        // A list or an object with nothing in it is no header, rather than an empty text.
        if (text !== '' || typeof value !== 'object') headers.set(parameter.name, text);
      }
    }
  }
  const given = member(input, 'body');
  if (plan.body?.required && given === undefined) throw inputProblem(['body'], 'is missing');
  const body = plan.body && given !== undefined ? writeBody(plan.body, given) : null;
  return { method: plan.method, url: addressOf(plan, server, segments, joined(query)), headers: Object.fromEntries(headers), cookies, body };
}

/** A `content` parameter is written in its media type first; in headers JSON escapes what is beyond ASCII. */
function contentOf({ content, in: place }: ParameterPlan, value: unknown, path: readonly string[]): unknown {
  if (content === null || value === undefined) return value;
  if (!isJson(content)) return scalarText(value, path);
  const text = JSON.stringify(value) ?? '';
  return place === 'header' ? text.replaceAll(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
}

function addressOf(plan: OperationPlan, server: string, segments: ReadonlyMap<string, string>, query: string): URL {
  const [template = '', fixed = ''] = plan.path.split('?', 2);
  const path = template
    .split(/(\{[^{}]*\})/)
    .map((part) => (part.startsWith('{') && part.endsWith('}') ? (segments.get(part.slice(1, -1)) ?? '') : encodeURI(part)))
    .join('');
  for (const segment of path.split('/')) {
    // An address with such a segment leads somewhere else than the template says (RFC 3986, 5.2.4).
    if (/^(?:\.|%2e){1,2}$/i.test(segment)) throw inputProblem(fieldOf(plan, segment, segments), 'would lead to another address');
  }
  for (const parameter of plan.parameters) {
    if (parameter.in === 'path' && segments.get(parameter.name) === '') throw inputProblem([parameter.property], 'must not be empty');
  }
  const url = URL.parse(
    `${server}${path.startsWith('/') ? '' : '/'}${path}${fixed || query ? '?' : ''}${[fixed, query].filter((one) => one !== '').join('&')}`,
  );
  if (!url) throw new AdapterError('input-invalid', `no address comes of ${server}${template}`, { reached: 'no' });
  return url;
}

function fieldOf(plan: OperationPlan, segment: string, segments: ReadonlyMap<string, string>): string[] {
  const parameter = plan.parameters.find(({ in: place, name }) => place === 'path' && segment.includes(segments.get(name) ?? '/'));
  return parameter ? [parameter.property] : [];
}

/** Text of a header: not percent-encoded by the standard, so a delimiter inside an item cannot be told from one between items. */
function inHeader(encoding: 'percent' | 'utf-8', value: unknown): Encoding {
  const several = typeof value === 'object';
  return {
    delimiter: (one) => one,
    text(text, path) {
      if (/[\0-\x08\x0a-\x1f\x7f]/.test(text)) throw inputProblem(path, 'has a control character');
      if (several && /[,=]/.test(text)) throw inputProblem(path, 'has a comma or an equals sign, which divides a header');
      const known = wellFormed(text, path);
      // Bytes of UTF-8, one character each: headers are written as Latin-1.
      if (encoding === 'utf-8') return Buffer.from(known).toString('latin1');
      return known.replaceAll(/[^\x20-\x7e\t]+/g, (part) => encodeStrictly(part));
    },
  };
}

function wellFormed(text: string, path: readonly (string | number)[]): string {
  if (!text.isWellFormed()) throw inputProblem(path, 'holds half of a character');
  return text;
}
