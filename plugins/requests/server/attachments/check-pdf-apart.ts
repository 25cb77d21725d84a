import { Worker } from 'node:worker_threads';
import { AmanahError } from '@amanah/errors';
import type { PdfRefusal } from './pdf-thread.ts';

const longestMs = 20_000;

/** `checkPdf` in a thread of its own, with an end to its time and memory. @throws ATTACHMENT_DAMAGED, ATTACHMENT_PDF_LOCKED, ATTACHMENT_PDF_ACTIVE */
export async function checkPdfApart(bytes: Uint8Array): Promise<void> {
  const worker = new Worker(new URL('./pdf-thread.ts', import.meta.url), { workerData: bytes, env: {}, resourceLimits: { maxOldGenerationSizeMb: 512 } });
  let timer: NodeJS.Timeout | undefined;
  try {
    const refusal = await new Promise<PdfRefusal>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) => reject(damaged(error.message)));
      worker.once('exit', () => reject(damaged('the look at it ended without a word')));
      timer = setTimeout(() => reject(damaged(`the look at it took more than ${longestMs} ms`)), longestMs);
    });
    if (refusal) throw new AmanahError(refusal.code, refusal.detail === undefined ? {} : { detail: refusal.detail });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function damaged(detail: string): AmanahError {
  return new AmanahError('ATTACHMENT_DAMAGED', { detail: `PDF: ${detail}` });
}
