import { AdapterError, type AdapterAnswer, type AdapterCall } from '@amanah/adapter-api';
import type { WaitingFile, WaitingFiles } from '../contract/waiting-files.ts';

/** What waits in the folder, in the order of paths: the page after one path is the same whatever came meanwhile. */
export async function listFolder(waiting: WaitingFiles, { input, cursor, signal, exchange }: AdapterCall): Promise<AdapterAnswer> {
  const { limit = 100 } = input as { limit?: number };
  const after = cursor === null ? null : Buffer.from(cursor, 'base64url').toString('utf8');
  if (after === '') throw new AdapterError('input-invalid', 'this is no place in a list');
  exchange.sent('list\n', 'text/plain; charset=utf-8');
  const files = (await waiting.list(signal)).files.toSorted(byPath).filter(({ path }) => after === null || path > after);
  const page = files.slice(0, limit);
  const output = { files: page.map(({ path, kind, bytes, modifiedAt }) => ({ path, kind, bytes, modifiedAt: new Date(modifiedAt).toISOString() })) };
  exchange.received(`${JSON.stringify(output)}\n`, 'application/json');
  return files.length > page.length ? { output, next: Buffer.from(page.at(-1)!.path, 'utf8').toString('base64url') } : { output };
}

function byPath(one: WaitingFile, other: WaitingFile): number {
  return one.path < other.path ? -1 : 1;
}
