import { createHash } from 'node:crypto';
import { AdapterError, type AdapterAnswer, type AdapterCall } from '@amanah/adapter-api';
import type { Folder } from '../folder/folder.ts';
import type { OutgoingKind } from '../kind.ts';
import { encodeRows } from './encode-rows.ts';
import { sendOnce } from './send-once.ts';

const recordedBytes = 262_144;

/** Sends rows as one file. @throws AdapterError `input-invalid` without a key, since two calls could then be two files */
export async function sendFile(folder: Folder, kind: OutgoingKind, { input, idempotencyKey, signal, exchange }: AdapterCall): Promise<AdapterAnswer> {
  if (!idempotencyKey) throw new AdapterError('input-invalid', 'a file is sent under a key alone');
  const { rows } = input as { readonly rows: readonly Readonly<Record<string, unknown>>[] };
  const content = encodeRows(kind, rows);
  const path = kind.name.replaceAll('{key}', nameOf(idempotencyKey)).replaceAll('{date}', dayInRiyadh());
  exchange.sent(content.subarray(0, recordedBytes), `${contentTypes[kind.format]}; charset=${kind.encoding}`);
  const sent = await sendOnce(folder, idempotencyKey, { path, content, rows: rows.length }, signal);
  exchange.received(`${JSON.stringify(sent)}\n`, 'application/json');
  return { output: sent };
}

const contentTypes = { csv: 'text/csv', fixed: 'text/plain', xml: 'application/xml', json: 'application/json', jsonl: 'application/x-ndjson' } as const;

/** A key as a part of a file's name: itself where it can be one. */
function nameOf(key: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$/.test(key) ? key : createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** yyyyMMdd; the receipt keeps the first day for a key that is sent again on the next. */
function dayInRiyadh(): string {
  return new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
}
