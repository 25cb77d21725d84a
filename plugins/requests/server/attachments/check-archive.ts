import { AmanahError } from '@amanah/errors';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

const megabytes = 300;
const mostEntries = 2_000;
/** Programs, scripts and links that run when somebody opens them, and archives, in which anything may hide. */
const refusedEndings =
  /\.(?:exe|com|scr|msi|msp|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|url|jar|apk|dll|sys|cpl|reg|sh|app|deb|rpm|dmg|iso|img|lsp|fas|vlx|arx|zip|rar|7z|tar|gz|tgz|bz2|xz|cab|ace)$/i;
const programs = [Buffer.from('MZ'), Buffer.from('\u007fELF', 'latin1'), Buffer.from('#!')];

/**
 * Unpacks an archive without keeping anything, to know what is in it: no programs, no archives, no more than it says. The sizes in its directory are not
 * believed: what is unpacked is counted.
 * @throws ATTACHMENT_ARCHIVE_TOO_LARGE, ATTACHMENT_ARCHIVE_LOCKED, ATTACHMENT_ARCHIVE_REFUSED, ATTACHMENT_DAMAGED
 */
export async function checkArchive(bytes: Buffer): Promise<void> {
  try {
    const archive = await fromBufferPromise(bytes, { lazyEntries: true });
    if (archive.entryCount > mostEntries) throw tooLarge(`${archive.entryCount} entries`);
    let left = megabytes * 1024 ** 2;
    for await (const entry of archive.eachEntry()) {
      if (entry.isEncrypted()) throw new AmanahError('ATTACHMENT_ARCHIVE_LOCKED', { detail: entry.fileName });
      if (entry.uncompressedSize > left) throw tooLarge(`${entry.fileName} says ${entry.uncompressedSize} bytes`);
      if (entry.fileName.endsWith('/')) continue;
      if (refusedEndings.test(entry.fileName)) throw refused(entry.fileName);
      left -= await unpackedBytes(archive, entry, left);
    }
  } catch (error) {
    if (error instanceof AmanahError) throw error;
    throw new AmanahError('ATTACHMENT_DAMAGED', { detail: `archive: ${(error as Error).message}`, cause: error });
  }
}

async function unpackedBytes(archive: ZipFile, entry: Entry, most: number): Promise<number> {
  let bytes = 0;
  const content = await archive.openReadStreamPromise(entry);
  for await (const chunk of content as AsyncIterable<Buffer>) {
    if (bytes === 0 && programs.some((mark) => chunk.subarray(0, mark.length).equals(mark))) throw refused(entry.fileName);
    bytes += chunk.length;
    if (bytes > most) throw tooLarge(entry.fileName);
  }
  return bytes;
}

function tooLarge(detail: string): AmanahError {
  return new AmanahError('ATTACHMENT_ARCHIVE_TOO_LARGE', { params: { megabytes, entries: mostEntries }, detail });
}

/** Only the last part of a long path is shown. */
function refused(name: string): AmanahError {
  return new AmanahError('ATTACHMENT_ARCHIVE_REFUSED', { params: { name: name.split('/').at(-1)!.slice(0, 100) }, detail: name });
}
