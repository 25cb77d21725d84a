import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { XmlBufferInputProvider, xmlCleanupInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';
import { serveStandIn, standInArguments } from '../process/serve.ts';
import { Refusal } from '../soap/soap-fault.ts';
import { escaped, type SoapMessage } from '../soap/soap-message.ts';
import { soapSystem, type SoapOperation } from '../soap/soap-system.ts';
import { checkTimestamp, UsernameTokens } from '../soap/username-token.ts';
import { checkSignature, signAnswer } from '../soap/x509-signature.ts';
import { bankPage } from './bank-page.ts';
import { billerCode, halalasOf, type Bill } from './bills.ts';
import { keptState } from './kept-state.ts';
import { paymentOperations } from './payment-operations.ts';
import { PaymentBook, riyals } from './payments.ts';

const { address, port, settings } = standInArguments({
  address: '127.0.0.20',
  settings: {
    username: 'amanah-eastern',
    password: 'Sadad-Biller-1448',
    /** Folder in which it keeps what it knows over its end; none: it forgets. */
    dataDir: '',
    /** Bills on one page of a search. */
    pageSize: 3,
    /** PEM: the certificate by which the Amanah is known at the signed port, and the key with which answers there are signed. */
    knownCertificate: readFileSync(new URL('keys/amanah-certificate.pem', import.meta.url), 'utf8'),
    key: readFileSync(new URL('keys/sadad-key.pem', import.meta.url), 'utf8'),
  },
});

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const schemas = { bills: read('bills.xsd'), common: read('common.xsd') };
const validator = compile();
const known = new X509Certificate(settings.knownCertificate);
const key = createPrivateKey(settings.key);
const users = new UsernameTokens({ [settings.username]: settings.password });
const { state, save } = keptState(settings.dataDir);
const { bills } = state;
let clockMs = 0;
const now = () => new Date(Date.now() + clockMs);
const book = new PaymentBook(state, now, save);
/** Payments before the cursor that are told again. */
let repeats = 0;
/** Own address, once it is known. */
let own = '';

const operations: Readonly<Record<string, SoapOperation>> = {
  IssueBill: {
    writes: (message) => ({ key: header(message), mark: message.text('reference') }),
    answer(message) {
      if (message.text('billerCode') !== billerCode) throw refused('BILLER_UNKNOWN', 'رمز المفوتر غير معروف', 'The biller code is not known');
      const lines = linesOf(message);
      const bill: Bill = {
        number: String(134_900_000 + bills.size * 3),
        reference: message.text('reference'),
        payer: payerOf(message),
        lines,
        issuedAt: now().toISOString(),
        dueOn: message.text('dueOn') || new Date(now().getTime() + 14 * 86_400_000).toISOString().slice(0, 10),
        status: 'new',
        paidAt: null,
      };
      if (halalasOf(bill) === 0) throw refused('AMOUNT_ZERO', 'مبلغ الفاتورة صفر', 'The bill is for nothing');
      bills.set(bill.number, bill);
      save();
      return { body: `<b:IssueBillResponse xmlns:b="urn:sadad:bills">${asXml(bill)}</b:IssueBillResponse>` };
    },
  },
  GetBill: { answer: (message) => ({ body: `<b:GetBillResponse xmlns:b="urn:sadad:bills">${asXml(billOf(message))}</b:GetBillResponse>` }) },
  GetBillByReference: {
    answer(message) {
      const bill = [...bills.values()].find(({ reference }) => reference === message.text('reference'));
      if (!bill) throw refused('BILL_UNKNOWN', 'لا توجد فاتورة بهذا الرقم', 'There is no bill with this reference');
      return { body: `<b:GetBillByReferenceResponse xmlns:b="urn:sadad:bills">${asXml(bill)}</b:GetBillByReferenceResponse>` };
    },
  },
  ...paymentOperations({ book, pageSize: settings.pageSize, repeats: () => repeats, header, refused }),
  FindBills: {
    answer(message) {
      const payer = JSON.stringify(payerOf(message));
      const states = message.body.find('./*[local-name()="status"]').map(({ content }) => content);
      const own = [...bills.values()].filter((bill) => JSON.stringify(bill.payer) === payer && (states.length === 0 || states.includes(bill.status)));
      const sorted = own.toSorted((one, other) => Number(one.number) - Number(other.number));
      const rest = sorted.filter(({ number }) => Number(number) > Number(message.text('after') || '0'));
      const page = rest.slice(0, settings.pageSize);
      const more = rest.length > page.length ? `<b:more>${page.at(-1)?.number}</b:more>` : '';
      return { body: `<b:FindBillsResponse xmlns:b="urn:sadad:bills" total="${own.length}">${page.map(asXml).join('')}${more}</b:FindBillsResponse>` };
    },
  },
  CancelBill: {
    writes: (message) => ({ key: header(message), mark: message.text('billNumber') }),
    answer(message) {
      const bill = billOf(message);
      if (bill.status === 'paid') throw refused('BILL_PAID', 'الفاتورة مسددة فلا تُلغى', 'The bill was paid and is not cancelled');
      bill.status = 'cancelled';
      save();
      return { body: `<b:CancelBillResponse xmlns:b="urn:sadad:bills">${asXml(bill)}</b:CancelBillResponse>` };
    },
  },
  GetReceipt: {
    answer(message) {
      const bill = billOf(message);
      if (bill.status !== 'paid') throw refused('BILL_NOT_PAID', 'لم تُسدد الفاتورة', 'The bill was not paid');
      const document = Buffer.from(`%PDF-1.7\n% إيصال سداد الفاتورة ${bill.number}\n%%EOF\n`);
      const include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:receipt@sadad"/>';
      return {
        body: `<b:GetReceiptResponse xmlns:b="urn:sadad:bills"><b:receiptNumber>R-${bill.number}</b:receiptNumber><b:document>${include}</b:document></b:GetReceiptResponse>`,
        parts: new Map([['receipt@sadad', { contentType: 'application/pdf', bytes: document }]]),
        mtom: true,
      };
    },
  },
};

const system = soapSystem({
  documents: (url, changed) => {
    const bill = changed
      ? schemas.bills.replace('<xs:element name="billNumber" type="c:BillNumber"/>', '<xs:element name="billId" type="xs:long"/>')
      : schemas.bills;
    return {
      '/bills?wsdl': read('bills.wsdl').replaceAll('{{url}}', url),
      '/bills?xsd=bills': bill,
      '/bills?xsd=common': schemas.common,
    };
  },
  operations,
  invalid: (message) => message.invalidBy(validator),
  admit(message, path) {
    checkTimestamp(message, now());
    if (path === '/signed-bills') checkSignature(message, known);
    else users.check(message, now());
  },
  charset: 'utf-8',
  finish: (envelope, path) => (path === '/signed-bills' ? signAnswer(envelope, { key, now: now() }) : envelope),
  clockMs: () => clockMs,
});

await serveStandIn({
  address,
  port,
  listener(url) {
    own = url;
    const [soap, bank] = [system.listener(url), bankPage(bills, book)];
    return (request, response) => (bank(request.url ?? '/') ?? soap)(request, response);
  },
  controls: {
    ...system.controls,
    /** `?seconds=900` sets its clock ahead, or back. */
    clock: (query) => ({ ms: (clockMs = Number(query.get('seconds') ?? 0) * 1_000) }),
    /** `?bill=134000100` pays a bill, as a bank would, whatever its state; `&amount=100.00` in part or too much. */
    pay(query) {
      const bill = bills.get(query.get('bill') ?? '');
      if (!bill) return { paid: false };
      const halalas = query.has('amount') ? Math.round(Number(query.get('amount')) * 100) : halalasOf(bill);
      return { paid: true, payment: book.pay(bill, halalas, 'مصرف التجربة').number };
    },
    /** `?count=3`: the last payments before a cursor are told again with each answer. */
    repeat: (query) => ({ repeats: (repeats = Number(query.get('count') ?? 0)) }),
    /** `?bill=134000100`: how a bill stands, and what was paid for it. */
    bill(query) {
      const bill = bills.get(query.get('bill') ?? '');
      return bill ? { status: bill.status, paid: riyals(book.paidFor(bill)) } : {};
    },
  },
});

function compile(): XsdValidator {
  const documents = { 'bills?xsd=bills': schemas.bills, 'bills?xsd=common': schemas.common };
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(Object.entries(documents).map(([name, text]) => [name, Buffer.from(text)]))));
  try {
    return XsdValidator.fromDoc(XmlDocument.fromString(schemas.bills, { url: 'bills?xsd=bills' }));
  } finally {
    xmlCleanupInputProvider();
  }
}

function header(message: SoapMessage): string {
  const id = message.find('/*/*[local-name()="Header"]/*[local-name()="RequestId"]')?.content;
  if (!id) throw new Refusal('sender', 'Client', 'الرسالة بلا رقم طلب');
  return id;
}

function refused(code: string, ar: string, en: string): Refusal {
  const detail = `<b:BillFault xmlns:b="urn:sadad:bills"><b:code>${code}</b:code><b:message lang="ar">${ar}</b:message><b:message lang="en">${en}</b:message></b:BillFault>`;
  return new Refusal('sender', code, ar, detail);
}

function billOf(message: SoapMessage): Bill {
  const bill = bills.get(message.text('billNumber'));
  if (!bill) throw refused('BILL_UNKNOWN', 'لا توجد فاتورة بهذا الرقم', 'There is no bill with this number');
  return bill;
}

function payerOf(message: SoapMessage): Bill['payer'] {
  const nationalId = message.text('payer/nationalId');
  return nationalId === '' ? { unifiedNumber: message.text('payer/unifiedNumber') } : { nationalId };
}

function linesOf(message: SoapMessage): Bill['lines'] {
  return message.body.find('./*[local-name()="line"]').map((line) => {
    const text = (name: string) => line.get(`./*[local-name()="${name}"]`)?.content ?? '';
    return { code: text('code'), description: text('description'), amount: Number(text('amount')).toFixed(2) };
  });
}

function asXml(bill: Bill): string {
  const [[kind, payer] = ['', '']] = Object.entries(bill.payer) as [string, string][];
  const lines = bill.lines.map(
    ({ code, description, amount }) =>
      `<b:line><b:code>${code}</b:code><b:description>${escaped(description)}</b:description><b:amount>${amount}</b:amount></b:line>`,
  );
  const paid =
    bill.paidAt === null ? '<b:paidAt xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>' : `<b:paidAt>${bill.paidAt}</b:paidAt>`;
  return (
    `<b:bill status="${bill.status}"><b:billNumber>${bill.number}</b:billNumber><b:reference>${escaped(bill.reference)}</b:reference>` +
    `<b:payer><b:${kind}>${payer}</b:${kind}></b:payer>${lines.join('')}<b:amount>${riyals(halalasOf(bill))}</b:amount>` +
    `<b:issuedAt>${bill.issuedAt}</b:issuedAt><b:dueOn>${bill.dueOn}</b:dueOn>${paid}` +
    `<b:paidAmount>${riyals(book.paidFor(bill))}</b:paidAmount><b:trialPage>${own}/bank?bill=${bill.number}</b:trialPage></b:bill>`
  );
}
