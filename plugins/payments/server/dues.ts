import { duesDesk, type Due } from '../../requests/contract.ts';
import type { Context } from './context.ts';
import { invoiceOf } from './invoices/invoice-row.ts';
import type { Invoices } from './invoices/invoices.ts';

/** Offers requests what they ask of invoices: fines, and what a payer owes. @throws HOST_SERVICE_MISSING where requests do not run */
export function offerDues(ctx: Context, invoices: Invoices): void {
  const due = async (row: Promise<Parameters<typeof invoiceOf>[0]>): Promise<Due> => invoiceOf(await row);
  ctx.use(duesDesk).offer({
    unpaidOf: (payer) => invoices.overdueOf(payer),
    ofRequest: (request) => invoices.ofRequest(request),
    fine: ({ lines, total, ...fine }) => due(invoices.issue({ ...fine, personId: null, quote: { lines, total }, lapses: false })),
    cancel: (id, reason) => due(invoices.cancel(id, reason)),
    changeDue: (id, dueOn) => due(invoices.changeDue(id, dueOn)),
    giveBack: (id, amount) => invoices.giveBack(id, amount),
  });
}
