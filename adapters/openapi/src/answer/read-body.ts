import { AdapterError } from '@amanah/adapter-api';
import iconv from 'iconv-lite';
import { isJson, kindOf, type MediaType } from '../contract/media-type.ts';

/** A body as our side gets it: JSON as itself, text as text, anything else in base64; `null` when there is none. @throws AdapterError `contract-violation` */
export function readBodyAs(body: Buffer, type: MediaType, as: 'json' | 'text' | 'binary'): unknown {
  if (as === 'binary') return body.toString('base64');
  const text = decodeText(body, type.charset ?? 'utf-8');
  return as === 'json' ? parseJson(text) : text;
}

/** How a body of this media type is read when its description leaves it open. */
export function openKind(essence: string): 'json' | 'text' | 'binary' {
  const kind = kindOf(essence);
  return kind === 'any' ? 'binary' : isJson(essence) ? 'json' : kind;
}

/** Text in the charset that its sender names. @throws AdapterError `contract-violation` */
export function decodeText(body: Buffer, charset: string): string {
  if (/^(?:utf-?8|us-ascii)$/.test(charset)) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(body);
    } catch (error) {
      throw new AdapterError('contract-violation', 'the answer is not UTF-8', { reached: 'yes', cause: error });
    }
  }
  if (!iconv.encodingExists(charset)) throw new AdapterError('contract-violation', `an answer in the charset ${charset}`, { reached: 'yes' });
  return iconv.decode(body, charset);
}

/** JSON; integers that a number cannot hold exactly come as text rather than as another number. */
function parseJson(text: string): unknown {
  const exact = (_name: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value;
  try {
    return JSON.parse(text, exact);
  } catch (error) {
    // The parser's own words quote the answer, which may repeat what we sent.
    const place = /position \d+/.exec((error as Error).message)?.[0] ?? 'its end';
    throw new AdapterError('contract-violation', `the answer is not JSON, at ${place}`, { reached: 'yes' });
  }
}
