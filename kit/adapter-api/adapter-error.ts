/**
 * How a call can end badly, whatever the protocol.
 * `unreachable`: no connection, or it broke; `timeout`: the deadline passed; `unauthorised`: our own credentials were not taken;
 * `refused`: the system understood and said no (a fault, a 4xx, a broken constraint); `failed`: it had an error of its own;
 * `contract-violation`: the answer is not what its description says; `too-large`: over the limit; `input-invalid`: nothing was sent;
 * `cancelled`: the caller went away.
 */
export type AdapterOutcome =
  'unreachable' | 'timeout' | 'unauthorised' | 'refused' | 'failed' | 'contract-violation' | 'too-large' | 'input-invalid' | 'cancelled';

/** Whether the system may have acted on a call that ended badly: `no` (nothing reached it), `maybe`, or `yes` (it answered). */
export type Reached = 'no' | 'maybe' | 'yes';

/** What a system said when it refused. */
export interface SystemFault {
  /** Status, fault code or SQLSTATE. */
  readonly code: string;
  readonly message: string;
  /** Its own details, when they are structured. */
  readonly detail?: unknown;
}

/** A field of the input that cannot be sent. */
export interface InputFinding {
  /** JSON pointer in the input. */
  readonly path: string;
  readonly message: string;
}

/** The only error an adapter throws out of `discover`, `connect`, `probe` and `call`; anything else counts as a fault of the adapter. */
export class AdapterError extends Error {
  readonly outcome: AdapterOutcome;
  readonly reached: Reached;
  readonly fault: SystemFault | undefined;
  readonly findings: readonly InputFinding[] | undefined;

  /** `detail` is for the operator and must hold no secret. */
  constructor(
    outcome: AdapterOutcome,
    detail: string,
    options: { reached?: Reached; fault?: SystemFault; findings?: readonly InputFinding[]; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AdapterError';
    this.outcome = outcome;
    this.reached = options.reached ?? (outcome === 'input-invalid' ? 'no' : outcome === 'refused' || outcome === 'failed' ? 'yes' : 'maybe');
    this.fault = options.fault;
    this.findings = options.findings;
  }
}
