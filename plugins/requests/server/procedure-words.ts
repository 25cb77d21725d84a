import type { Bilingual } from '@amanah/plugin-api';

export interface ReasonWords {
  readonly code: string;
  readonly title: Bilingual;
}

/** What a decision is called and what it demands. */
export interface DecisionWords {
  readonly title: Bilingual;
  readonly kind: 'positive' | 'negative' | 'neutral';
  readonly needsReasons: boolean;
  readonly needsNote: boolean;
  readonly reasons: readonly ReasonWords[];
}

/** What a state of a request is called, and what it means to the applicant. */
export interface StateWords {
  readonly title: Bilingual;
  readonly tone: 'info' | 'warn' | 'success' | 'danger' | 'neutral';
  /** What happens next, for the applicant. */
  readonly next: Bilingual;
}

/** Words of states and decisions, of whichever procedure. */
export interface ProcedureWords {
  state(state: string): StateWords;
  /** Every state that has words. */
  readonly states: readonly string[];
  decision(decision: string, service: string): DecisionWords | undefined;
}
