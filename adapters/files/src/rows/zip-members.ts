import { crc32 } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { inflated } from './inflate.ts';
import { unreadable } from './raw-row.ts';

const localHeader = 0x04034b50;
const directoryHeader = 0x02014b50;
const endOfDirectory = 0x06054b50;
const dataDescriptor = 0x08074b50;
const maxMembers = 10_000;

/** One file inside a zip file; its name is a label and never a place. */
export interface ZipMember {
  readonly name: string;
  /** To be read to its end before the next member is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

/** The members of a zip file in their order, read as they come, each held against its checksum. */
export async function* zipMembers(reader: ByteReader): AsyncIterable<ZipMember> {
  for (let count = 0; ; count++) {
    if (count > maxMembers) throw unreadable(`the zip file has more than ${maxMembers} members`);
    const head = await reader.take(4);
    const signature = head?.readUInt32LE() ?? 0;
    if (signature === directoryHeader || signature === endOfDirectory) {
      for await (const _part of reader.rest()) void _part;
      return;
    }
    const fields = signature === localHeader ? await reader.take(26) : null;
    if (!fields) throw unreadable('the zip file is damaged or cut');
    const flags = fields.readUInt16LE(2);
    const method = fields.readUInt16LE(4);
    const name = (await reader.take(fields.readUInt16LE(22)))?.toString('utf8');
    const extra = await reader.take(fields.readUInt16LE(24));
    if (name === undefined || !extra) throw unreadable('the zip file is damaged or cut');
    if (flags & 1) throw unreadable(`"${name}" in the zip file is encrypted`);
    const large = largeSize(extra);
    const sizeLater = (flags & 8) !== 0;
    const size = large ?? fields.readUInt32LE(14);
    if (method !== 8 && (method !== 0 || sizeLater)) throw unreadable(`"${name}" in the zip file is packed in a way that is not read (${method})`);
    let read = false;
    const content = checked(method === 8 ? inflated(reader) : exactly(reader, size), async (sum) => {
      read = true;
      if (sum !== (sizeLater ? await sumBehind(reader, large !== null) : fields.readUInt32LE(10))) throw unreadable(`"${name}" in the zip file is damaged`);
    });
    yield { name, content };
    if (!read) for await (const _part of content) void _part;
  }
}

async function* checked(content: AsyncIterable<Buffer>, end: (sum: number) => Promise<void>): AsyncIterable<Buffer> {
  let sum = 0;
  for await (const part of content) {
    sum = crc32(part, sum);
    yield part;
  }
  await end(sum);
}

async function* exactly(reader: ByteReader, bytes: number): AsyncIterable<Buffer> {
  for (let left = bytes; left > 0;) {
    const part = await reader.some(Math.min(left, 262_144));
    if (!part) throw unreadable('the zip file is cut');
    left -= part.length;
    yield part;
  }
}

/** Packed size in the zip64 extra field; `null` when the member has none. */
function largeSize(extra: Buffer): number | null {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1 && at + 20 <= extra.length) return Number(extra.readBigUInt64LE(at + 12));
  }
  return null;
}

/** The checksum that stands behind a member whose size was not known before. */
async function sumBehind(reader: ByteReader, large: boolean): Promise<number> {
  const first = await reader.take(4);
  const sum = first?.readUInt32LE() === dataDescriptor ? await reader.take(4) : first;
  if (!sum || !(await reader.take(large ? 16 : 8))) throw unreadable('the zip file is cut');
  return sum.readUInt32LE();
}
