import type { Locale } from '@amanah/plugin-api';
import { html } from 'hono/html';
import type { Piece } from './fill-text.ts';
import type { WrittenNotice } from './templates.ts';
import { instant, words } from './words.ts';

/** A notice in a mail: what was written, when, and the portal page that it is about. */
export interface MailedNotice {
  readonly written: WrittenNotice;
  readonly at: Date;
  readonly address: string;
}

/** Links under a mail. */
export interface MailLinks {
  readonly settings: string;
  /** Stops mails of this kind without signing in; `null` for those that cannot be stopped. */
  readonly stop: string | null;
}

interface Shown {
  readonly heading: string;
  readonly notices: readonly MailedNotice[];
  readonly links: MailLinks;
  readonly language: Locale;
  readonly daily: boolean;
}

/* Programs that read mail know tables and inline styles only; colours are those of the portal's tokens. No picture and no font is fetched: opening a mail tells nobody. */
const face = "font-family:'IBM Plex Sans Arabic','Segoe UI',Tahoma,Arial,sans-serif";
const green = '#1b8354';
const ink = '#1f2a37';
const soft = '#4d5761';

/** A mail as HTML, from right to left where Arabic is read. */
export function mailHtml({ heading, notices, links, language, daily }: Shown): string {
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  const side = language === 'ar' ? 'right' : 'left';
  return String(
    html`<!doctype html>
      <html lang="${language}" dir="${direction}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light" />
          <title>${heading}</title>
        </head>
        <body style="margin:0;padding:0;background:#f3f4f6;">
          <div role="main" lang="${language}" dir="${direction}">
            <div style="display:none;max-height:0;overflow:hidden;">${previewOf(notices, daily)}</div>
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${direction}" style="background:#f3f4f6;">
              <tr>
                <td align="center" style="padding:24px 12px;">
                  <table
                    role="presentation"
                    width="100%"
                    cellpadding="0"
                    cellspacing="0"
                    border="0"
                    dir="${direction}"
                    style="max-width:600px;background:#ffffff;border:1px solid #e5e7eb;border-radius:12px;border-collapse:separate;"
                  >
                    <tr>
                      <td
                        style="background:${green};border-radius:11px 11px 0 0;padding:16px 28px;text-align:${side};${face};font-size:16px;line-height:26px;font-weight:600;color:#ffffff;"
                      >
                        ${words('mailSender', language)}
                      </td>
                    </tr>
                    <tr>
                      <td style="padding:28px 28px 4px;text-align:${side};">
                        <h1 style="margin:0;${face};font-size:22px;line-height:34px;font-weight:700;color:${ink};">${heading}</h1>
                      </td>
                    </tr>
                    ${notices.map((notice) => (daily ? dailyPart(notice, side, language) : singlePart(notice, side)))}
                    <tr>
                      <td style="padding:20px 28px 24px;border-top:1px solid #e5e7eb;text-align:${side};${face};font-size:14px;line-height:24px;color:${soft};">
                        ${words(daily ? 'dailyWhy' : 'mailWhy', language)}<br />
                        <a href="${links.settings}" style="color:${green};">${words('mailSettings', language)}</a
                        >${links.stop ? html`&nbsp;·&nbsp;<a href="${links.stop}" style="color:${green};">${words('mailStop', language)}</a>` : ''}
                      </td>
                    </tr>
                  </table>
                </td>
              </tr>
            </table>
          </div>
        </body>
      </html> `,
  );
}

function singlePart({ written, address }: MailedNotice, side: string) {
  return html`<tr>
    <td style="padding:8px 28px 28px;text-align:${side};">
      ${written.paragraphs.map((paragraph) => html`<p style="margin:12px 0 0;${face};font-size:17px;line-height:30px;color:${ink};">${piecesOf(paragraph)}</p>`)}
      <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:24px;">
        <tr>
          <td style="background:${green};border-radius:8px;">
            <a
              href="${address}"
              style="display:inline-block;padding:12px 24px;${face};font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none;"
              >${written.action}</a
            >
          </td>
        </tr>
      </table>
    </td>
  </tr>`;
}

function dailyPart({ written, at, address }: MailedNotice, side: string, language: Locale) {
  return html`<tr>
    <td style="padding:20px 28px;text-align:${side};border-bottom:1px solid #f3f4f6;">
      <a href="${address}" style="${face};font-size:17px;line-height:28px;font-weight:600;color:${green};">${written.title}</a>
      <div style="${face};font-size:14px;line-height:24px;color:${soft};">${instant(at, language)}</div>
      ${written.paragraphs.map((paragraph) => html`<p style="margin:6px 0 0;${face};font-size:16px;line-height:28px;color:${ink};">${piecesOf(paragraph)}</p>`)}
    </td>
  </tr>`;
}

/** What was filled in is isolated, so that a number or an English name does not turn the words around it. */
function piecesOf(paragraph: readonly Piece[]) {
  return paragraph.map(({ text, filled }) => (filled ? html`<bdi>${text}</bdi>` : text));
}

/** What lists of mails show beside the subject. */
function previewOf(notices: readonly MailedNotice[], daily: boolean) {
  if (daily) return notices.map(({ written }) => written.title).join(' · ');
  return (notices[0]?.written.paragraphs[0] ?? []).map(({ text }) => text).join('');
}
