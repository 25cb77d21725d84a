import { readdir, readFile } from 'node:fs/promises';
import type { Db } from '@amanah/plugin-api';
import { pluginDb, startTestDatabase, type TestDatabase } from '@amanah/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { Invoices } from '../invoices/invoices.ts';
import type { Bill, Sadad } from '../sadad/sadad.ts';
import { countPayment } from './count-payment.ts';

// A bill is paid at the bank in the moment in which we learn its number: two transactions, of which neither sees what the other has not committed.

const bill = '134900000';
const payment = { sequence: 1, number: 'P-1', bill, amount: '500.00', paidAt: new Date('2026-11-27T09:00:00Z'), bank: 'مصرف التجربة' };
let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
let emitted: string[];

beforeAll(async () => {
  database = await startTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 8 });
  pool.on('error', () => {});
  const folder = new URL('../../migrations/', import.meta.url);
  for (const name of (await readdir(folder)).toSorted()) await pool.query(await readFile(new URL(name, folder), 'utf8'));
  db = pluginDb(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  emitted = [];
  await pool.query('TRUNCATE invoice, payment, refund');
});

/** The context as far as invoices need it; `before` holds a transaction back: at its first event, or at its end. */
const context = ({ event, commit }: { event?: () => Promise<void>; commit?: () => Promise<void> } = {}) =>
  ({
    db: {
      query: db.query,
      transaction: <T>(work: Parameters<Db['transaction']>[0]) =>
        db.transaction(async (tx) => {
          const done = await work(tx);
          await commit?.();
          return done as T;
        }),
    },
    events: {
      emit: async (_tx: unknown, { type }: { type: string }) => {
        emitted.push(type);
        await event?.();
      },
    },
    audit: { record: async () => {} },
  }) as unknown as Context;

const sadad = { issue: async () => ({ number: bill, trialPage: null }) as unknown as Bill } as unknown as Sadad;

const issue = (ctx: Context) =>
  new Invoices(ctx, sadad, async () => {}).issue({
    key: '1448-0101-00001/4',
    request: '1448-0101-00001',
    unit: 'm-khobar',
    personId: null,
    payer: { unifiedNumber: '7001234567' },
    payerName: { ar: 'مؤسسة ركن الواحة للتموينات', en: 'Rukn Alwaha Est.' },
    title: { ar: 'تجديد رخصة', en: 'Renewal' },
    quote: { lines: [], total: '500.00' },
    dueOn: '2026-12-11',
  });

/** Whether a transaction waits for a lock that another one holds. */
const anybodyWaits = async () => (await pool.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount !== 0;

async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('a payment that is read while its bill is being taken up is counted, whichever of both ends first', async () => {
  let [looked, issued] = [false, false];
  let counting: Promise<void> | undefined;
  const row = await issue(
    context({
      async event() {
        if (counting) return;
        counting = countPayment(
          context({
            async commit() {
              looked = true;
              await until(() => issued);
            },
          }),
          payment,
        );
        await until(async () => looked || (await anybodyWaits()));
      },
    }),
  );
  issued = true;
  await counting;
  expect(row.bill_number).toBe(bill);
  const { rows } = await pool.query('SELECT state, paid::text AS paid, (SELECT counted::text FROM payment) AS counted FROM invoice');
  expect(rows).toEqual([{ state: 'paid', paid: '500.00', counted: '500.00' }]);
  expect(emitted).toEqual(['invoice.issued', 'invoice.paid']);
});

test('a payment that came before its bill was known is counted when the bill is taken up, and once', async () => {
  await countPayment(context(), payment);
  await countPayment(context(), payment);
  expect(emitted).toEqual([]);
  await issue(context());
  await countPayment(context(), payment);
  expect(emitted).toEqual(['invoice.issued', 'invoice.paid']);
});
