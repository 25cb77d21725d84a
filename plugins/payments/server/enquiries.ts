import type { Bilingual } from '@amanah/plugin-api';
import { enquiryAnswers, type EnquiryAnswer, type RequestRecord } from '../../requests/contract.ts';
import type { Context } from './context.ts';
import { invoiceColumns, type InvoiceRow } from './invoices/invoice-row.ts';
import { answeredFigures } from './tariffs/answered-figures.ts';
import type { TariffLibrary } from './tariffs/tariff-library.ts';
import { dayOf } from './today.ts';

/** The tariff that the calculator of shop fees reckons by. */
const shopTariff = 'shop-licence';

/** Enquiries about fees and invoices, answered at once. @throws HOST_SERVICE_MISSING where requests do not run */
export function offerEnquiries(ctx: Context, tariffs: TariffLibrary): void {
  const enquiries = ctx.use(enquiryAnswers);
  enquiries.offer('shop-fee-calculator', async ({ answers, unit }) => reckoned(ctx, tariffs, answers, String(answers['municipality'] ?? unit)));
  enquiries.offer('invoice-enquiry', (request) => ownInvoice(ctx, request));
}

function reckoned(ctx: Context, tariffs: TariffLibrary, answers: Readonly<Record<string, unknown>>, municipality: string): EnquiryAnswer {
  const today = dayOf(new Date());
  const figures = answeredFigures(tariffs.find(shopTariff, today).inForce.version, [answers], municipality);
  const { lines, total } = tariffs.quote(shopTariff, figures, today);
  return {
    lines: [
      ...lines.map(({ title, amount }) => ({ term: title, value: amount, kind: 'money' as const })),
      { term: words(ctx, 'total'), value: total, kind: 'money' as const },
    ],
  };
}

/** An invoice by its bill, its reference or its request, for whom it is to be paid by; somebody else's is answered like one that does not exist. */
async function ownInvoice(ctx: Context, { answers, person, beneficiary }: RequestRecord): Promise<EnquiryAnswer | null> {
  const payer = beneficiary.startsWith('establishment:') ? beneficiary.slice('establishment:'.length) : person.nationalId;
  const [row] = await ctx.db.query<InvoiceRow>(
    `SELECT ${invoiceColumns} FROM invoice
     WHERE (bill_number = $1 OR reference = $1 OR request = $1) AND (person_id = $2 OR payer_number = $3) ORDER BY created_at DESC LIMIT 1`,
    [String(answers['invoiceNumber'] ?? ''), person.id, payer],
  );
  if (!row) return null;
  return {
    lines: [
      ...(row.bill_number === null ? [] : [{ term: words(ctx, 'billNumber'), value: row.bill_number, kind: 'identifier' as const }]),
      { term: words(ctx, 'total'), value: row.total, kind: 'money' },
      { term: words(ctx, 'paidSoFar'), value: row.paid, kind: 'money' },
      { term: words(ctx, 'answerDue'), value: row.due_on, kind: 'date' },
    ],
    to: `/payments/${row.id}`,
  };
}

const words = (ctx: Context, key: string): Bilingual => ({ ar: ctx.text(key, 'ar'), en: ctx.text(key, 'en') });
