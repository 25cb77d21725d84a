import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { html, raw } from 'hono/html';
import { halalasOf, type Bill } from './bills.ts';
import { riyals, type PaymentBook } from './payments.ts';

const style = `body { margin: 0; font: 1rem/1.8 "IBM Plex Sans Arabic", Tahoma, sans-serif; background: #eef1f6; color: #172033 }
header { background: #7a4a00; color: #fff; padding: .75rem 1.25rem; font-weight: 700 } main { max-width: 34rem; margin: 0 auto; padding: 1.25rem }
section { background: #fff; border: 1px solid #c9d1df; border-radius: .75rem; padding: 1.25rem } h1 { font-size: 1.4rem; margin: 0 0 .5rem }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem } dt { color: #4b566b } dd { margin: 0; font-variant-numeric: tabular-nums }
label { display: block; margin-top: 1rem } input { font: inherit; padding: .5rem; inline-size: 100%; box-sizing: border-box; border: 1px solid #6b7690; border-radius: .5rem }
button, .back { display: inline-block; margin-top: 1rem; background: #1d4f91; color: #fff; border: 0; border-radius: .5rem; padding: .6rem 1.4rem; font: inherit; cursor: pointer }
p[role=status] { background: #e4f4e6; padding: .75rem; border-radius: .5rem } small { color: #4b566b } [role=status] span, header span { display: block }`;

const trialBank = 'مصرف التجربة';

/** A bank for trials: shows a bill and takes imagined money for it, all or in part, as the app of a payer's bank would. */
export function bankPage(bills: ReadonlyMap<string, Bill>, book: PaymentBook): (path: string) => RequestListener | null {
  const listener: RequestListener = (request, response) => void answer(request, response, bills, book);
  return (path) => (path === '/bank' || path.startsWith('/bank?') ? listener : null);
}

async function answer(request: IncomingMessage, response: ServerResponse, bills: ReadonlyMap<string, Bill>, book: PaymentBook): Promise<void> {
  const query = new URL(request.url ?? '/', 'http://bank').searchParams;
  const bill = bills.get(query.get('bill') ?? '');
  let said = '';
  if (request.method === 'POST' && bill) {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const halalas = Math.round(Number(new URLSearchParams(body).get('amount') ?? '') * 100);
    if (halalas > 0) said = `سُدد ${riyals(book.pay(bill, halalas, trialBank).halalas)} ريال. Paid SAR ${riyals(halalas)}.`;
  }
  const page = await document(bill, bill ? Math.max(0, halalasOf(bill) - book.paidFor(bill)) : 0, said);
  response.writeHead(bill ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(String(page));
}

function document(bill: Bill | undefined, rest: number, said: string) {
  return html`<!DOCTYPE html>
    <html lang="ar" dir="rtl">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>مصرف التجربة · Trial bank</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>للتجربة فقط: لا مال حقيقي هنا · <span lang="en" dir="ltr">For trials only: no real money</span></header>
        <main>
          <section>
            <h1>مصرف التجربة <small lang="en" dir="ltr">Trial bank</small></h1>
            ${said ? html`<p role="status">${said} يمكنك إغلاق الصفحة والعودة إلى البوابة. <span lang="en" dir="ltr">You may close this page and go back.</span></p>` : ''}
            ${bill ? billForm(bill, rest) : html`<p>لا توجد فاتورة بهذا الرقم. <span lang="en" dir="ltr">There is no bill with this number.</span></p>`}
          </section>
        </main>
      </body>
    </html>`;
}

function billForm(bill: Bill, rest: number) {
  return html`<dl>
      <dt>رقم الفاتورة · <span lang="en">Bill</span></dt>
      <dd dir="ltr">${bill.number}</dd>
      <dt>المبلغ · <span lang="en">Amount</span></dt>
      <dd>${riyals(halalasOf(bill))}</dd>
      <dt>الباقي · <span lang="en">Left</span></dt>
      <dd>${riyals(rest)}</dd>
    </dl>
    <form method="post" action="/bank?bill=${bill.number}">
      <label
        >المبلغ المدفوع بالريال · <span lang="en">Amount to pay in SAR</span
        ><input name="amount" inputmode="decimal" value="${riyals(rest || halalasOf(bill))}"
      /></label>
      <button>سدّد · <span lang="en">Pay</span></button>
    </form>`;
}
