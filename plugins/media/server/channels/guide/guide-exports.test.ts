import { expect, test } from 'vitest';
import type { Channel } from '../channel-store.ts';
import { momentOf } from '../schedule/riyadh-time.ts';
import { calendarOf } from './icalendar.ts';
import { lineupOf, type Announced } from './lineup.ts';
import { xmltvOf } from './xmltv.ts';

const site = new URL('https://portal.example/');
const at = (time: string) => momentOf('2026-11-29', time);
const announced = (id: string, time: string, seconds: number, more: Partial<Announced> = {}): Announced => ({
  id,
  firstAt: at(time),
  lastAt: at(time),
  repeat: 'once',
  weekdays: [],
  seconds,
  content: { kind: 'programme', id: `programme-${id}` },
  title: { ar: `نشرة ${id}`, en: `News ${id}` },
  about: { ar: '', en: '' },
  empty: false,
  ...more,
});
const filler = { id: 'loop', title: { ar: 'بين البرامج', en: 'Between' } };
const channel = { slug: 'radio', title: { ar: 'إذاعة الأمانة', en: 'Radio' } } as Channel;

test('a day has no hole: the filler is told between the entries, and one that is too long ends where the next begins', () => {
  const slots = lineupOf(
    [announced('b', '10:05', 600), announced('a', '10:00', 330), announced('gone', '11:00', 600, { empty: true })],
    filler,
    at('09:00'),
    at('12:00'),
  );
  expect(slots.map(({ kind, title, beginsAt, endsAt }) => [kind, title.en, (beginsAt - at('09:00')) / 60_000, (endsAt - at('09:00')) / 60_000])).toEqual([
    ['filler', 'Between', 0, 60],
    ['programme', 'News a', 60, 65],
    ['programme', 'News b', 65, 75],
    ['filler', 'Between', 75, 180],
  ]);
  expect(new Set(slots.map(({ key }) => key)).size).toBe(4);
});

test('the calendar has what is planned and no filler; long lines are folded without tearing a letter, and nothing breaks out of its line', () => {
  const words = { ar: 'سطر, وآخر; ثم\nثالث', en: 'x' };
  const slots = lineupOf(
    [announced('a', '10:00', 600, { title: { ar: 'نشرة الأخبار '.repeat(20), en: 'News' }, about: words })],
    filler,
    at('09:00'),
    at('12:00'),
  );
  const text = calendarOf({ channel, slots }, 'ar', site, at('09:00'));
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(text).not.toContain('\uFFFD');
  const whole = text.replaceAll('\r\n ', '');
  expect(whole.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(whole).toContain('DTSTART:20261129T070000Z\r\nDTEND:20261129T071000Z\r\n');
  expect(whole).toContain(String.raw`DESCRIPTION:سطر\, وآخر\; ثم\nثالث`);
});

test('XMLTV names channels and programmes in both languages, escaped', () => {
  const slots = lineupOf([announced('a', '10:00', 600, { title: { ar: 'أ<ب>', en: 'A & "B"' } })], null, at('09:00'), at('12:00'));
  const text = xmltvOf([{ channel, slots }], site);
  expect(text).toContain('<display-name lang="ar">إذاعة الأمانة</display-name>');
  expect(text).toContain('<programme start="20261129070000 +0000" stop="20261129071000 +0000" channel="radio.portal.example">');
  expect(text).toContain('<title lang="en">A &amp; &quot;B&quot;</title>');
});
