import { AdapterError, type SystemFault } from '@amanah/adapter-api';
import { valueAt } from '../json/pointer.ts';
import { elementsOf, textOf } from '../xml/element-access.ts';
import type { ParsedElement } from '../xml/parse-xml.ts';
import type { SoapFault } from './envelope.ts';

/** Faults of WS-Security by which a system says that it does not take what we prove ourselves with (SOAP message security, 12). */
const securityFaults: readonly string[] = [
  'FailedAuthentication',
  'FailedCheck',
  'InvalidSecurity',
  'InvalidSecurityToken',
  'SecurityTokenUnavailable',
  'UnsupportedSecurityToken',
  'UnsupportedAlgorithm',
  'MessageExpired',
];

/** Whether a fault says that our message came at the wrong time by the system's clock, or may say so. */
export function mayBeTheClock({ code }: Pick<SoapFault, 'code'>): boolean {
  return ['MessageExpired', 'InvalidSecurity', 'FailedCheck', 'InvalidSecurityToken', 'FailedAuthentication'].includes(code);
}

/** Where a system has the code and message of a refusal in the detail of its faults. */
export interface RefusalWords {
  readonly refusedCredentials: readonly string[];
  readonly refusals: { readonly code?: string | undefined; readonly message?: string | undefined };
}

/** Whether a fault means that our credentials were not taken: by its own code, or by one in its detail. */
export function isSecurityFault({ code, detail }: SoapFault, { refusedCredentials }: RefusalWords): boolean {
  if (securityFaults.includes(code) || refusedCredentials.includes(code)) return true;
  return refusedCredentials.length > 0 && detail.some((element) => leavesOf(element).some(({ text }) => refusedCredentials.includes(text)));
}

/** The error that a fault becomes. A fault with a declared detail, or one that blames the sender, is a refusal; one that blames the receiver is a failure of it. */
export function refusalOf(fault: SoapFault, { detail, declared, words }: { detail: unknown; declared: boolean; words: RefusalWords }): AdapterError {
  const at = (pointer: string | undefined) => {
    const found = pointer === undefined ? undefined : valueAt(detail, pointer);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  };
  const code = at(words.refusals.code) ?? codeIn(fault.detail) ?? fault.code;
  const message = at(words.refusals.message) ?? fault.message;
  const said: SystemFault = { code, message, ...(detail === undefined ? {} : { detail }) };
  const text = `the fault ${code}: ${message}`;
  if (isSecurityFault(fault, words)) return new AdapterError('unauthorised', text, { reached: 'yes', fault: said });
  if (['VersionMismatch', 'MustUnderstand', 'DataEncodingUnknown'].includes(fault.side))
    return new AdapterError('contract-violation', text, { reached: 'yes', fault: said });
  // A fault that blames nobody leaves open whether a write was done.
  const atFault = ['Server', 'Receiver', ''].includes(fault.side);
  return new AdapterError(declared || !atFault ? 'refused' : 'failed', text, { reached: 'yes', fault: said });
}

/** A code of the detail's own, which says more than who is at fault. */
function codeIn(detail: readonly ParsedElement[]): string | undefined {
  const [first] = detail;
  return (
    first &&
    leavesOf(first).find(({ local, text }) => /^(?:error|err|fault|exception|result|status|response)?_?(?:code|no|number)$/i.test(local) && text !== '')?.text
  );
}

function leavesOf(element: ParsedElement): readonly { readonly local: string; readonly text: string }[] {
  const children = elementsOf(element);
  return children.length === 0 ? [{ local: element.name.local, text: textOf(element).trim() }] : children.flatMap(leavesOf);
}

/** The error that an HTTP status without a message of SOAP becomes; `null` for a status that goes with one. */
export function statusRefusal(status: number): AdapterError | null {
  const said = (outcome: AdapterError['outcome']) =>
    new AdapterError(outcome, `HTTP ${status}`, { reached: 'yes', fault: { code: String(status), message: `HTTP ${status}` } });
  if (status === 401 || status === 403 || status === 407) return said('unauthorised');
  if (status >= 500 || status === 408 || status === 425 || status === 429) return said('failed');
  if (status >= 300 && status < 400) return said('contract-violation');
  if ([404, 405, 406, 410, 415, 421, 426].includes(status)) return said('contract-violation');
  return status >= 400 ? said('refused') : null;
}
