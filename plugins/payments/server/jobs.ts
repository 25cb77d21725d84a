import { AmanahError } from '@amanah/errors';
import { z } from 'zod';
import type { Collector } from './collecting/collect.ts';
import type { Context } from './context.ts';
import type { Invoices } from './invoices/invoices.ts';
import type { Refunds } from './refunds/refunds.ts';

const everyMinute = '* * * * *';
const timeoutMs = 50_000;
const unconnected: ReadonlySet<string> = new Set(['SYSTEMS_PORT_UNSERVED', 'SYSTEMS_UNKNOWN']);

/** What is gone on with by itself each minute: bills that were not confirmed, payments, invoices past their day, approved refunds. */
export function scheduleRounds(ctx: Context, invoices: Invoices, collector: Collector, refunds: Refunds): void {
  const round = (name: string, cron: string, work: () => Promise<void>) =>
    ctx.job({ name, input: z.strictObject({}), key: () => name, attempts: 1, timeoutMs, cron, run: () => quietlyWhileAway(ctx, name, work) });
  round('collect-payments', everyMinute, () => collector.collect());
  round('finish-invoices', everyMinute, async () => {
    for (const row of await invoices.halfDone())
      await quietlyWhileAway(ctx, 'finish-invoices', async () => void (await (row.cancel_reason === null ? invoices.goOn(row) : invoices.goOnCancelling(row))));
  });
  round('expire-invoices', '*/10 * * * *', () => invoices.expire());
  round('send-refunds', everyMinute, async () => {
    for (const id of await refunds.approved()) await quietlyWhileAway(ctx, 'send-refunds', () => refunds.send(id));
  });
}

/** A system that is away is asked again in the next round; its owner hears of it from the hub. */
async function quietlyWhileAway(ctx: Context, name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AmanahError) || !(error.code.startsWith('SYSTEMS_') || error.code === 'PAYMENTS_NOT_ISSUED_YET')) throw error;
    // Where no billing system is connected there is nothing to say each minute.
    const say = unconnected.has(error.code) ? ctx.log.debug : ctx.log.warn;
    say.call(ctx.log, { code: error.code, detail: error.detail, job: name }, 'SADAD did not answer; the next round goes on');
  }
}
