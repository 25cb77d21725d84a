import type { HttpAnswer, SystemFault } from '@amanah/adapter-api';
import type { OpenApiConfig } from '../config.ts';
import { kindOf, parseMediaType } from '../contract/media-type.ts';
import { follow, isObject } from '../document/json.ts';
import { readBodyAs } from './read-body.ts';

const maxMessage = 500;
/** Where systems say what went wrong; RFC 9457 first, then what is common, nearest the reader first. */
const messages = [
  '/detail',
  '/message',
  '/error_description',
  '/error/message',
  '/error/detail',
  '/errors/0/message',
  '/errors/0/detail',
  '/errorMessage',
  '/title',
  '/error',
  '/Message',
  '/msg',
  '/description',
  '/errors/0',
];
const codes = ['/code', '/error/code', '/errors/0/code', '/errorCode', '/error_code', '/error', '/type', '/Code', '/status'];

/** What a system said when it refused or failed: its own code and message where it has them, else the status and the text of the answer. */
export function faultOf(answer: HttpAnswer, refusals: OpenApiConfig['refusals']): SystemFault {
  const status = String(answer.status);
  const type = parseMediaType(answer.headers['content-type'] ?? '');
  const kind = kindOf(type.essence);
  let value: unknown;
  try {
    value = kind === 'binary' || kind === 'any' ? undefined : readBodyAs(answer.body, type, kind);
  } catch {
    value = undefined;
  }
  if (typeof value === 'string') return { code: status, message: short(plain(value, type.essence)) || `status ${status}` };
  return faultIn(value, status, refusals);
}

/** The same of a body that was read already. */
export function faultIn(value: unknown, status: string, refusals: OpenApiConfig['refusals']): SystemFault {
  if (!isObject(value) && !Array.isArray(value)) return { code: status, message: `status ${status}` };
  const first = (named: string | undefined, pointers: readonly string[], usable: (found: unknown) => boolean) =>
    (named === undefined ? pointers : [named]).map((pointer) => follow(value, pointer)).find(usable);
  const text = (found: unknown) => typeof found === 'string' && found.trim() !== '';
  // A problem's type is an address; `about:blank` says no more than the status.
  const code = first(refusals.code, codes, (found) => (text(found) && found !== 'about:blank' && String(found).length <= 200) || typeof found === 'number');
  const message = first(refusals.message, messages, text);
  return { code: code === undefined ? status : String(code), message: short(message === undefined ? `status ${status}` : String(message)), detail: value };
}

function plain(text: string, essence: string): string {
  return essence === 'text/html' ? text.replaceAll(/<(?:script|style)[\s\S]*?<\/(?:script|style)>|<[^>]*>/gi, ' ') : text;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > maxMessage ? `${line.slice(0, maxMessage)}…` : line;
}
