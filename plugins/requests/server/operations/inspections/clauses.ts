import { z } from 'zod';

const percents = z.record(z.string(), z.number().min(0).max(100));
const clause = z.strictObject({
  title: z.strictObject({ ar: z.string(), en: z.string() }),
  maxSar: z.number().int().positive().nullable(),
  serious: z.boolean().default(false),
  graceDays: z.number().int().positive().nullable(),
});

/** What `config/violations.yaml` holds. */
export const violationRules = z.strictObject({
  category: z.number().int().min(1).max(5),
  categoryPercent: percents,
  sizePercent: percents,
  repetition: z.strictObject({ times: z.number().positive(), withinDays: z.number().int().positive() }),
  capSar: z.strictObject({ usual: z.number().int(), serious: z.number().int() }),
  payWithinDays: z.number().int().positive(),
  payAmendedWithinDays: z.number().int().positive(),
  noteGraceDays: z.number().int().positive(),
  clauses: z.record(z.string().regex(/^V\d{2}$/), clause),
  checklist: z.record(z.string(), z.string()),
  risk: z.strictObject({
    report: z.number(),
    revisit: z.number(),
    licence: z.number(),
    plan: z.number(),
    earlierViolation: z.number(),
    mostEarlier: z.number().int(),
  }),
});

export type ViolationRules = z.infer<typeof violationRules>;

/** A clause that was found broken, with what it costs. */
export interface Violation {
  readonly code: string;
  readonly title: { readonly ar: string; readonly en: string };
  readonly serious: boolean;
  readonly repeated: boolean;
  readonly graceDays: number | null;
  /** Riyals with two decimals; `null` where the signatory writes it. */
  readonly fine: string | null;
}

export interface Classified {
  readonly decision: 'compliant' | 'minor-with-grace' | 'no-grace-or-serious';
  readonly violations: readonly Violation[];
  /** Failed items that no clause names. */
  readonly notes: readonly string[];
  /** The longest of the clauses', so that nobody is fined before their own time is over. */
  readonly graceDays: number | null;
}

export interface Found {
  /** Answers of the checklist by item: `pass`, `fail`, `none`. */
  readonly checklist: Readonly<Record<string, unknown>>;
  readonly size: string;
  /** Clauses that were fined within the time of repetition. */
  readonly before: ReadonlySet<string>;
}

/** Which clauses the failed items of a checklist stand for, and whether there is time to correct them. The same answers give the same result everywhere. */
export function classify({ checklist, size, before }: Found, rules: ViolationRules): Classified {
  const failed = Object.keys(checklist).filter((item) => checklist[item] === 'fail' && /^item\d{2}$/.test(item));
  const codes = [...new Set(failed.flatMap((item) => rules.checklist[item] ?? []))].toSorted();
  const notes = failed.filter((item) => rules.checklist[item] === undefined).toSorted();
  const violations = codes.map((code) => violationOf(code, { size, repeated: before.has(code) }, rules));
  const atOnce = violations.some(({ serious, graceDays }) => serious || graceDays === null);
  const graces = [...violations.map(({ graceDays }) => graceDays ?? 0), ...(notes.length > 0 ? [rules.noteGraceDays] : [])];
  if (failed.length === 0) return { decision: 'compliant', violations, notes, graceDays: null };
  return atOnce
    ? { decision: 'no-grace-or-serious', violations, notes, graceDays: null }
    : { decision: 'minor-with-grace', violations, notes, graceDays: Math.max(...graces) };
}

/** A clause with its fine: most by the schedule × category × size, more when repeated, never above the cap. @throws Error for a clause that is not there */
export function violationOf(code: string, { size, repeated }: { readonly size: string; readonly repeated: boolean }, rules: ViolationRules): Violation {
  const clauseRule = Object.hasOwn(rules.clauses, code) ? rules.clauses[code] : undefined;
  if (!clauseRule) throw new Error(`there is no clause ${code}`);
  const { title, maxSar, serious, graceDays } = clauseRule;
  return { code, title, serious, repeated, graceDays, fine: maxSar === null ? null : fineOf(maxSar, { size, repeated, serious }, rules) };
}

function fineOf(maxSar: number, of: { readonly size: string; readonly repeated: boolean; readonly serious: boolean }, rules: ViolationRules): string {
  const category = rules.categoryPercent[String(rules.category)] ?? 100;
  // Who has not said how large they are pays as a large one does until they have.
  const size = rules.sizePercent[of.size] ?? 100;
  const times = of.repeated ? rules.repetition.times : 1;
  // In halalas: percent of percent of whole riyals leaves no fraction of one.
  const halalas = Math.round((maxSar * 100 * category * size * times) / 10_000);
  return riyals(Math.min(halalas, cap(of.serious, rules) * 100));
}

const cap = (serious: boolean, { capSar }: ViolationRules) => (serious ? capSar.serious : capSar.usual);
export const riyals = (halalas: number): string => `${Math.trunc(halalas / 100)}.${String(halalas % 100).padStart(2, '0')}`;
export const halalasOf = (text: string): number => Math.round(Number(text) * 100);

/** How urgent a visit is, in points: why it is made, and what earlier visits found. */
export function riskOf(reason: string, earlier: number, { risk }: ViolationRules): number {
  const { earlierViolation, mostEarlier, ...reasons } = risk;
  return (reasons[reason as keyof typeof reasons] ?? 0) + earlierViolation * Math.min(earlier, mostEarlier);
}
