import { AmanahError } from '@amanah/errors';
import { checkArchive } from './check-archive.ts';
import { checkPdfApart } from './check-pdf-apart.ts';
import type { AttachmentType } from './file-types.ts';

/**
 * Looks into a file that has arrived: the bytes to keep in its place, `null` when it stays as it is. One at a time in each process, so that many at once
 * need no more memory than one. @throws what the checks of its type throw
 */
export async function lookInto(load: () => Promise<Buffer>, type: AttachmentType, maxBytes: number): Promise<Buffer | null> {
  return inTurn(async () => {
    const bytes = await load();
    switch (type) {
      case 'image/jpeg':
      case 'image/png': {
        // Its native part is loaded when the first picture comes: most processes never see one.
        const { cleanPicture } = await import('./clean-picture.ts');
        return cleanPicture(bytes, type, maxBytes);
      }
      case 'application/pdf':
        await checkPdfApart(bytes);
        return null;
      case 'application/zip':
        await checkArchive(bytes);
        return null;
      case 'image/vnd.dwg':
        if (bytes.includes('PK\u0005\u0006', Math.max(0, bytes.length - 65_557), 'latin1'))
          throw new AmanahError('ATTACHMENT_DAMAGED', { detail: 'DWG: an archive at its end' });
        return null;
    }
  });
}

let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const run = last.then(work, work);
  last = run.then(
    () => {},
    () => {},
  );
  return run;
}
