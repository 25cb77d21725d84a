import { AdapterError, type AdapterOutcome } from '@amanah/adapter-api';
import { AmanahError, type ErrorCode, type Language } from '@amanah/errors';
import type { Bilingual } from '@amanah/plugin-api';
import { MissingSecret } from '../missing-secret.ts';

/** What an error says of the call it ended. */
export interface CalledSystem {
  readonly title: Bilingual;
  readonly language: Language;
  /** A write of which nobody knows whether it was done. */
  readonly mayBeWritten: boolean;
  /** Our names of the codes that the system refuses with. */
  readonly refusals?: Readonly<Record<string, string>> | undefined;
}

const codes: Readonly<Record<AdapterOutcome, ErrorCode>> = {
  unreachable: 'SYSTEMS_UNREACHABLE',
  timeout: 'SYSTEMS_TIMEOUT',
  unauthorised: 'SYSTEMS_UNAUTHORISED',
  refused: 'SYSTEMS_REFUSED',
  failed: 'SYSTEMS_FAILED',
  'contract-violation': 'SYSTEMS_CONTRACT_VIOLATION',
  'too-large': 'SYSTEMS_ANSWER_TOO_LARGE',
  'input-invalid': 'SYSTEMS_INPUT_INVALID',
  cancelled: 'SYSTEMS_CANCELLED',
};

/** Outcomes after which it is certain that a write was not done: the system itself said so, or nothing was sent. */
const surelyNotDone: ReadonlySet<AdapterOutcome> = new Set(['refused', 'unauthorised', 'input-invalid']);
const longestReason = 300;

/** Whether a write that ended so may have been done. An answer that is an error of the system's own, or that nobody can read, leaves it open. */
export function mayHaveBeenDone(error: unknown): boolean {
  if (!(error instanceof AdapterError)) return !(error instanceof MissingSecret) && !(error instanceof AmanahError);
  return error.reached !== 'no' && !surelyNotDone.has(error.outcome);
}

/** What people are told of a call that ended badly; details are for the operator only. */
export function callError(error: unknown, { title, language, mayBeWritten, refusals = {} }: CalledSystem): AmanahError {
  if (error instanceof AmanahError) return error;
  const system = title[language];
  if (error instanceof MissingSecret) return new AmanahError('SYSTEMS_SECRET_MISSING', { params: { system, name: error.secret }, cause: error });
  if (!(error instanceof AdapterError)) {
    return new AmanahError(mayBeWritten ? 'SYSTEMS_OUTCOME_UNKNOWN' : 'SYSTEMS_FAILED', { params: { system }, detail: String(error), cause: error });
  }
  const { outcome, fault, findings, message } = error;
  const more = {
    detail: fault && !message.includes(fault.message) ? `${message} (${fault.code}: ${fault.message})` : message,
    cause: error,
    ...(findings ? { fields: findings.map(({ path, message: what }) => ({ path: path.replace(/^\//, '').replaceAll('/', '.'), message: what })) } : {}),
  };
  if (mayBeWritten) return new AmanahError('SYSTEMS_OUTCOME_UNKNOWN', { params: { system }, ...more });
  const code = isLostAdapter(error) ? 'SYSTEMS_ADAPTER_LOST' : codes[outcome];
  const reason = (fault?.message ?? message).replace(/\s+/g, ' ').slice(0, longestReason);
  if (outcome !== 'refused') return new AmanahError(code, { params: { system }, ...more });
  const refusal = fault && Object.hasOwn(refusals, fault.code) ? refusals[fault.code] : undefined;
  return new AmanahError(code, { params: { system, reason, ...(refusal === undefined ? {} : { refusal }) }, ...more });
}

/** The adapter's process ended under the call, rather than the system's connection; a read has then been tried in a second one already. */
export function isLostAdapter({ outcome, message }: AdapterError): boolean {
  return outcome === 'unreachable' && message.startsWith('the adapter process ended');
}
