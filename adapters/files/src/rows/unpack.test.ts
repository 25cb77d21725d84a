import { gzipSync } from 'node:zlib';
import { strToU8, Zip, ZipDeflate, ZipPassThrough, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { bounds, portions, rowsOf } from './rows-fixture.ts';
import { PackMeter, unpack } from './unpack.ts';

const csv = 'a\n' + 'سطر\n'.repeat(3_000);
const kind = { format: 'csv', pattern: '*.csv', fields: { a: {} }, member: '*.csv' } as const;

/** A zip file written as a stream: sizes and sums stand behind each member. */
function streamedZip(members: Readonly<Record<string, string>>, stored = false): Buffer {
  const parts: Uint8Array[] = [];
  const zip = new Zip((_error, part) => void parts.push(part));
  for (const [name, text] of Object.entries(members)) {
    const member = stored ? new ZipPassThrough(name) : new ZipDeflate(name);
    zip.add(member);
    member.push(strToU8(text), true);
  }
  zip.end();
  return Buffer.concat(parts);
}

test.each([
  ['gzip', gzipSync(csv)],
  ['gzip in several members', Buffer.concat([gzipSync(csv.slice(0, 500)), gzipSync(csv.slice(500))])],
  ['zip', Buffer.from(zipSync({ 'read-me.txt': strToU8('no rows'), 'folder/': new Uint8Array(), '../../x.csv': strToU8(csv) }))],
  ['zip without compression', Buffer.from(zipSync({ 'x.csv': [strToU8(csv), { level: 0 }] }))],
  ['zip written as a stream', streamedZip({ 'a.txt': 'no rows', 'x.csv': csv, 'b.txt': 'more' })],
])('%s is unpacked as it comes, in portions of any size', async (_what, file) => {
  for (const size of [1, 97, 16_384, 1_000_000]) {
    const { values } = await rowsOf(kind, file, { size });
    expect(values).toHaveLength(3_000);
    expect(new Set(values.map(({ a }) => a))).toEqual(new Set(['سطر']));
  }
});

test('every byte of the file is read, also what stands behind the rows', async () => {
  let read = 0;
  const counted = async function* (file: Buffer) {
    for await (const part of portions(file, 1_000)) {
      read += part.length;
      yield part;
    }
  };
  for (const file of [
    Buffer.from(csv),
    Buffer.concat([gzipSync(csv), Buffer.alloc(5_000)]),
    Buffer.concat([Buffer.from(zipSync({ 'x.csv': strToU8(csv) })), Buffer.alloc(5_000)]),
  ]) {
    read = 0;
    for await (const _part of unpack(counted(file), '*', new PackMeter(bounds))) void _part;
    expect(read).toBe(file.length);
  }
});

const damaged = Buffer.from(zipSync({ 'x.csv': [strToU8(csv), { level: 0 }] }));
damaged[200]! ^= 1;
const encrypted = Buffer.from(zipSync({ 'x.csv': strToU8(csv) }));
encrypted.writeUInt16LE(1, 6);
const otherMethod = Buffer.from(zipSync({ 'x.csv': strToU8(csv) }));
otherMethod.writeUInt16LE(12, 8);

test.each([
  ['a cut gzip file', gzipSync(csv).subarray(0, 60), 'damaged or cut'],
  ['a damaged gzip file', Buffer.concat([gzipSync(csv).subarray(0, 40), Buffer.alloc(40, 0xff)]), 'damaged or cut'],
  ['a cut zip file', Buffer.from(zipSync({ 'x.csv': strToU8(csv) })).subarray(0, 80), 'cut'],
  ['a zip file cut within what is stored', damaged.subarray(0, 300), 'cut'],
  ['a zip file cut within a header', damaged.subarray(0, 20), 'damaged or cut'],
  ['a damaged member', damaged, '"x.csv" in the zip file is damaged'],
  ['an encrypted member', encrypted, 'encrypted'],
  ['another method', otherMethod, 'packed in a way that is not read (12)'],
  ['stored without a size', streamedZip({ 'x.csv': csv }, true), 'packed in a way that is not read'],
  ['no such member', Buffer.from(zipSync({ 'x.txt': strToU8(csv) })), 'no member of the zip file matches *.csv'],
  ['two of them', Buffer.from(zipSync({ 'x.csv': strToU8(csv), 'y.csv': strToU8(csv) })), '"x.csv" and "y.csv" in the zip file both match'],
])('%s makes the file unreadable', async (_what, file, why) => {
  for (const size of [7, 100_000])
    await expect(rowsOf(kind, file, { size })).rejects.toMatchObject({ outcome: 'contract-violation', message: expect.stringContaining(why) as string });
});

describe('bombs', () => {
  const zeros = Buffer.alloc(40_000_000);

  test.each([
    ['gzip', gzipSync(zeros)],
    ['zip', Buffer.from(zipSync({ 'x.csv': zeros }))],
    ['zip in a member that is not read', Buffer.from(zipSync({ 'x.txt': zeros }))],
  ])('%s that unpacks to many times its size ends, and little of it was in memory', async (_what, file) => {
    let bytes = 0;
    const unpacking = async () => {
      for await (const part of unpack(portions(file, 65_536), '*.csv', new PackMeter(bounds))) bytes = Math.max(bytes, part.length);
    };
    await expect(unpacking()).rejects.toMatchObject({ outcome: 'too-large', message: 'it unpacks to more than 200 times its size' });
    expect(bytes).toBeLessThan(1_000_000);
  });

  test('what is over the bound of packed or unpacked bytes ends', async () => {
    await expect(rowsOf(kind, gzipSync(csv.repeat(80)), { size: 65_536, bounds: { unpackedMebibytes: 1 } })).rejects.toThrow('unpacks to more than 1 MiB');
    await expect(rowsOf(kind, csv.repeat(80), { size: 65_536, bounds: { fileMebibytes: 1 } })).rejects.toThrow('larger than 1 MiB');
  });
});
