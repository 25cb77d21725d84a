import { AmanahError } from '@amanah/errors';
import { definePlugin } from '@amanah/plugin-api';
import { billing, payments } from '../contract.ts';
import { manifest } from '../manifest.ts';
import { Collector } from './collecting/collect.ts';
import { Invoices } from './invoices/invoices.ts';
import { invoiceOf } from './invoices/invoice-row.ts';
import { offerDues } from './dues.ts';
import { scheduleRounds } from './jobs.ts';
import { offerSteps, tellRequests } from './procedure-steps.ts';
import { offerEnquiries } from './enquiries.ts';
import { declarePersonalData } from './personal-data.ts';
import { Refunds } from './refunds/refunds.ts';
import { registerFinance } from './routes/finance-routes.ts';
import { registerOwnInvoices } from './routes/own-routes.ts';
import { registerPages } from './routes/pages.ts';
import { registerQuotes } from './routes/quote-routes.ts';
import { Sadad } from './sadad/sadad.ts';
import { TariffLibrary } from './tariffs/tariff-library.ts';
import { dayOf } from './today.ts';

export default definePlugin({
  manifest,
  migrations: new URL('../migrations/', import.meta.url),
  setup(ctx) {
    const tariffs = TariffLibrary.read(new URL('tariffs/', ctx.configDir));
    ctx.declarePort(billing);
    // One for the whole Amanah: its municipalities are no billers of their own.
    const sadad = new Sadad(() => ctx.port(billing, manifest.owner));
    const collector = new Collector(ctx, sadad);
    const invoices = new Invoices(ctx, sadad, () => collector.collect());
    const refunds = new Refunds(ctx, sadad);
    ctx.provide(payments, {
      quote: (tariff, figures, on = dayOf(new Date())) => tariffs.quote(tariff, figures, on),
      issue: async (given) => invoiceOf(await invoices.issue(given)),
      cancel: async (id, reason) => invoiceOf(await invoices.cancel(id, reason)),
      ofRequest: (request) => invoices.ofRequest(request),
      unpaidOf: (payer) => invoices.overdueOf(payer),
    });
    registerQuotes(ctx, tariffs);
    registerOwnInvoices(ctx, invoices, collector);
    registerFinance(ctx, { tariffs, invoices, refunds, collector, sadad });
    registerPages(ctx);
    declarePersonalData(ctx);
    scheduleRounds(ctx, invoices, collector, refunds);
    tellRequests(ctx);
    try {
      offerSteps(ctx, tariffs, invoices);
      offerDues(ctx, invoices);
      offerEnquiries(ctx, tariffs);
    } catch (error) {
      if (!(error instanceof AmanahError) || error.code !== 'HOST_SERVICE_MISSING') throw error;
      ctx.log.warn({}, 'requests do not run: procedures cannot ask for fees and invoices');
    }
    return undefined;
  },
});
