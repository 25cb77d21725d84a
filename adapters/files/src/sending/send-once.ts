import { createHash, randomUUID } from 'node:crypto';
import { AdapterError } from '@amanah/adapter-api';
import type { Folder } from '../folder/folder.ts';
import { joinPath, splitPath } from '../folder/safe-path.ts';
import { z } from 'zod';

/** Where receipts lie, beside the files that were sent. The one who takes them away takes only those. */
const receipts = '.amanah-sent';

const receiptSchema = z.object({ path: z.string(), part: z.string(), bytes: z.number(), sha256: z.string(), rows: z.number() });
export type SentFile = Pick<z.infer<typeof receiptSchema>, 'path' | 'bytes' | 'sha256' | 'rows'>;

/**
 * Writes a file so that the same key is one file, also when it has been taken away since, and when a call ended anywhere in between:
 * the content is written under a name of its own, then a receipt of the key that names it (the first one wins), then it is given its final name.
 * With the receipt there and neither the part nor the file, it was sent. @throws AdapterError; `reached` is `no` up to the receipt
 */
export async function sendOnce(
  folder: Folder,
  key: string,
  file: { readonly path: string; readonly content: Buffer; readonly rows: number },
  signal: AbortSignal,
): Promise<SentFile> {
  const { directory } = splitPath(file.path);
  const mark = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const receipt = joinPath(joinPath(directory, receipts), `${mark}.json`);
  const part = joinPath(joinPath(directory, receipts), `${mark}-${randomUUID()}.part`);
  const sent: SentFile = {
    path: file.path,
    bytes: file.content.length,
    sha256: createHash('sha256').update(file.content).digest('hex'),
    rows: file.rows,
  };
  const first = await untouched(async () => {
    if (await folder.stat(receipt, signal)) return false;
    await folder.write(part, file.content, { replace: true }, signal);
  });
  if (first !== false) {
    // From here on a lost answer may mean that the receipt is there, so that whoever asks next publishes.
    if (await folder.write(receipt, Buffer.from(JSON.stringify({ ...sent, part })), { replace: false }, signal))
      return publish(folder, { ...sent, part }, signal, true);
    await folder.remove(part, signal);
  }
  const earlier = await readReceipt(folder, receipt, signal);
  if (earlier.sha256 !== sent.sha256)
    throw new AdapterError('refused', 'this key was used for other content', { reached: 'no', fault: { code: 'KEY_REUSED', message: earlier.path } });
  return publish(folder, earlier, signal, false);
}

async function publish(folder: Folder, { part, ...sent }: z.infer<typeof receiptSchema>, signal: AbortSignal, ours: boolean): Promise<SentFile> {
  const outcome = await folder.publish(part, sent.path, signal);
  if (outcome === 'taken') {
    const there = await folder.stat(sent.path, signal);
    if (there && there.bytes !== sent.bytes)
      throw new AdapterError('refused', `there is another file ${sent.path}`, { reached: 'yes', fault: { code: 'NAME_TAKEN', message: sent.path } });
    await folder.remove(part, signal);
  }
  if (outcome === 'published' && !ours && !folder.publishesInOneStep) {
    // A copy and a deletion: the file may have been there before, and been taken away.
    throw new AdapterError('failed', `${sent.path} was given its name now; whether it had been there before is not known`, { reached: 'maybe' });
  }
  return sent;
}

async function readReceipt(folder: Folder, path: string, signal: AbortSignal): Promise<z.infer<typeof receiptSchema>> {
  const chunks: Buffer[] = [];
  for await (const chunk of folder.read(path, signal)) chunks.push(chunk);
  try {
    return receiptSchema.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch (error) {
    throw new AdapterError('contract-violation', `${path} is no receipt of ours`, { reached: 'maybe', cause: error });
  }
}

/** What fails here has put nothing where anybody looks. */
async function untouched<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    throw new AdapterError(error.outcome, error.message, {
      reached: 'no',
      ...(error.fault ? { fault: error.fault } : {}),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
    });
  }
}
