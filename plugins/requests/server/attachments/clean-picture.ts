import { AmanahError } from '@amanah/errors';
import sharp, { type Sharp } from 'sharp';

const megapixels = 110;
const longestSeconds = 30;
/** Longest edges to try, in pixels, until the picture fits the field's limit: the first one keeps a drawing readable on paper. */
const edges = [4_096, 2_560, 1_600] as const;

// One picture at a time is looked at; it needs no threads that others wait for, nor memory afterwards.
sharp.concurrency(1);
sharp.cache(false);

/**
 * A picture made anew from its pixels: upright, without place, device, or anything else that was hidden in the file, and small enough for its field.
 * @throws ATTACHMENT_PICTURE_TOO_LARGE, ATTACHMENT_DAMAGED, ATTACHMENT_TOO_LARGE
 */
export async function cleanPicture(bytes: Buffer, type: 'image/jpeg' | 'image/png', maxBytes: number): Promise<Buffer> {
  const open = () => sharp(bytes, { limitInputPixels: megapixels * 1_000_000, failOn: 'error', sequentialRead: true, pages: 1 });
  try {
    // The header alone says how large it is; nothing is unpacked for that.
    const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height > megapixels * 1_000_000)
      throw new AmanahError('ATTACHMENT_PICTURE_TOO_LARGE', { params: { megapixels }, detail: `${width} × ${height}` });
    if (`image/${format}` !== type) throw new AmanahError('ATTACHMENT_DAMAGED', { detail: `${format} in ${type}` });
    for (const edge of edges) {
      const upright = open().autoOrient().resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true });
      const made = await written(upright, type).timeout({ seconds: longestSeconds }).toBuffer();
      if (made.length <= maxBytes) return made;
    }
  } catch (error) {
    if (error instanceof AmanahError) throw error;
    throw new AmanahError('ATTACHMENT_DAMAGED', { detail: (error as Error).message, cause: error });
  }
  throw new AmanahError('ATTACHMENT_TOO_LARGE', { params: { megabytes: Math.round(maxBytes / 1024 ** 2) } });
}

function written(picture: Sharp, type: 'image/jpeg' | 'image/png'): Sharp {
  return type === 'image/jpeg' ? picture.jpeg({ quality: 85 }) : picture.png();
}
