import type { Locale } from '@amanah/plugin-api';
import type { Listing } from './guide-reader.ts';

/** Octets in a line of iCalendar, without its end (RFC 5545, 3.1). */
const longestLine = 75;

/** What is planned on a channel as a calendar that people subscribe to (RFC 5545); filler is no event. */
export function calendarOf({ channel, slots }: Listing, language: Locale, site: URL, now: number): string {
  const page = new URL(`/watch/channels/${channel.slug}`, site).href;
  const events = slots
    .filter(({ kind }) => kind !== 'filler')
    .flatMap(({ key, beginsAt, endsAt, title, about }) => [
      'BEGIN:VEVENT',
      `UID:${key}@${site.hostname}`,
      `DTSTAMP:${moment(now)}`,
      `DTSTART:${moment(beginsAt)}`,
      `DTEND:${moment(endsAt)}`,
      `SUMMARY:${escaped(title[language])}`,
      ...(about[language] ? [`DESCRIPTION:${escaped(about[language])}`] : []),
      `URL:${page}`,
      'END:VEVENT',
    ]);
  const name = escaped(channel.title[language]);
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:-//${site.hostname}//media//${language.toUpperCase()}`, `NAME:${name}`, `X-WR-CALNAME:${name}`];
  return [...lines, 'REFRESH-INTERVAL;VALUE=DURATION:PT1H', ...events, 'END:VCALENDAR', ''].map(folded).join('\r\n');
}

function moment(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, String.raw`\$&`).replaceAll(/\r?\n/g, String.raw`\n`);
}

/** A long line goes on in the next one behind a space; no character is torn apart. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    if (Buffer.byteLength(part + character) > longestLine - (parts.length > 0 ? 1 : 0)) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
