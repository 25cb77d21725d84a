import { AmanahError } from '@amanah/errors';
import { parentPort, workerData } from 'node:worker_threads';
import { checkPdf } from './check-pdf.ts';

/** What came of a look; `null`: the document only shows pages. */
export type PdfRefusal = Pick<AmanahError, 'code' | 'detail'> | null;

const tell = (refusal: PdfRefusal) => parentPort?.postMessage(refusal);

try {
  await checkPdf(Buffer.from(workerData as Uint8Array));
  tell(null);
} catch (error) {
  if (!(error instanceof AmanahError)) throw error;
  tell({ code: error.code, detail: error.detail });
}
