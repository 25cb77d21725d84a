import { z } from 'zod';
import { invoiceAnswer, invoicesAnswer, receiptAnswer } from '../../shared/payment-answers.ts';
import type { Collector } from '../collecting/collect.ts';
import type { Context } from '../context.ts';
import { answerOf, lineOf } from '../invoices/invoice-answers.ts';
import type { Invoices } from '../invoices/invoices.ts';
import { makeReceipt } from '../invoices/receipt.ts';
import { OwnInvoices } from './own-invoices.ts';
import { signedIn } from './signed-in.ts';

const id = z.strictObject({ id: z.uuid() });

/** What a payer sees and does: the invoices, the check after paying, the receipt. */
export function registerOwnInvoices(ctx: Context, invoices: Invoices, collector: Collector): void {
  const own = new OwnInvoices(ctx);
  ctx.route({
    method: 'get',
    path: '/invoices',
    access: 'own.read',
    summary: 'Invoices of whom the caller stands for, newest first',
    input: z.strictObject({}),
    output: invoicesAnswer,
    handle: async (_input, call) => ({ invoices: (await own.list(signedIn(call))).map(lineOf) }),
  });
  ctx.route({
    method: 'get',
    path: '/invoices/{id}',
    access: 'own.read',
    summary: 'An invoice with its lines and how they were reckoned, payments and refunds',
    input: id,
    output: invoiceAnswer,
    handle: async (input, call) => answerOf(ctx, await own.find(signedIn(call), input.id)),
  });
  ctx.route({
    method: 'post',
    path: '/invoices/{id}/check',
    access: 'own.check',
    summary: 'Asks SADAD at once what was paid, instead of waiting for the next minute',
    input: id,
    output: invoiceAnswer,
    async handle(input, call) {
      const actor = signedIn(call);
      const row = await own.find(actor, input.id);
      if (row.state === 'issuing') await invoices.goOn(row, { actor, requestId: call.requestId });
      await collector.collect();
      await invoices.expire();
      return answerOf(ctx, await own.find(actor, input.id));
    },
  });
  ctx.route({
    method: 'post',
    path: '/invoices/{id}/receipt',
    access: 'own.read',
    summary: 'The receipt of a paid invoice as a document with a code by which anybody can check it',
    input: id,
    output: receiptAnswer,
    async handle(input, call) {
      const actor = signedIn(call);
      return makeReceipt(ctx, await own.find(actor, input.id), actor.person.id);
    },
  });
}
