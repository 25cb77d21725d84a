import fc from 'fast-check';
import { expect, test } from 'vitest';
import { richText } from './rich-text.ts';
import { safeAddress } from './safe-address.ts';

const doc = (...content: unknown[]) => ({ type: 'doc', content });
const words = (text: string, ...marks: unknown[]) => ({ type: 'paragraph', content: [{ type: 'text', text, ...(marks.length > 0 ? { marks } : {}) }] });
const link = (href: string) => ({ type: 'link', attrs: { href } });

test.each([
  'javascript:alert(1)',
  ' JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  '//evil.example',
  '/\\evil.example',
  '/\tevil',
  'https://user:pass@evil.example',
  'blob:https://x',
  'relative',
  '',
])('the address %j is no link', (address) => {
  expect(safeAddress(address)).toBeNull();
  expect(richText.safeParse(doc(words('x', link(address)))).success).toBe(false);
});

test.each(['/services/SRV-001', 'https://example.sa/a?b=c', 'http://example.sa/', 'mailto:a@example.sa', 'tel:+966500000000'])(
  'the address %j is a link',
  (address) => {
    expect(safeAddress(address)).toBe(address);
  },
);

test.each([
  ['HTML of any kind', { type: 'html', content: '<b>x</b>' }],
  ['a heading of the page', { type: 'heading', attrs: { level: 1 } }],
  ['an attribute that nobody asked for', { type: 'paragraph', attrs: { onclick: 'alert(1)' } }],
  ['a picture without words', { type: 'picture', attrs: { picture: '11111111-1111-4111-8111-111111111111', alt: ' ' } }],
  ['a picture elsewhere', { type: 'picture', attrs: { src: 'https://evil.example/x.png', alt: 'x' } }],
  ['a frame without https', { type: 'frame', attrs: { address: 'http://www.youtube.com/watch?v=aaaaaaaaaaa', title: 'x' } }],
  ['a mark of another kind', words('x', { type: 'code' })],
  ['a style', words('x', { type: 'strong', attrs: { style: 'x' } })],
])('%s is refused', (_what, block) => {
  expect(richText.safeParse(doc(block)).success).toBe(false);
});

test('a document of ten thousand levels is refused without harm', () => {
  let nested: unknown = { type: 'paragraph' };
  for (let level = 0; level < 10_000; level++) nested = { type: 'bullet_list', content: [{ type: 'list_item', content: [nested] }] };
  expect(richText.safeParse(doc(nested)).success).toBe(false);
});

test('control characters and marks of direction do not stay in a text', () => {
  const parsed = richText.parse(doc(words('a\u0000b\u202ec\u2066d\ufeff')));
  expect(parsed.content[0]).toEqual(words('abcd'));
});

test('an address is kept as a browser writes it', () => {
  const parsed = richText.parse(doc(words('x', link('https://example.sa/?q=<b>\u0000\ud800'))));
  expect(parsed.content[0]).toEqual(words('x', link('https://example.sa/?q=%3Cb%3E%00%EF%BF%BD')));
});

test('whatever else is sent is refused or comes out as plain data of the known kinds', () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 6 }), (anything) => {
      const parsed = richText.safeParse(anything);
      if (parsed.success) expect(parsed.data.type).toBe('doc');
    }),
  );
});
