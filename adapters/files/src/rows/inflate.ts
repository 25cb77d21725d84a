import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { unreadable } from './raw-row.ts';

/** Little at a time: what it unpacks to is in memory at once, and that may be a thousand times as much. */
const portionBytes = 16_384;

/** Unpacks a gzip file, all of its members, up to its end. */
export async function* gunzipped(reader: ByteReader): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  yield* unpacked(gunzip, reader);
}

/** Unpacks one deflated stream; what comes after it stays with the reader. */
export async function* inflated(reader: ByteReader): AsyncIterable<Buffer> {
  yield* unpacked(createInflateRaw(), reader);
}

async function* unpacked(engine: InflateRaw | Gunzip, reader: ByteReader): AsyncIterable<Buffer> {
  const out: Buffer[] = [];
  let ended = false;
  const over = new Promise<void>((resolve) => engine.once('end', resolve));
  const failed = new Promise<never>((_resolve, reject) => engine.once('error', reject));
  failed.catch(() => {});
  engine.on('data', (part: Buffer) => out.push(part));
  engine.once('end', () => (ended = true));
  let fed = 0;
  try {
    while (!ended) {
      const part = await reader.some(portionBytes);
      if (!part) {
        // A stream that ended with its last byte says so now; one that was cut fails.
        engine.end();
        await Promise.race([over, failed]);
        yield* out.splice(0);
        return;
      }
      fed += part.length;
      await Promise.race([new Promise<void>((resolve) => engine.write(part, () => resolve())), failed, over]);
      yield* out.splice(0);
      const left = fed - engine.bytesWritten;
      if (left > 0) {
        await Promise.race([over, failed]);
        yield* out.splice(0);
        reader.giveBack(part.subarray(part.length - left));
        return;
      }
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code?.startsWith('Z_') ? unreadable(`what is packed is damaged or cut (${(error as Error).message})`, error) : error;
  } finally {
    engine.destroy();
  }
}
