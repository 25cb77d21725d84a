/** Checks of a shop licence (shop-licence.md, section 4). */
export type CheckId = 'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C8' | 'C9' | 'C10' | 'C11' | 'C12' | 'C13';

/** What a check found; `unsure` leaves it to an officer. */
export interface Finding {
  readonly check: CheckId;
  readonly outcome: 'passed' | 'failed' | 'unsure';
  /** Key of the reason among the plugin's words; its places are filled with `params`. */
  readonly why?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export const passed = (check: CheckId): Finding => ({ check, outcome: 'passed' });
export const failed = (check: CheckId, why: string, params: Readonly<Record<string, string | number>> = {}): Finding => ({
  check,
  outcome: 'failed',
  why,
  params,
});
export const unsure = (check: CheckId, why: string, params: Readonly<Record<string, string | number>> = {}): Finding => ({
  check,
  outcome: 'unsure',
  why,
  params,
});
