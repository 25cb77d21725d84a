import { AmanahError } from '@amanah/errors';
import type { Call } from '@amanah/plugin-api';
import { z } from 'zod';
import { dayAnswer, invoiceAnswer, ledgerAnswer } from '../../shared/payment-answers.ts';
import type { Collector } from '../collecting/collect.ts';
import type { Context } from '../context.ts';
import { answerOf } from '../invoices/invoice-answers.ts';
import type { Invoices } from '../invoices/invoices.ts';
import type { Refunds } from '../refunds/refunds.ts';
import type { Sadad } from '../sadad/sadad.ts';
import type { TariffLibrary } from '../tariffs/tariff-library.ts';
import { dayAfter, dayOf } from '../today.ts';
import { dayOfLedger, ledgerOf } from './ledger.ts';
import { signedIn } from './signed-in.ts';

const note = z.string().trim().min(3).max(500);
const id = z.uuid();
const nothing = z.strictObject({});
/** Days in which an invoice is to be paid, unless its procedure says otherwise. */
export const daysToPay = 14;

interface Rooms {
  readonly tariffs: TariffLibrary;
  readonly invoices: Invoices;
  readonly refunds: Refunds;
  readonly collector: Collector;
  readonly sadad: Sadad;
}

/** What finance sees and does: refunds by two persons, payments of nobody's bill, the day against SADAD's, invoices by hand. */
export function registerFinance(ctx: Context, { tariffs, invoices, refunds, collector, sadad }: Rooms): void {
  const allow = (call: Call, permission: string, unit: string) => {
    if (!ctx.access.may(call.actor, `payments:${permission}`, unit)) throw new AmanahError('HTTP_PERMISSION_DENIED');
  };
  ctx.route({
    method: 'get',
    path: '/ledger',
    access: 'ledger.read',
    summary: 'What waits for finance: refund cases, payments that belong to no invoice, bills that SADAD has not confirmed',
    input: nothing,
    output: ledgerAnswer,
    handle: (_input, call) => ledgerOf(ctx, signedIn(call)),
  });
  ctx.route({
    method: 'get',
    path: '/ledger/{day}',
    access: 'ledger.read',
    summary: "A day's totals as we have them beside SADAD's",
    input: z.strictObject({ day: z.iso.date() }),
    output: dayAnswer,
    async handle({ day }) {
      await collector.collect();
      return dayOfLedger(ctx, sadad, day);
    },
  });
  ctx.route({
    method: 'post',
    path: '/invoices',
    access: 'invoice.issue',
    summary: 'Issues an invoice by hand, for what no procedure asks for; the same key is the same invoice',
    input: z.strictObject({
      key: z.string().min(8).max(100),
      tariff: z.string().max(60),
      figures: z.record(z.string(), z.unknown()).default({}),
      unit: z.string().max(60),
      payer: z.union([z.strictObject({ nationalId: z.string().regex(/^[12]\d{9}$/) }), z.strictObject({ unifiedNumber: z.string().regex(/^7\d{9}$/) })]),
      payerName: z.strictObject({ ar: z.string().min(1).max(200), en: z.string().min(1).max(200) }),
      dueOn: z.iso.date().optional(),
    }),
    output: invoiceAnswer,
    async handle({ tariff, figures, key, dueOn = dayAfter(new Date(), daysToPay), ...given }, call) {
      const actor = signedIn(call);
      allow(call, 'invoice.issue', given.unit);
      const today = dayOf(new Date());
      const { title } = tariffs.find(tariff, today);
      const quote = tariffs.quote(tariff, figures, today);
      const row = await invoices.issue(
        { ...given, key: `by-hand/${key}`, request: null, personId: null, title, quote, dueOn },
        { actor, requestId: call.requestId },
      );
      return answerOf(ctx, row);
    },
  });
  ctx.route({
    method: 'post',
    path: '/invoices/{id}/cancel',
    access: 'invoice.cancel',
    summary: 'Cancels an unpaid invoice; of a paid one a refund case is opened instead',
    input: z.strictObject({ id, reason: note }),
    output: invoiceAnswer,
    async handle(input, call) {
      const { unit } = await invoices.find(input.id);
      allow(call, 'invoice.cancel', unit);
      return answerOf(ctx, await invoices.cancel(input.id, input.reason, { actor: signedIn(call), requestId: call.requestId }));
    },
  });
  ctx.route({
    method: 'post',
    path: '/refunds/{id}/propose',
    access: 'refund.propose',
    summary: 'Proposes to give money back; another official decides',
    input: z.strictObject({ id, note }),
    output: nothing,
    async handle(input, call) {
      allow(call, 'refund.propose', (await refunds.find(input.id)).unit);
      await refunds.propose(input.id, input.note, signedIn(call), call.requestId);
      return {};
    },
  });
  ctx.route({
    method: 'post',
    path: '/refunds/{id}/decide',
    access: 'refund.approve',
    summary: 'Approves or refuses a proposed refund; never by who proposed it',
    input: z.strictObject({ id, approve: z.boolean(), note }),
    output: nothing,
    async handle(input, call) {
      allow(call, 'refund.approve', (await refunds.find(input.id)).unit);
      await refunds.decide(input.id, input.approve, input.note, signedIn(call), call.requestId);
      // What fails now is sent by the job of the next minute.
      if (input.approve) await refunds.send(input.id).catch((error: unknown) => ctx.log.warn({ err: error, refund: input.id }, 'a refund is sent later'));
      return {};
    },
  });
}
