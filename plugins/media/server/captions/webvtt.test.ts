import { AmanahError } from '@amanah/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cue } from '../../shared/captions.ts';
import { canonicalText, spokenText } from './cue-text.ts';
import { checkCues, parseWebvtt, printWebvtt } from './webvtt.ts';

function faultsOf(file: string, seconds?: number): string[] {
  try {
    parseWebvtt(file, seconds);
    return [];
  } catch (error) {
    if (!(error instanceof AmanahError)) throw error;
    return (error.fields ?? []).map(({ path, message }) => `${path} ${message}`);
  }
}

const words = fc.array(fc.constantFrom('بلدية', 'الدمام', 'رخصة', 'a & b', '1 < 2', 'x > y', '٢٠٢٦', '🙂', 'é', '-', 'amp;', '\u200f'), {
  minLength: 1,
  maxLength: 6,
});
const piece = fc.oneof(
  words.map((parts) => parts.join(' ')),
  words.map((parts) => `<b>${parts.join(' ').replace(/</g, '')}</b>`),
  words.map((parts) => `<v أمل>${parts.join(' ').replace(/</g, '')}</v>`),
);
const text = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => canonicalText(pieces.join('\n').replace(/1 < 2/g, '1 &lt; 2')));
const cues = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 500_000 }),
      length: fc.integer({ min: 1, max: 20_000 }),
      text: text.filter((one) => 'text' in one).map((one) => ('text' in one ? one.text : '')),
      align: fc.option(fc.constantFrom('start', 'center', 'end'), { nil: undefined }),
      line: fc.option(fc.constantFrom('0', '-1', '85%', '10%,start'), { nil: undefined }),
    }),
    { maxLength: 30 },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(({ gap, length, text: said, align, line }): Cue => {
      at += gap;
      const settings = { ...(line ? { line } : {}), ...(align ? { align } : {}) };
      return { from: at / 1_000, to: (at + length) / 1_000, text: said, ...(align || line ? { settings } : {}) };
    });
  });

test('captions that are written and read again are the same, in every form of line end', () => {
  fc.assert(
    fc.property(cues, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), (given, ending, mark) => {
      const file = (mark ? '\ufeff' : '') + printWebvtt(given).replaceAll('\n', ending);
      expect(parseWebvtt(file)).toEqual(given);
      expect(checkCues(given)).toEqual(given);
    }),
    { numRuns: 300 },
  );
});

test('whatever is sent as captions, it is read, or refused with the numbers of its lines', () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 400, unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          'WEBVTT',
          '',
          '\n',
          '\r',
          '\r\n',
          '00:00.000',
          ' --> ',
          '00:01.000',
          '99:59:59.999',
          'STYLE',
          'NOTE',
          '<',
          '</b>',
          '<b>',
          '<v ',
          '>',
          '&',
          '&#0;',
          'line:',
          '%',
          '\u0000',
          '\ud800',
          '<c.x>',
          '<00:00.500>',
          '::cue',
          '-->',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
    fc.string({ maxLength: 200, unit: 'grapheme' }).map((said) => `WEBVTT\n\n00:00.000 --> 00:01.000\n${said}\n`),
  );
  fc.assert(
    fc.property(hostile, (file) => {
      try {
        const read = parseWebvtt(file);
        expect(parseWebvtt(printWebvtt(read))).toEqual(read);
      } catch (error) {
        if (!(error instanceof AmanahError)) throw error;
        expect(error.code).toBe('MEDIA_CAPTIONS_INVALID');
        expect(error.fields?.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('each fault is told with its line', () => {
  const file = [
    'WEBVTT',
    '',
    'NOTE written by the office',
    '',
    '1',
    '00:00.000 --> 00:02.000 align:start',
    '<v أمل>أهلاً بكم</v>',
    '',
    '00:03.000 -> 00:04.000',
    'no arrow',
    '',
    '00:02.500 --> 00:02.000',
    'ends before it begins',
    '',
    '00:05.000 --> 00:06.000 color:red',
    'a setting that is none',
    '',
    '00:07.000 --> 00:08.000',
    '<script>alert(1)</script>',
    '',
    'STYLE',
    '::cue { background: url(https://elsewhere.example/x) }',
    '',
    '00:09.000 --> 00:10.000',
    'un<b>closed',
    '',
    '00:11.000 --> 00:12.000',
    '',
  ].join('\n');
  expect(faultsOf(file)).toEqual(['line.9 timing', 'line.12 order', 'line.15 setting', 'line.19 markup', 'line.21 style', 'line.25 markup', 'line.27 empty']);
  expect(faultsOf('<html></html>')).toEqual(['line.1 header']);
  expect(faultsOf('WEBVTT\n\n00:00.000 --> 00:20.000\nبعد النهاية\n', 10)).toEqual(['line.3 beyond']);
  expect(faultsOf('WEBVTT\n\n00:05.000 --> 00:06.000\nب\n\n00:04.000 --> 00:07.000\nأ\n')).toEqual(['line.6 order']);
});

test('what is read aloud has no markup and says who speaks', () => {
  const checked = canonicalText('<v م. سعد الحربي>رسوم <b>الرخصة</b>\nA & B &lt;5');
  expect(checked).toEqual({ text: '<v م. سعد الحربي>رسوم <b>الرخصة</b>\nA &amp; B &lt;5</v>' });
  expect(spokenText('text' in checked ? checked.text : '')).toBe('م. سعد الحربي: رسوم الرخصة A & B <5');
});

test('captions of an absurd size are refused before they are looked at', () => {
  expect(() => parseWebvtt(`WEBVTT\n\n${'x'.repeat(2_000_001)}`)).toThrow('MEDIA_CAPTIONS_LARGE');
});
