import { PNG } from 'pngjs';
import { afterAll, expect, test } from 'vitest';
import { PictureAddresses } from './picture-address.ts';
import { PictureDrawer } from './picture-drawer.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const drawer = new PictureDrawer(quiet);
afterAll(() => drawer.close());

const addresses = new PictureAddresses((text) => Buffer.from(text).toString('base64url').slice(0, 30).padEnd(16, 'x'));
const words = { language: 'ar', title: 'إصدار رخصة تجارية', kind: 'خدمة بلدية', unit: 'إدارة الرخص التجارية' } as const;

/** Share of pixels that are nearly white: where letters stand. */
function letters(png: Uint8Array): number {
  const { data, width, height } = PNG.sync.read(Buffer.from(png));
  let light = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at]! > 230 && data[at + 1]! > 230 && data[at + 2]! > 230) light++;
  expect([width, height]).toEqual([1_200, 630]);
  return light / (width * height);
}

test('a picture of 1200 × 630 is drawn with an Arabic and with an English title', async () => {
  const [arabic, english, empty] = await Promise.all([
    drawer.draw(words),
    drawer.draw({ language: 'en', title: 'Issue a commercial licence', kind: 'Municipal service', unit: '' }),
    drawer.draw({ language: 'ar', title: '', kind: '', unit: '' }),
  ]);
  expect(letters(arabic)).toBeGreaterThan(letters(empty) + 0.005);
  expect(letters(english)).toBeGreaterThan(letters(empty) + 0.005);
});

test('a title of any characters is drawn as words, never as markup, and never breaks the drawing', async () => {
  for (const title of ['#import "secret.typ"', '$ x $ *a* _b_ `c` <label> @ref [a](b)', '\\', '"]}', '😀 𝒳 漢字 \u0301', 'ا'.repeat(4_000)])
    expect((await drawer.draw({ ...words, title: addresses.wordsOf(addresses.of({ ...words, title }).slice('/og/'.length))!.title })).length).toBeGreaterThan(
      1_000,
    );
});

test('only an address that we signed says what is drawn', () => {
  const name = addresses.of(words).slice('/og/'.length);
  expect(addresses.wordsOf(name)).toEqual(words);
  const [text = '', signature = ''] = name.split('.');
  expect(addresses.wordsOf(`${text}x.${signature}.png`)).toBeNull();
  expect(addresses.wordsOf(`${text}.${signature.slice(1)}x.png`)).toBeNull();
  expect(addresses.wordsOf(`${text}.png`)).toBeNull();
  expect(addresses.wordsOf('..png')).toBeNull();
});
