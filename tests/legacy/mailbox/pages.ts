import type { TakenMail } from './mailbox.ts';

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);
const when = (at: string) =>
  new Intl.DateTimeFormat('ar-SA-u-ca-gregory-nu-latn', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Riyadh' }).format(new Date(at));

const style = `body{font:17px/1.7 'IBM Plex Sans Arabic',Tahoma,Arial,sans-serif;margin:0 auto;max-width:960px;padding:24px;color:#1f2a37;background:#fff}
h1{font-size:24px}a{color:#1b8354}ol{list-style:none;padding:0;margin:0}li{padding:14px 0;border-top:1px solid #e5e7eb}small{color:#4d5761}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f9fafb;padding:16px;border-radius:8px;font:15px/1.7 inherit}iframe{width:100%;height:720px;border:1px solid #e5e7eb;border-radius:8px}`;

function page(title: string, body: string): string {
  return `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style><body>${body}</body></html>`;
}

/** All mails, the newest first; `to` narrows them to one recipient. */
export function listPage(mails: readonly TakenMail[], to: string | null): string {
  const shown = mails.filter((mail) => to === null || mail.to.includes(to)).toReversed();
  const rows = shown.map(
    (mail) =>
      `<li><a href="/mails/${mail.number}">${escaped(mail.subject)}</a><br><small><bdi>${escaped(mail.to.join(', '))}</bdi> · ${when(mail.at)}</small></li>`,
  );
  const list = rows.length === 0 ? '<p>لا رسائل بعد.</p>' : `<ol>${rows.join('')}</ol>`;
  return page('صندوق البريد التجريبي', `<h1>صندوق البريد التجريبي</h1><p>كل بريد ترسله المنصة في العرض يصل إلى هنا ولا يخرج من هذا الجهاز.</p>${list}`);
}

/** One mail: its HTML in a frame that runs nothing, its text, its headers. */
export function mailPage(mail: TakenMail): string {
  const headers = Object.entries(mail.headers).map(([name, value]) => `${name}: ${value}`);
  const html = mail.html === null ? '' : `<iframe sandbox src="/mails/${mail.number}/html" title="HTML"></iframe>`;
  return page(
    escaped(mail.subject),
    `<p><a href="/">كل الرسائل</a></p><h1>${escaped(mail.subject)}</h1><p><small><bdi>${escaped(mail.to.join(', '))}</bdi> · ${when(mail.at)}</small></p>
${html}<pre>${escaped(mail.text)}</pre><pre dir="ltr">${escaped(headers.join('\n'))}</pre>`,
  );
}
