import type { Due, Dues, OutsideOutcome, OutsideWork, RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { answersNow } from '../answers-now.ts';
import { payerOf } from '../bars.ts';
import { dayIn, riyadhDay } from '../papers.ts';
import { halalasOf, riyals, violationOf, type Violation, type ViolationRules } from './clauses.ts';
import { writeInspectionLetter } from './inspection-letters.ts';

interface FineParts {
  readonly dues: () => Dues;
  readonly rules: ViolationRules;
  /** Clauses that the same violator was fined for before. */
  readonly before: (request: RequestRecord) => Promise<readonly string[]>;
}

/** The fine of a violation: told and billed, and lowered when the committee says so. */
export function offerFines({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>, { dues, rules, before }: FineParts): void {
  const billed = ({ request, key }: OutsideWork, total: string, fined: readonly Violation[], dueOn: string): Promise<Due> => {
    const payer = payerOf(request);
    if (!payer) throw new Error(`nobody is named to pay for ${request.number}`);
    const title = { ar: ctx.text('inspectionFine', 'ar'), en: ctx.text('inspectionFine', 'en') };
    const reckoning = {
      ar: fined.map(({ code, title: { ar } }) => `${code} ${ar}`).join('، '),
      en: fined.map(({ code, title: { en } }) => `${code} ${en}`).join(', '),
    };
    const lines = [{ code: 'VIO-01', title, amount: total, reckoning, source: 'violations.yaml' }];
    return dues().fine({ key, request: request.number, unit: request.unit, payer, payerName: request.person.name, title, lines, total, dueOn });
  };

  /** The clause that the inspector wrote down, else those that the checklist stood for. */
  const finedOf = async (request: RequestRecord): Promise<readonly Violation[]> => {
    const answers = answersNow(request);
    if (typeof answers['clause'] !== 'string') return ((request.facts['classified'] ?? {}) as { violations?: readonly Violation[] }).violations ?? [];
    const repeated = (await before(request)).includes(answers['clause']);
    return [violationOf(answers['clause'], { size: String(answers['establishmentSize'] ?? ''), repeated }, rules)];
  };

  operations.offer('violation.notify', async (work): Promise<OutsideOutcome> => {
    const { request } = work;
    const fined = await finedOf(request);
    const paymentDueOn = dayIn(rules.payWithinDays);
    const written = answersNow(request)['fineAmount'];
    const most = fined.some(({ serious }) => serious) ? rules.capSar.serious : rules.capSar.usual;
    const reckoned = fined.reduce((sum, { fine }) => sum + (fine === null ? 0 : halalasOf(fine)), 0);
    const total = riyals(Math.min(typeof written === 'number' ? Math.round(written * 100) : reckoned, most * 100));
    const fine = await billed(work, total, fined, paymentDueOn);
    await writeInspectionLetter(ctx, work, 'inspectionFined', { total, day: paymentDueOn }, fined);
    return {
      facts: { fined, fineTotal: total, notifiedOn: riyadhDay(new Date()), invoice: fine.id, bill: fine.billNumber, paymentDueOn: fine.dueOn },
    };
  });

  operations.offer('violation.amend', async (work): Promise<OutsideOutcome> => {
    const { request } = work;
    const amended = answersNow(request)['amendedAmount'];
    const before = halalasOf(String(request.facts['fineTotal'] ?? '0'));
    const after = typeof amended === 'number' ? Math.min(Math.round(amended * 100), before) : before;
    const total = riyals(after);
    const standing = (await dues().ofRequest(request.number)).filter(({ state }) => state !== 'cancelled' && state !== 'refunded');
    const paid = standing.find(({ state, total: sum }) => state === 'paid' && halalasOf(sum) === before);
    if (paid) {
      // What was paid too much goes back; nothing is left to pay, and the payment that was told ends the inspection.
      if (after < before) await dues().giveBack(paid.id, riyals(before - after));
      await writeInspectionLetter(ctx, work, 'inspectionAmendedPaid', { total, back: riyals(before - after) });
      return { facts: { fineTotal: total } };
    }
    const paymentDueOn = dayIn(rules.payAmendedWithinDays);
    const fine = await billed(work, total, (request.facts['fined'] ?? []) as readonly Violation[], paymentDueOn);
    for (const { id } of standing.filter((one) => one.id !== fine.id)) {
      await withoutItsPayment(request.number, id);
      await dues().cancel(id, ctx.text('inspectionAmendedWhy', 'ar'));
    }
    await writeInspectionLetter(ctx, work, 'inspectionAmended', { total, day: paymentDueOn });
    return { facts: { fineTotal: total, invoice: fine.id, bill: fine.billNumber, paymentDueOn: fine.dueOn } };
  });

  /** A payment of the bill before, which goes back, does not pay the new one: its message counts as taken, whether it has come or comes yet. */
  const withoutItsPayment = (number: string, invoice: string) =>
    ctx.db.query(
      `INSERT INTO told (request, key, message, taken_at) VALUES ($1, $2, 'payment-received', now())
       ON CONFLICT (request, key) DO UPDATE SET taken_at = coalesce(told.taken_at, now())`,
      [number, `payments/${invoice}`],
    );
}
