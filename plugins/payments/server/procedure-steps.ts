import { AmanahError } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { z } from 'zod';
import { procedureOperations, requests, type OutsideOutcome, type OutsideWork, type RequestRecord } from '../../requests/contract.ts';
import type { InvoiceHappening, Payer, Quote } from '../contract.ts';
import { quoteShape } from '../shared/payment-answers.ts';
import type { Context } from './context.ts';
import type { InvoiceRow } from './invoices/invoice-row.ts';
import type { Invoices } from './invoices/invoices.ts';
import { daysToPay } from './routes/finance-routes.ts';
import { answeredFigures } from './tariffs/answered-figures.ts';
import type { TariffLibrary } from './tariffs/tariff-library.ts';
import { dayAfter, dayOf } from './today.ts';

const reckoned = z.object(quoteShape);
const paid = z.object({
  invoice: z.string(),
  reference: z.string(),
  bill: z.string().nullable(),
  request: z.string().nullable(),
  unit: z.string(),
  personId: z.string().nullable(),
  total: z.string(),
  paid: z.string(),
  paidAt: z.string().nullable(),
}) satisfies z.ZodType<InvoiceHappening>;

/** Offers the steps of procedures about fees. @throws HOST_SERVICE_MISSING where requests do not run */
export function offerSteps(ctx: Context, tariffs: TariffLibrary, invoices: Invoices): void {
  const operations = ctx.use(procedureOperations);
  const assess = async ({ request }: OutsideWork): Promise<OutsideOutcome> => {
    const quote = quoteFor(request, tariffs);
    return { decision: quote.total === '0.00' ? 'none' : 'due', facts: { quote, feesTotal: quote.total } };
  };
  operations.offer('fees.estimate', assess);
  operations.offer('fees.assess', assess);
  operations.offer('invoice.issue', (work) => issue(ctx, work, tariffs, invoices));
  operations.offer('invoice.cancel', (work) => withdrawAll(ctx, work, invoices));
  operations.offer('refund.open', (work) => withdrawAll(ctx, work, invoices));
}

/** Tells a request that its invoice is paid. */
export function tellRequests(ctx: Context): void {
  ctx.events.on('payments.invoice.paid', paid, async ({ data: { request, invoice, bill, paidAt } }) => {
    if (request === null) return;
    const paidOn = dayOf(paidAt === null ? new Date() : new Date(paidAt));
    await ctx.use(requests).tell({ request, message: 'payment-received', key: `payments/${invoice}`, facts: { paidOn, invoice, bill } });
  });
}

/** Fees of a request by the tariff that its service names; none without one. Figures are what former steps left in `facts.figures`, then facts, then answers. */
function quoteFor(request: RequestRecord, tariffs: TariffLibrary): Quote {
  const { answers, facts, unit } = request;
  const tariff = tariffOf(request, tariffs);
  if (tariff === null) return { lines: [], total: '0.00' };
  const today = dayOf(new Date());
  const found = facts['figures'];
  const sources = [...(typeof found === 'object' && found !== null ? [found as Readonly<Record<string, unknown>>] : []), facts, answers];
  return tariffs.quote(tariff, answeredFigures(tariffs.find(tariff, today).inForce.version, sources, unit), today);
}

function tariffOf({ service, facts }: RequestRecord, tariffs: TariffLibrary): string | null {
  const { tariff } = facts;
  return [tariff, service].find((one): one is string => typeof one === 'string' && tariffs.has(one)) ?? null;
}

/** Days to pay: as the terms of the service say (`P14D`), or the usual ones. */
function dueOn({ facts }: RequestRecord): string {
  const terms = facts['terms'] as { readonly paymentLapse?: unknown } | undefined;
  const days = /^P(\d{1,3})D$/.exec(typeof terms?.paymentLapse === 'string' ? terms.paymentLapse : '')?.[1];
  return dayAfter(new Date(), days === undefined ? daysToPay : Number(days));
}

async function issue(ctx: Context, { request, key }: OutsideWork, tariffs: TariffLibrary, invoices: Invoices): Promise<OutsideOutcome> {
  // Asked again after a night in which the tariff changed, it is still the invoice that was begun.
  const begun = await invoices.underKey(key);
  if (begun) return factsOf(begun.state === 'issuing' ? await invoices.goOn(begun) : begun);
  const before = reckoned.safeParse(request.facts['quote']);
  const quote = before.success ? before.data : quoteFor(request, tariffs);
  const tariff = tariffOf(request, tariffs);
  const personId = request.beneficiary.startsWith('person:') ? request.beneficiary.slice('person:'.length) : request.person.id;
  const row = await invoices.issue({
    key,
    request: request.number,
    unit: request.unit,
    personId,
    ...(await payerOf(ctx, request, personId)),
    title: tariff === null ? { ar: ctx.text('feesOf', 'ar'), en: ctx.text('feesOf', 'en') } : tariffs.find(tariff, dayOf(new Date())).title,
    quote,
    dueOn: dueOn(request),
  });
  return factsOf(row);
}

const factsOf = (row: InvoiceRow): OutsideOutcome => ({ facts: { invoice: row.id, bill: row.bill_number, feesTotal: row.total, paymentDueOn: row.due_on } });

/** Cancels what is unpaid of a request, and opens refund cases for what was paid. */
async function withdrawAll(ctx: Context, { request }: OutsideWork, invoices: Invoices): Promise<OutsideOutcome> {
  for (const { id, state } of await invoices.ofRequest(request.number)) {
    if (state === 'issuing' || state === 'unpaid' || state === 'partly-paid' || state === 'paid') await invoices.cancel(id, ctx.text('requestEnded', 'ar'));
  }
  return {};
}

async function payerOf(ctx: Context, { beneficiary, person, capacity }: RequestRecord, personId: string): Promise<{ payer: Payer; payerName: Bilingual }> {
  if (beneficiary.startsWith('establishment:')) {
    const unifiedNumber = beneficiary.slice('establishment:'.length);
    return { payer: { unifiedNumber }, payerName: nameOf(capacity) ?? { ar: unifiedNumber, en: unifiedNumber } };
  }
  const nationalId = personId === person.id ? person.nationalId : await ctx.people.nationalIdOf(personId);
  if (nationalId === null) throw new AmanahError('PAYMENTS_PAYER_UNKNOWN', { detail: personId });
  return { payer: { nationalId }, payerName: personId === person.id ? person.name : (nameOf(capacity) ?? person.name) };
}

/** Name of whom the person who submitted stands for. */
function nameOf(capacity: RequestRecord['capacity']): Bilingual | null {
  if ('establishment' in capacity) return capacity.establishment.name;
  if ('principal' in capacity) return capacity.principal.name;
  if ('body' in capacity) return capacity.body.name;
  if (capacity.kind === 'agent') return (capacity.client ?? capacity.office).name;
  return null;
}
