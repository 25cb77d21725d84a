import { Readable } from 'node:stream';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { AddressMap } from './address-map.ts';
import { PageRewriter } from './page-rewriter.ts';

const map = new AddressMap(['http://127.0.0.4:7110'], 'http://shop.localhost:3000');
const bar = '<amanah-bar></amanah-bar>';

async function rewrite(page: Buffer, cuts: readonly number[], withBar: string | null = bar): Promise<Buffer> {
  const edges = [0, ...[...cuts].map((cut) => cut % (page.length + 1)).sort((a, b) => a - b), page.length];
  const chunks = edges.slice(1).map((edge, index) => page.subarray(edges[index], edge));
  const parts: Buffer[] = [];
  for await (const part of Readable.from(chunks.filter((chunk) => chunk.length > 0)).pipe(new PageRewriter(map, withBar))) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

test('a Windows-1256 page keeps its bytes; the bar stands first in its body and addresses are public', async () => {
  const page = iconv.encode(
    '<html><head><title>رخص المحال</title></head><BODY dir="rtl" class=x><a href="http://127.0.0.4:7110/قائمة">الرخص</a></body></html>',
    'windows-1256',
  );
  const text = iconv.decode(await rewrite(page, [20, 60, 61]), 'windows-1256');
  expect(text).toBe(
    `<html><head><title>رخص المحال</title></head><BODY dir="rtl" class=x>${bar}<a href="http://shop.localhost:3000/قائمة">الرخص</a></body></html>`,
  );
});

test('wherever the network cuts a page, the result is the same', async () => {
  const page = Buffer.from(
    `<!doctype html><head></head><body class="a"><p>http://127.0.0.4:7110/x http://127.0.0.4:71101/</p>${'ص'.repeat(40)}<a href='http://127.0.0.4:7110'>z</a></body>`,
  );
  const whole = (await rewrite(page, [])).toString();
  expect(whole).toContain(`<body class="a">${bar}<p>http://shop.localhost:3000/x http://127.0.0.4:71101/</p>`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
      expect((await rewrite(page, cuts)).toString()).toBe(whole);
    }),
  );
});

test('a fragment without a body gets no bar', async () => {
  expect((await rewrite(Buffer.from('<li>one</li>'), [3])).toString()).toBe('<li>one</li>');
});

test('a bar that is not pure ASCII is refused, since it would break pages in other encodings', () => {
  expect(() => new PageRewriter(map, 'شريط')).toThrow(RangeError);
});
