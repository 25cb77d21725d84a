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
const text = async (page: string, cuts: readonly number[] = []) => (await rewrite(Buffer.from(page), cuts)).toString();

test('a Windows-1256 page keeps its bytes; the bar stands first in its body and addresses are public', async () => {
  const page = iconv.encode(
    '<html><head><title>رخص المحال</title></head><BODY dir="rtl" class=x><a href="http://127.0.0.4:7110/قائمة">الرخص</a></body></html>',
    'windows-1256',
  );
  expect(iconv.decode(await rewrite(page, [20, 60, 61]), 'windows-1256')).toBe(
    `<html><head><title>رخص المحال</title></head><BODY dir="rtl" class=x>${bar}<a href="http://shop.localhost:3000/قائمة">الرخص</a></body></html>`,
  );
});

const tricky = [
  `<!doctype html><head></head><body class="a"><p>http://127.0.0.4:7110/x http://127.0.0.4:71101/</p>${'ص'.repeat(40)}<a href='http://127.0.0.4:7110'>z</a></body>`,
  `<html><!-- <body> --><script>var b = "<body>"; u = "http:\\/\\/127.0.0.4:7110\\/a"</script><style>/* <body> */</style><body onload="go('>')" id=x>//127.0.0.4:7110</body>`,
  `<!DOCTYPE html><meta charset=utf-8><title><body></title><p title='a>b'>no body tag</p>`,
  `<html>${'A/'.repeat(400)}http://127.0.0.4:7110/x<body>${'B.'.repeat(400)}</body>`,
];

test.each(tricky)('wherever the network cuts the page %#, the result is the same', async (page) => {
  const whole = await text(page);
  expect(whole.split(bar)).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
      expect(await text(page, cuts)).toBe(whole);
    }),
  );
  expect(
    await text(
      page,
      [...page].map((_letter, index) => index),
    ),
  ).toBe(whole);
});

test('the bar stands in the real body: not in a comment, a script, a style or a quoted attribute', async () => {
  expect(await text(tricky[1]!)).toContain(`<body onload="go('>')" id=x>${bar}//shop.localhost:3000</body>`);
});

test('a document without a body tag gets the bar where its body begins', async () => {
  expect(await text(tricky[2]!)).toContain(`</title>${bar}<p title='a>b'>`);
});

test.each([
  '<li>one</li>',
  'plain',
  '<html><head><title>f</title></head><frameset cols="20%,80%"><frame src=a><noframes><body>old</body></noframes></frameset></html>',
  '<p>a < b and <',
  '<!-- never ends <body>',
])('%s is no page for a bar and passes as it is', async (page) => {
  expect(await text(page)).toBe(page);
});

test('any text without inner addresses and body passes byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(), { maxLength: 6 }), async (bytes, cuts) => {
      expect(Buffer.compare(await rewrite(Buffer.from(bytes), cuts, null), Buffer.from(bytes))).toBe(0);
    }),
  );
});

test('a bar that is not pure ASCII is refused, since it would break pages in other encodings', () => {
  expect(() => new PageRewriter(map, 'شريط')).toThrow(RangeError);
});
