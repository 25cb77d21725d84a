import type { Context } from './context.ts';

/** What a person owes and paid: seen and copied, and kept as long as the law of public finance asks. */
export function declarePersonalData(ctx: Context): void {
  ctx.personalData({
    name: 'invoices',
    title: 'personalInvoices',
    purpose: 'personalInvoicesPurpose',
    kept: 'personalInvoicesKept',
    async count(personId) {
      const [row] = await ctx.db.query<{ count: number }>('SELECT count(*)::int AS count FROM invoice WHERE person_id = $1', [personId]);
      return { count: row?.count ?? 0, erasable: 0 };
    },
    copy: (personId) =>
      ctx.db.query(
        `SELECT i.reference, i.request, i.payer_kind, i.payer_number, i.payer_name_ar, i.payer_name_en, i.title_ar, i.title_en, i.lines, i.total::text, i.paid::text, i.state,
           i.due_on::text, i.bill_number, i.created_at, i.paid_at,
           (SELECT json_agg(json_build_object('number', p.number, 'amount', p.amount::text, 'paidAt', p.paid_at, 'bank', p.bank)) FROM payment p WHERE p.invoice = i.id) AS payments,
           (SELECT json_agg(json_build_object('amount', r.amount::text, 'why', r.why, 'state', r.state)) FROM refund r WHERE r.invoice = i.id) AS refunds
         FROM invoice i WHERE i.person_id = $1 ORDER BY i.created_at`,
        [personId],
      ),
  });
}
