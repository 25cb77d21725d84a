export type FindingKey =
  | 'unreachable'
  | 'no-way-out'
  | 'stuck-at-join'
  | 'happens-twice'
  | 'no-lane'
  | 'no-role'
  | 'unknown-role'
  | 'no-default'
  | 'condition-missing'
  | 'conditions-overlap'
  | 'timer-without-duration'
  | 'message-nobody-sends'
  | 'unknown-procedure';

/** Something an analyst should see before publishing: `at` is the element's id, `key` names a text of `procedures.findings`. An error forbids publishing. */
export interface ProcedureFinding {
  readonly key: FindingKey;
  readonly at: string;
  readonly severity: 'error' | 'warning';
  /** What the text has places for: names of other elements, an example. */
  readonly values?: Readonly<Record<string, string>>;
}
