import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scrubber } from './scrubber.ts';

const canary = 'Cn4ry-"7&9<é>-ق/=+x';

function scrubberFor(...secrets: string[]): Scrubber {
  const scrubber = new Scrubber();
  scrubber.add(Object.fromEntries(secrets.map((secret, at) => [`secret-${at}`, secret])));
  return scrubber;
}

test.each([
  ['as it is', canary],
  ['in JSON', JSON.stringify({ password: canary })],
  ['in JSON in JSON', JSON.stringify({ body: JSON.stringify({ password: canary }) })],
  ['in XML', '<P>Cn4ry-&quot;7&amp;9&lt;é&gt;-ق/=+x</P>'],
  ['in XML text', '<P>Cn4ry-"7&amp;9&lt;é>-ق/=+x</P>'],
  ['in an address', `https://a/?key=${encodeURIComponent(canary)}&x=1`],
  ['in a form', new URLSearchParams({ key: canary }).toString()],
  ['in Basic', `Basic ${Buffer.from(`municipality:${canary}`).toString('base64')}`],
])('a secret is taken out %s', (_where, text) => {
  const clean = scrubberFor(canary).text(text, 'text');
  expect(clean).toContain('[secret]');
  expect(clean).not.toMatch(/Cn4ry|Q240cnkt/);
});

test('base64 hides no secret, at whatever offset and in either alphabet', () => {
  const scrubber = scrubberFor('a-long-secret-word');
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 20 }),
      fc.uint8Array({ maxLength: 20 }),
      fc.constantFrom('base64' as const, 'base64url' as const),
      (before, after, alphabet) => {
        const text = Buffer.concat([before, Buffer.from('a-long-secret-word'), after]).toString(alphabet);
        expect(Buffer.from(scrubber.text(text, 'text').replaceAll('[secret]', ''), alphabet).toString()).not.toContain('long-secret');
      },
    ),
  );
});

test('what holds no secret stays byte for byte as it was', () => {
  const scrubber = scrubberFor(canary, 'another-secret', 'short');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(Buffer.from(scrubber.bytes(bytes, 'text'))).toEqual(Buffer.from(bytes));
    }),
  );
});

test('a short secret is taken out of text where it stands alone, and never out of data', () => {
  const scrubber = scrubberFor('admin');
  expect(scrubber.text('user admin, administrator', 'text')).toBe('user [secret], administrator');
  expect(scrubber.text('admin', 'data')).toBe('admin');
});

test('of two secrets where one begins like the other, the longer goes whole', () => {
  expect(scrubberFor('secret-word', 'secret-word-and-more').text('x secret-word-and-more y secret-word z', 'text')).toBe('x [secret] y [secret] z');
});

test('a private key is known by each of its lines, its frame is not', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nAQEFAASCBKcwggSjAgEAAoIB\n-----END PRIVATE KEY-----\n';
  const scrubber = scrubberFor(pem);
  expect(scrubber.text('at AQEFAASCBKcwggSjAgEAAoIB', 'text')).toBe('at [secret]');
  expect(scrubber.text('-----BEGIN PRIVATE KEY-----', 'text')).toBe('-----BEGIN PRIVATE KEY-----');
});

test('a value is cleaned in its depth, names too, and keeps its form', () => {
  const clean = scrubberFor('a-long-secret-word').value({ list: [{ 'a-long-secret-word': 'x a-long-secret-word' }], n: 7, none: null }, 'data');
  expect(clean).toEqual({ list: [{ '[secret]': 'x [secret]' }], n: 7, none: null });
});
