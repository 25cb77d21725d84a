import type { RequestRecord } from '../../../requests/contract.ts';
import type { Located } from '../registers.ts';
import type { Parts } from '../parts.ts';

/** The licence that a request is about, in whichever register, under its number or an older one; `null` when none has it. @throws what a register throws */
export const knownLicence = ({ registers }: Pick<Parts, 'registers'>, { answers }: Pick<RequestRecord, 'answers'>): Promise<Located | null> =>
  registers.locate(String(answers['licenceNumber'] ?? ''));
