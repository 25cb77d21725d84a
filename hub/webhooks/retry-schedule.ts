/** Waits between attempts, in seconds: quickly at first, then over about a day. */
const waits = [5, 30, 120, 600, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 28_800];

/** Seconds until the next attempt after `failed` failures, up to a tenth longer at random; `null` when it is given up. */
export function nextAttemptSeconds(failed: number, random: () => number = Math.random): number | null {
  const wait = waits[failed - 1];
  return wait === undefined ? null : wait * (1 + random() * 0.1);
}
