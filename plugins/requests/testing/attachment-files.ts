import { crc32, deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';

/** A photo as a phone makes it: lying on its side, with the place it was taken at, the device, and a thumbnail's worth of words. */
export function phonePhoto({ width = 600, height = 400 } = {}): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: 20, g: 120, b: 80 } } })
    .composite([{ input: { create: { width: 50, height: 50, channels: 3, background: 'white' } }, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'PhoneMaker', Model: 'Phone 12', Copyright: 'Owner Name' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '26/1 23/1 30/1', GPSLongitudeRef: 'E', GPSLongitude: '50/1 11/1 5/1' },
    })
    .jpeg()
    .toBuffer();
}

/** A PDF of one page; `more` are further objects, `trailer` entries of its trailer. */
export function pdfOf({ more = '', trailer = '', after = '' }: { readonly more?: string; readonly trailer?: string; readonly after?: string } = {}): Buffer {
  const body = `%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >> endobj
${more}
`;
  return Buffer.from(`${body}xref\n0 4\ntrailer << /Size 4 /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n${after}`, 'latin1');
}

/** Objects packed into a stream, as most writers of PDF do; `dictionary` says so in another way. */
export function packedObjects(objects: string, dictionary = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode'): string {
  const packed = deflateSync(Buffer.from(`9 0 ${objects}`, 'latin1'));
  return `8 0 obj << ${dictionary} /Length ${packed.length} >>\nstream\n${packed.toString('latin1')}\nendstream endobj`;
}

/** A program of Windows, as far as its first bytes go. */
export const program = Buffer.concat([Buffer.from('MZ\u0090\u0000\u0003\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u00ff\u00ff', 'latin1'), Buffer.alloc(400)]);

export function archiveOf(files: Readonly<Record<string, Uint8Array>>): Buffer {
  return Buffer.from(zipSync({ ...files }));
}

/** The same archive, saying of its entries that they are locked, or of another size than they are. */
export function archiveThatSays(archive: Buffer, { locked = false, size }: { readonly locked?: boolean; readonly size?: number }): Buffer {
  const changed = Buffer.from(archive);
  for (let at = changed.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1; at = changed.indexOf('PK\u0001\u0002', at + 4, 'latin1')) {
    if (locked) changed.writeUInt16LE(changed.readUInt16LE(at + 8) | 1, at + 8);
    if (size !== undefined) changed.writeUInt32LE(size, at + 24);
  }
  return changed;
}

/** A PNG whose header promises far more pixels than anybody could unpack. */
export function hugePicture(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(40_000, 0);
  header.writeUInt32BE(40_000, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND', Buffer.alloc(0))]);
}
