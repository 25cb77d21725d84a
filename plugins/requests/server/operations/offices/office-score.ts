import { z } from 'zod';

/** What `config/office-score.yaml` holds. */
export const scoreRules = z.strictObject({
  days: z.number().int().positive(),
  weights: z.strictObject({ rejected: z.number(), returned: z.number(), late: z.number() }),
  threshold: z.number().min(0).max(100),
  breach: z.strictObject({ requests: z.number().int().positive(), rejectedPercent: z.number() }),
});

/** What became of the requests that an office sent. */
export interface Sent {
  readonly requests: number;
  readonly rejected: number;
  readonly returned: number;
  readonly late: number;
}

export interface OfficeScore extends Sent {
  readonly score: number;
  readonly decision: 'ok' | 'below-threshold' | 'serious-breach';
}

/** The score of a month. An office that sent nothing keeps all points: nothing went wrong. */
export function scoreOffice(sent: Sent, { weights, threshold, breach }: z.infer<typeof scoreRules>): OfficeScore {
  const share = (count: number) => (sent.requests === 0 ? 0 : count / sent.requests);
  const lost = weights.rejected * share(sent.rejected) + weights.returned * share(sent.returned) + weights.late * share(sent.late);
  const score = Math.max(0, Math.round(100 - lost));
  const broke = sent.requests >= breach.requests && share(sent.rejected) * 100 > breach.rejectedPercent;
  return { ...sent, score, decision: broke ? 'serious-breach' : score < threshold ? 'below-threshold' : 'ok' };
}
