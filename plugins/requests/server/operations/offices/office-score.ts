import { z } from 'zod';

const weight = z.number().positive();

/** What `config/office-score.yaml` holds. */
export const scoreRules = z.strictObject({
  days: z.number().int().positive(),
  weights: z.strictObject({ firstTimeRight: weight, time: weight, satisfaction: weight, complaints: weight }),
  warning: z.number().min(0).max(100),
  suspension: z.strictObject({ below: z.number().min(0).max(100), months: z.number().int().positive() }),
});

/** What became of the requests that an office sent and that were decided in the month. */
export interface Month {
  readonly decided: number;
  /** Neither returned for completion nor rejected. */
  readonly right: number;
  /** Decided by the day that the service level promises. */
  readonly inTime: number;
  /** 0 to 1; `null` while nothing names the office. */
  readonly satisfaction: number | null;
  /** Complaints per hundred requests; `null` while nothing names the office. */
  readonly complaints: number | null;
}

export interface OfficeScore extends Month {
  /** `null`: nothing was decided in the month. */
  readonly score: number | null;
  /** Parts that the score was reckoned from. */
  readonly parts: readonly string[];
  /** Months one after the other, this one among them, below what suspends. */
  readonly low: number;
  readonly decision: 'ok' | 'below-threshold' | 'serious-breach';
}

/** The score of a month; `lowBefore`: months below what suspends that came right before it. A month in which nothing was decided leaves everything as it was. */
export function scoreOffice(month: Month, lowBefore: number, { weights, warning, suspension }: z.infer<typeof scoreRules>): OfficeScore {
  const { decided, right, inTime, satisfaction, complaints } = month;
  if (decided === 0) return { ...month, score: null, parts: [], low: lowBefore, decision: 'ok' };
  const known = Object.entries({
    firstTimeRight: right / decided,
    time: inTime / decided,
    satisfaction,
    complaints: complaints === null ? null : Math.max(0, 1 - complaints / 100),
  }).flatMap(([part, value]) => (value === null ? [] : [{ part, value, weight: weights[part as keyof typeof weights] }]));
  const all = known.reduce((sum, one) => sum + one.weight, 0);
  const score = Math.round((100 * known.reduce((sum, one) => sum + one.weight * one.value, 0)) / all);
  const low = score < suspension.below ? lowBefore + 1 : 0;
  const decision = low >= suspension.months ? 'serious-breach' : score < warning ? 'below-threshold' : 'ok';
  return { ...month, score, parts: known.map(({ part }) => part), low, decision };
}
