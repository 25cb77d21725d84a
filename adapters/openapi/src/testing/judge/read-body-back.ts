import busboy from 'busboy';
import type { Received } from '@amanah/testing';
import { fromPairs } from './read-back.ts';

type Json = Record<string, unknown>;

/** Reads a request body back by its media type. `checked` tells whether the schema judges the value itself. */
export async function readBodyBack(
  request: Received,
  essence: string,
  schema: Json | undefined,
  encoding: Json,
  at: (value: unknown) => Json,
): Promise<{ readonly value: unknown; readonly checked: boolean }> {
  const text = request.body.toString('utf8');
  if (/[/+]json$/.test(essence)) return { value: JSON.parse(text), checked: true };
  if (essence === 'application/x-www-form-urlencoded') return { value: form(text, schema ?? {}, encoding, at), checked: true };
  if (essence === 'multipart/form-data') return { value: await multipart(request, schema ?? {}, encoding, at), checked: true };
  return { value: essence.startsWith('text/') ? text : request.body.toString('base64'), checked: false };
}

function propertiesOf(schema: Json, at: (value: unknown) => Json): Record<string, Json> {
  const parts = ((schema['allOf'] ?? []) as Json[]).map((part) => propertiesOf(at(part), at));
  return Object.assign({}, ...parts, (schema['properties'] ?? {}) as Json) as Record<string, Json>;
}

function form(text: string, schema: Json, encoding: Json, at: (value: unknown) => Json): Json {
  const pairs = (text === '' ? [] : text.split('&')).map((pair) => pair.replaceAll('+', '%20'));
  const read = Object.entries(propertiesOf(schema, at)).map(([name, property]): [string, unknown] => {
    const how = encoding[name] as Json | undefined;
    const described = at(property);
    if (how && (how['style'] !== undefined || how['explode'] !== undefined || how['allowReserved'] !== undefined)) {
      const style = (how['style'] as string | undefined) ?? 'form';
      return [name, fromPairs(pairs, name, style, (how['explode'] as boolean | undefined) ?? style === 'form', described, new Set())];
    }
    const texts = pairs
      .filter((pair) => decodeURIComponent(pair.split('=')[0] ?? '') === name)
      .map((pair) => decodeURIComponent(pair.slice(pair.indexOf('=') + 1)));
    if (texts.length === 0) return [name, undefined];
    return [name, described['type'] === 'array' ? texts.map((one) => typed(one, at(described['items']))) : typed(texts[0] ?? '', described)];
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

function typed(text: string, schema: Json): unknown {
  if (schema['type'] === 'string' || schema['type'] === undefined) return text;
  return JSON.parse(text);
}

async function multipart(request: Received, schema: Json, encoding: Json, at: (value: unknown) => Json): Promise<Json> {
  const parts: { name: string; text: string; file: boolean; type: string }[] = [];
  // Busboy waits for a first part; browsers too send a form without any as its last boundary alone.
  if (/^--[^\r\n]+--\r\n$/.test(request.body.toString('latin1'))) return {};
  await new Promise<void>((resolve, reject) => {
    const reader = busboy({ headers: request.headers, defParamCharset: 'utf8' });
    reader.on('field', (name, text, { mimeType }) => void parts.push({ name, text, file: false, type: mimeType }));
    reader.on('file', (name, stream, { mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => void parts.push({ name, text: Buffer.concat(chunks).toString('base64'), file: true, type: mimeType }));
    });
    reader.on('close', resolve).on('error', reject);
    reader.end(request.body);
  });
  const read = Object.entries(propertiesOf(schema, at)).map(([name, property]): [string, unknown] => {
    const found = parts.filter((part) => part.name === name);
    const described = at(property);
    const allowed = ((encoding[name] as Json | undefined)?.['contentType'] as string | undefined)?.split(',').map((one) => one.trim());
    for (const part of found) if (allowed && !allowed.includes(part.type)) throw new Error(`part ${name} is ${part.type}, described is ${allowed.join(', ')}`);
    const value = ({ text, file, type }: (typeof parts)[number], inner: Json) => (file ? text : type.endsWith('json') ? JSON.parse(text) : typed(text, inner));
    if (found.length === 0) return [name, undefined];
    return [name, described['type'] === 'array' ? found.map((part) => value(part, at(described['items']))) : value(found[0]!, described)];
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}
