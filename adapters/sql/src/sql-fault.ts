import { AdapterError, type AdapterOutcome, type Reached } from '@amanah/adapter-api';

/** An error of a database or its driver, in our words. */
export interface SqlFault {
  readonly outcome: AdapterOutcome;
  /** SQLSTATE, or the number of the product where it has none. */
  readonly code: string;
  readonly message: string;
  /** Whether the server said it, rather than nobody answering. */
  readonly answered: boolean;
  /** A value that must be unique is there already. */
  readonly duplicate?: boolean;
  /** Names of what is concerned: constraint, table, column. */
  readonly detail?: Readonly<Record<string, string>>;
}

/** Classes of SQLSTATE (ISO 9075), longest match first. */
const bySqlState: readonly (readonly [string, AdapterOutcome])[] = [
  ['57014', 'timeout'],
  ['57P0', 'unreachable'],
  ['42501', 'unauthorised'],
  ['25006', 'refused'],
  ['40', 'failed'],
  ['55', 'failed'],
  ['08', 'unreachable'],
  ['28', 'unauthorised'],
  ['22', 'refused'],
  ['23', 'refused'],
  ['27', 'refused'],
  ['44', 'refused'],
  ['45', 'refused'],
  ['P0', 'refused'],
  ['0A', 'contract-violation'],
  ['26', 'contract-violation'],
  ['3D', 'contract-violation'],
  ['3F', 'contract-violation'],
  ['42', 'contract-violation'],
];

/** Outcome of an error that the server told with a SQLSTATE. */
export function outcomeOfSqlState(state: string): AdapterOutcome {
  return bySqlState.find(([prefix]) => state.startsWith(prefix))?.[1] ?? 'failed';
}

/** Code of an error of a driver or of Node.js; that of a DOMException is a number and says nothing. */
export function driverCode(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Codes of Node.js and TLS for a connection that did not come about or broke. */
export function connectionFault(error: Error): SqlFault | null {
  const code = driverCode(error);
  if (!/^(?:E[A-Z]{3,}|CERT_|UNABLE_TO_|DEPTH_|SELF_SIGNED|ERR_TLS|ERR_SSL|ERR_STREAM|HOSTNAME)/.test(code)) return null;
  return { outcome: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable', code, message: error.message, answered: false };
}

/** The error a call ends with. `reached`: how far it had come when nothing was answered; a system that said no has answered. */
export function asAdapterError(error: unknown, fault: SqlFault | null, reached: Reached): AdapterError {
  if (error instanceof AdapterError) return error;
  if (!fault) throw error;
  const said = fault.answered && (fault.outcome === 'refused' || fault.outcome === 'failed');
  return new AdapterError(fault.outcome, `${fault.code}: ${fault.message}`, {
    reached: said ? 'yes' : reached,
    ...(fault.answered ? { fault: { code: fault.code, message: fault.message, ...(fault.detail ? { detail: fault.detail } : {}) } } : {}),
    cause: error,
  });
}

/** The error of a call whose signal was aborted. */
export function abortedError(signal: AbortSignal, reached: Reached): AdapterError {
  const late = (signal.reason as Error | undefined)?.name === 'TimeoutError';
  return new AdapterError(late ? 'timeout' : 'cancelled', late ? 'the deadline passed' : 'the caller went away', { reached });
}
