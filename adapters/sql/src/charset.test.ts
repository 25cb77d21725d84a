import { expect, test } from 'vitest';
import { decodeText, encodeText } from './charset.ts';
import { charsets } from './config.ts';

test.each(charsets)('%s: what it can hold comes back as it was', (charset) => {
  const text = /1252/.test(charset) ? 'Café – €' : /6|p6/.test(charset) && charset.includes('8859') ? 'بلدية الدمام' : 'بلدية الدمام، کرک';
  const encoded = encodeText(text, charset);
  expect('bytes' in encoded && decodeText(encoded.bytes, charset)).toBe(text);
});

test('presentation forms become their letters in old sets, and stay in UTF-8', () => {
  const old = encodeText('ﺍﻟﺪﻣﺎﻡ ﷲ ﻻ', 'windows-1256');
  expect('bytes' in old && decodeText(old.bytes, 'windows-1256')).toBe('الدمام الله لا');
  const utf8 = encodeText('ﻻ', 'utf-8');
  expect('bytes' in utf8 && utf8.bytes.toString()).toBe('ﻻ');
});

test.each([
  ['windows-1256', 'رقم ٧', '٧'],
  ['iso-8859-6', 'کرک', 'ک'],
  ['windows-1252', 'سوق', 'س'],
  ['windows-1256', 'a😀', '😀'],
] as const)('%s cannot hold %s, and the sign is named', (charset, text, sign) => {
  expect(encodeText(text, charset)).toEqual({ unknown: sign });
});
