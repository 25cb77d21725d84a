import type { Locale } from '@amanah/plugin-api';
import type { WrittenNotice } from './templates.ts';
import { mailHtml, type MailedNotice, type MailLinks } from './mail-html.ts';
import { instant, words } from './words.ts';

export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One notice as a mail of its own. */
export function noticeMail(notice: MailedNotice, links: MailLinks, language: Locale): MailContent {
  const { title, paragraphs } = notice.written;
  const text = [title, ...paragraphs.map(plain), `${notice.written.action}: ${notice.address}`, foot(links, language, 'mailWhy')].join('\n\n');
  return { subject: title, text: `${text}\n`, html: mailHtml({ heading: title, notices: [notice], links, language, daily: false }) };
}

/** What waited for the day's mail, in one mail; each notice with the moment at which it was told. */
export function dailyMail(notices: readonly MailedNotice[], links: MailLinks, language: Locale): MailContent {
  const heading = words('dailySubject', language, { count: notices.length });
  const parts = notices.map(({ written, at, address }) => [written.title, instant(at, language), ...written.paragraphs.map(plain), address].join('\n'));
  const text = [heading, ...parts, foot(links, language, 'dailyWhy')].join('\n\n');
  return { subject: heading, text: `${text}\n`, html: mailHtml({ heading, notices, links, language, daily: true }) };
}

function plain(paragraph: WrittenNotice['paragraphs'][number]): string {
  return paragraph.map(({ text }) => text).join('');
}

function foot({ settings, stop }: MailLinks, language: Locale, why: 'mailWhy' | 'dailyWhy'): string {
  const lines = [words(why, language), `${words('mailSettings', language)}: ${settings}`, ...(stop ? [`${words('mailStop', language)}: ${stop}`] : [])];
  return `-- \n${lines.join('\n')}`;
}
