import { parseDocument as parseYaml } from 'yaml';
import { AdapterError } from '@amanah/adapter-api';
import { isObject, type JsonObject } from './json.ts';

/**
 * Reads JSON or YAML, in UTF-8 or UTF-16 with its mark. Keys are texts, dates stay texts, a key that stands twice counts by its last.
 * @throws AdapterError `contract-violation` with what stands there instead
 */
export function parseDocument(bytes: Buffer, place: string): JsonObject {
  const text = decode(bytes, place);
  const start = text.trimStart();
  if (/^<(?:!doctype|html|\?xml|[a-z])/i.test(start)) throw unreadable(place, start.startsWith('<?xml') ? 'an XML file' : 'a web page');
  const value = start.startsWith('{') ? parseJson(text, place) : parseYamlText(text, place);
  if (!isObject(value)) throw unreadable(place, 'a text without fields');
  return value;
}

function decode(bytes: Buffer, place: string): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw unreadable(place, `bytes that are not ${encoding.toUpperCase()}`, error);
  }
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A flow mapping of YAML begins with a brace too.
    try {
      return parseYamlText(text, place);
    } catch {
      throw unreadable(place, `no JSON: ${(error as Error).message}`, error);
    }
  }
}

function parseYamlText(text: string, place: string): unknown {
  const document = parseYaml(text, { version: '1.2', merge: true, uniqueKeys: false, strict: false, logLevel: 'silent', stringKeys: false });
  const [problem] = document.errors;
  if (problem) throw unreadable(place, `no YAML: ${problem.message.split('\n')[0]}`, problem);
  try {
    // Every alias counts as often as it is unfolded, so that a document of a few lines cannot become gigabytes.
    return document.toJS({ maxAliasCount: 1_000 });
  } catch (error) {
    throw unreadable(place, (error as Error).message, error);
  }
}

function unreadable(place: string, found: string, cause?: unknown): AdapterError {
  return new AdapterError('contract-violation', `${place}: ${found}`, { reached: 'yes', ...(cause === undefined ? {} : { cause }) });
}
