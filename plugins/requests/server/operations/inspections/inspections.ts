import { payments, type Invoice } from '../../../../payments/contract.ts';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../contract.ts';
import type { PluginParts } from '../../plugin-parts.ts';
import { writeAmanahLetter } from '../amanah-letter.ts';
import { answersNow } from '../answers-now.ts';
import { payerOf } from '../bars.ts';
import { riyadhDay } from '../papers.ts';
import { readRuleFile } from '../rule-file.ts';
import { classify, halalasOf, riskOf, riyals, violationOf, violationRules, type Violation } from './clauses.ts';
import { earlierViolations } from './earlier-violations.ts';

const dayMs = 86_400_000;
const inDays = (days: number) => riyadhDay(new Date(Date.now() + days * dayMs));

/** Steps of field inspections: risk, clauses, warning, fine. Fines and times are data of the configuration. */
export function offerInspections({ ctx, operations }: Pick<PluginParts, 'ctx' | 'operations'>): void {
  const rules = readRuleFile(ctx.configDir, 'violations.yaml', violationRules);
  const before = (request: RequestRecord) => earlierViolations(ctx.db, request, rules.repetition.withinDays);
  /** A letter in both languages; the violator reads it with the request, in their own account. */
  const tell = async ({ request, key }: OutsideWork, letter: string, data: Readonly<Record<string, string>>, violations: readonly Violation[] = []) => {
    const lines = (language: 'ar' | 'en') => violations.map(({ code, title, fine }) => `- ${code} ${title[language]}${fine === null ? '' : ` (${fine})`}`);
    const filled = (language: 'ar' | 'en') =>
      Object.entries(data).reduce((text, [name, value]) => text.replace(`{${name}}`, value), ctx.text(letter, language));
    const body = (['ar', 'en'] as const).map((language) => [filled(language), ...lines(language)].join('\n')).join('\n\n');
    await writeAmanahLetter(ctx, ctx.db, { request: request.number, body, key });
  };

  operations.offer('tour.rank', async ({ request }): Promise<OutsideOutcome> => {
    const earlier = await before(request);
    return { facts: { tour: { risk: riskOf(String(request.answers['reason'] ?? ''), earlier.length, rules), earlierViolations: earlier.length } } };
  });

  operations.offer('violation.classify', async ({ request }): Promise<OutsideOutcome> => {
    const answers = answersNow(request);
    const classified = classify({ checklist: answers, size: String(answers['establishmentSize'] ?? ''), before: new Set(await before(request)) }, rules);
    return { decision: classified.decision, facts: { classified } };
  });

  operations.offer('report.deliver', async (work): Promise<OutsideOutcome> => {
    await tell(work, 'inspectionDone', { number: work.request.number });
    return { facts: { report: { on: riyadhDay(new Date()) } } };
  });

  operations.offer('warning.issue', async (work): Promise<OutsideOutcome> => {
    const { graceDays, violations } = work.request.facts['classified'] as { graceDays: number; violations: readonly Violation[] };
    // The timer fires when the day begins: the days to correct lie before it.
    const correctionDueOn = inDays(graceDays + 1);
    await tell(work, 'inspectionWarning', { number: work.request.number, day: correctionDueOn }, violations);
    return { facts: { correctionDueOn } };
  });

  const invoiceFor = ({ request, key }: OutsideWork, total: string, fined: readonly Violation[], dueOn: string): Promise<Invoice> => {
    const payer = payerOf(request);
    if (!payer) throw new Error(`nobody is named to pay for ${request.number}`);
    const title = { ar: ctx.text('inspectionFine', 'ar'), en: ctx.text('inspectionFine', 'en') };
    return ctx.use(payments).issue({
      key,
      request: request.number,
      unit: request.unit,
      personId: null,
      payer,
      payerName: request.person.name,
      title,
      quote: {
        total,
        lines: [
          {
            code: 'VIO01',
            title,
            amount: total,
            reckoning: {
              ar: fined.map(({ code, title: { ar } }) => `${code} ${ar}`).join('، '),
              en: fined.map(({ code, title: { en } }) => `${code} ${en}`).join(', '),
            },
            source: 'violations.yaml',
          },
        ],
      },
      dueOn,
    });
  };

  operations.offer('violation.notify', async (work): Promise<OutsideOutcome> => {
    const { request } = work;
    const answers = answersNow(request);
    const fined = await finedOf(request);
    const paymentDueOn = inDays(rules.payWithinDays);
    const written = answers['fineAmount'];
    const most = fined.some(({ serious }) => serious) ? rules.capSar.serious : rules.capSar.usual;
    const reckoned = fined.reduce((sum, { fine }) => sum + (fine === null ? 0 : halalasOf(fine)), 0);
    const total = riyals(Math.min(typeof written === 'number' ? Math.round(written * 100) : reckoned, most * 100));
    const invoice = await invoiceFor(work, total, fined, paymentDueOn);
    await tell(work, 'inspectionFined', { number: request.number, total, day: paymentDueOn }, fined);
    return { facts: { fined, fineTotal: total, invoice: invoice.id, bill: invoice.billNumber, paymentDueOn: invoice.dueOn } };
  });

  /** The clause that the inspector wrote down, else those that the checklist stood for. */
  const finedOf = async (request: RequestRecord): Promise<readonly Violation[]> => {
    const answers = answersNow(request);
    if (typeof answers['clause'] !== 'string') return ((request.facts['classified'] ?? {}) as { violations?: readonly Violation[] }).violations ?? [];
    const repeated = (await before(request)).includes(answers['clause']);
    return [violationOf(answers['clause'], { size: String(answers['establishmentSize'] ?? ''), repeated }, rules)];
  };

  operations.offer('violation.amend', async (work): Promise<OutsideOutcome> => {
    const { request } = work;
    const amended = answersNow(request)['amendedAmount'];
    const before = halalasOf(String(request.facts['fineTotal'] ?? '0'));
    const total = riyals(typeof amended === 'number' ? Math.min(Math.round(amended * 100), before) : before);
    const paymentDueOn = inDays(rules.payAmendedWithinDays);
    const invoice = await invoiceFor(work, total, (request.facts['fined'] ?? []) as readonly Violation[], paymentDueOn);
    const old = (await ctx.use(payments).ofRequest(request.number)).filter(
      ({ id, state }) => id !== invoice.id && state !== 'cancelled' && state !== 'refunded',
    );
    for (const { id } of old) await ctx.use(payments).cancel(id, ctx.text('inspectionAmendedWhy', 'ar'));
    await tell(work, 'inspectionAmended', { number: request.number, total, day: paymentDueOn });
    return { facts: { fineTotal: total, invoice: invoice.id, bill: invoice.billNumber, paymentDueOn: invoice.dueOn } };
  });
}
