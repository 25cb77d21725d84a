import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectors } from '../networks/connectors.ts';
import { composedWords, writtenWords } from './post-words.ts';

const link = 'https://portal.example/go/7K3M9Q2X1A';
const matter = {
  title: { ar: 'تجديد الرخص التجارية في الخبر عبر البوابة', en: 'Renewal of commercial licences in Khobar in the portal' },
  summary: { ar: 'يمكن تجديد الرخصة من أي جهاز وسداد رسومها ثم تنزيلها.', en: 'The licence is renewed on any device, paid, and downloaded.' },
  link,
};

test('all of it where there is room: Arabic first, then English, the link last', () => {
  expect(composedWords(matter, connectors.facebook)).toBe([matter.title.ar, matter.summary.ar, matter.title.en, matter.summary.en, link].join('\n\n'));
});

test('what does not fit is left out from the end, the link stays', () => {
  expect(composedWords({ ...matter, summary: { ar: matter.summary.ar, en: 'long '.repeat(60) } }, connectors.x)).toBe(
    [matter.title.ar, matter.summary.ar, matter.title.en, link].join('\n\n'),
  );
  const long = { ...matter, title: { ...matter.title, ar: 'عنوان طويل جداً '.repeat(40).trim() } };
  expect(composedWords(long, connectors.x)).toMatch(/[^ ]…\n\nhttps:\/\/portal\.example\/go\/7K3M9Q2X1A$/);
});

test('a person puts the link where they want it, or it stands at the end', () => {
  expect([writtenWords('قبل {link} بعد', link), writtenWords(' كلمات ', link)]).toEqual([`قبل ${link} بعد`, `كلمات\n\n${link}`]);
});

test.each([
  ['x', 'أهلاً', 5],
  ['x', 'مرحبا https://example.org/a/very/long/address/indeed', 29],
  ['x', '🎉', 2],
  ['mastodon', '👩‍👩‍👧 https://example.org/a/very/long/address/indeed', 25],
  ['telegram', '🎉', 2],
] as const)('%s counts %j as %i', (kind, text, count) => {
  expect(connectors[kind].measure(text)).toBe(count);
});

describe.each(Object.entries(connectors))('%s', (_kind, limit) => {
  test('composed words always fit and always hold the link once', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, text, (ar, en, sar, sen) => {
        const said = composedWords({ title: { ar, en }, summary: { ar: sar, en: sen }, link }, limit);
        expect(limit.measure(said)).toBeLessThanOrEqual(limit.most);
        expect(said.split(link).length).toBe(2);
      }),
    );
  });
});
