/** Waits between attempts, in milliseconds. */
export interface RetryDelays {
  readonly first: number;
  readonly longest: number;
}

/** One second, then twice as long each time, up to five minutes. */
export const retryDelays: RetryDelays = { first: 1_000, longest: 300_000 };

/** Wait before the attempt after `failed` failures; up to a fifth longer at random, so that many failures do not return at once. */
export function retryDelay({ first, longest }: RetryDelays, failed: number): number {
  const bounded = Math.min(first * 2 ** Math.max(0, failed - 1), longest);
  return Math.round(bounded * (1 + Math.random() * 0.2));
}
