import { AdapterError } from '@amanah/adapter-api';
import type { Bounds } from '../config.ts';
import { matchesName } from '../name-pattern.ts';
import { ByteReader } from './byte-reader.ts';
import { gunzipped } from './inflate.ts';
import { unreadable } from './raw-row.ts';
import { zipMembers } from './zip-members.ts';

export const mebibyte = 1_048_576;
/** Small files may unpack to many times their size without harm. */
const bombFrom = 16 * mebibyte;

type PackBounds = Pick<Bounds, 'fileMebibytes' | 'unpackedMebibytes' | 'unpackedTimes'>;

/** Bounds of what is packed and of what it unpacks to; counts the bytes of one file as they pass. */
export class PackMeter {
  readonly #bounds: PackBounds;
  #packed = 0;
  #unpacked = 0;

  constructor(bounds: PackBounds) {
    this.#bounds = bounds;
  }

  async *packed(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const part of source) {
      this.#packed += part.length;
      if (this.#packed > this.#bounds.fileMebibytes * mebibyte) throw tooLarge(`the file is larger than ${this.#bounds.fileMebibytes} MiB`);
      yield part;
    }
  }

  async *unpacked(content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    const { unpackedMebibytes, unpackedTimes } = this.#bounds;
    for await (const part of content) {
      this.#unpacked += part.length;
      if (this.#unpacked > unpackedMebibytes * mebibyte) throw tooLarge(`it unpacks to more than ${unpackedMebibytes} MiB`);
      if (this.#unpacked > bombFrom && this.#unpacked > unpackedTimes * this.#packed) throw tooLarge(`it unpacks to more than ${unpackedTimes} times its size`);
      yield part;
    }
  }
}

/**
 * The content of a file, unpacked when it is a gzip or zip file (known by its first bytes): of a zip file the one member that matches.
 * Every byte of the source is read, also what stands behind. @throws AdapterError `too-large`, `contract-violation`
 */
export async function* unpack(source: AsyncIterable<Buffer>, member: string, meter: PackMeter): AsyncIterable<Buffer> {
  const reader = new ByteReader(meter.packed(source));
  try {
    const start = await reader.peek(4);
    if (start[0] === 0x1f && start[1] === 0x8b) yield* meter.unpacked(gunzipped(reader));
    else if (start.length === 4 && start.readUInt32LE() === 0x04034b50) yield* memberOf(reader, member, meter);
    else yield* reader.rest();
    for await (const _behind of reader.rest()) void _behind;
  } finally {
    await reader.close();
  }
}

async function* memberOf(reader: ByteReader, pattern: string, meter: PackMeter): AsyncIterable<Buffer> {
  let found: string | null = null;
  for await (const { name, content } of zipMembers(reader)) {
    const metered = meter.unpacked(content);
    if (name.endsWith('/') || !matchesName(pattern, name)) {
      for await (const _part of metered) void _part;
      continue;
    }
    if (found !== null) throw unreadable(`"${found}" and "${name}" in the zip file both match ${pattern}`);
    found = name;
    yield* metered;
  }
  if (found === null) throw unreadable(`no member of the zip file matches ${pattern}`);
}

function tooLarge(detail: string): AdapterError {
  return new AdapterError('too-large', detail, { reached: 'yes' });
}
