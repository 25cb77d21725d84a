import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { AmanahError } from '@amanah/errors';

const inflated = promisify(inflate);
/** Objects of a document that come packed; no honest one has more of them. */
const mostPackedBytes = 64 * 1024 ** 2;
const mostStreams = 50_000;
const tailBytes = 2_048;
const longestDictionary = 8_192;
/** Names that begin an act when the document is opened or pointed at, or that belong to forms only one maker's reader shows. */
const acts = /\/(?:JavaScript|Launch|RichMedia|SubmitForm|ImportData|GoToE|XFA)(?=[\s/<>[\](){}%]|$)/;
const locks = /\/Encrypt(?=[\s/<>[\](){}%]|$)/;

/**
 * For a thread of its own (`pdf-thread.ts`): a large document takes longer than others may wait. Looks whether a file is a PDF that only shows pages: whole, not encrypted, without scripts, programs to start, or data to send off, also where its objects
 * are packed. A name may be written with codes (`/J#61vaScript`), which readers take for the same.
 * @throws ATTACHMENT_DAMAGED, ATTACHMENT_PDF_LOCKED, ATTACHMENT_PDF_ACTIVE
 */
export async function checkPdf(bytes: Buffer): Promise<void> {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - tailBytes));
  if (!tail.includes('%%EOF')) throw damaged('no end');
  // The directory of an archive at the end makes the same file an archive for whoever opens it as one.
  if (bytes.includes('PK\u0005\u0006', Math.max(0, bytes.length - 65_557), 'latin1')) throw damaged('an archive at its end');
  const text = bytes.toString('latin1');
  if (locks.test(plainNames(text))) throw new AmanahError('ATTACHMENT_PDF_LOCKED');
  assertNoActs(text);
  let left = mostPackedBytes;
  for (const packed of packedObjects(bytes, text)) {
    const objects = await unpacked(packed, left);
    left -= objects.length;
    assertNoActs(objects.toString('latin1'));
  }
}

function assertNoActs(text: string): void {
  const found = acts.exec(plainNames(text))?.[0];
  if (found) throw new AmanahError('ATTACHMENT_PDF_ACTIVE', { detail: found });
}

/** Names with their codes resolved. */
function plainNames(text: string): string {
  return text.replace(/\/[^\s/<>[\](){}%]*#[^\s/<>[\](){}%]*/g, (name) =>
    name.replace(/#([0-9A-Fa-f]{2})/g, (_code, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}

/** Streams that hold other objects, as they lie in the file. @throws ATTACHMENT_DAMAGED for one that is packed in a way we do not look into */
function* packedObjects(bytes: Buffer, text: string): Iterable<Buffer> {
  let streams = 0;
  for (const { index, 0: word } of text.matchAll(/>>\s*stream\r?\n/g)) {
    if (++streams > mostStreams) throw damaged(`more than ${mostStreams} streams`);
    const before = text.slice(Math.max(0, index - longestDictionary), index + 2);
    const dictionary = plainNames(before.slice(before.lastIndexOf(' obj') + 1));
    const holdsObjects = /\/ObjStm\b/.test(dictionary) || (/\/First\b/.test(dictionary) && /\/N\b/.test(dictionary));
    if (!holdsObjects) continue;
    const filters = [...dictionary.matchAll(/\/(\w+Decode|Fl|LZW|AHx|A85|RL|Crypt)\b/g)].map(([, name]) => name);
    const content = bytes.subarray(index + word.length);
    // Objects that are not packed were read with the rest of the file.
    if (filters.length === 0) continue;
    if (filters.length === 1 && (filters[0] === 'FlateDecode' || filters[0] === 'Fl')) yield content;
    else throw damaged(`objects packed by ${filters.join(', ')}`);
  }
}

/** What follows the packed part is left alone. */
async function unpacked(packed: Buffer, maxOutputLength: number): Promise<Buffer> {
  return inflated(packed, { maxOutputLength }).catch((error: Error) => {
    throw damaged(error.message);
  });
}

function damaged(detail: string): AmanahError {
  return new AmanahError('ATTACHMENT_DAMAGED', { detail: `PDF: ${detail}` });
}
