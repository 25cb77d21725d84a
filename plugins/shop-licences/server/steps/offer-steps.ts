import { procedureOperations, type OutsideOutcome, type OutsideWork } from '../../../requests/contract.ts';
import type { Parts } from '../parts.ts';
import { amend, assessAmendment } from './amend.ts';
import { assessCancellation, cancel } from './cancel.ts';
import { deliver } from './deliver.ts';
import { duplicate, findLicence } from './duplicate.ts';
import { followObjections, measureOn } from './objected-measures.ts';
import { prefill } from './prefill.ts';
import { expire, offerRenewal, renew } from './renew.ts';
import { checkSafetyStep } from './safety.ts';
import { seal } from './seal.ts';
import { checkSite } from './site.ts';
import { checkTransfer, transfer } from './transfer.ts';
import { cancelVisit, scheduleVisit } from './visit.ts';

const steps: Readonly<Record<string, (parts: Parts, work: OutsideWork) => Promise<OutsideOutcome>>> = {
  'applicant.prefill': prefill,
  'site.check': checkSite,
  'safety.check': checkSafetyStep,
  'visit.schedule': scheduleVisit,
  'visit.cancel': cancelVisit,
  'licence.seal': seal,
  'licence.deliver': deliver,
  'renewal.offer': offerRenewal,
  'licence.renew': renew,
  'licence.expire': expire,
  'amendment.assess': assessAmendment,
  'licence.amend': amend,
  'cancellation.assess': assessCancellation,
  'licence.cancel': cancel,
  'transfer.check': checkTransfer,
  'licence.transfer': transfer,
  'licence.find': findLicence,
  'licence.duplicate': duplicate,
};

/** The steps of the procedures of shop licences that no person does, and where a request about a licence is decided. */
export function offerSteps(parts: Parts): void {
  const operations = parts.ctx.use(procedureOperations);
  for (const [name, carryOut] of Object.entries(steps)) operations.offer(name, (work) => carryOut(parts, work));
  operations.offerOwner('licenceNumber', async (number) => (await parts.registers.locate(number))?.unit ?? null);
  operations.offerDecisions((reference, beneficiary) => measureOn(parts, reference, beneficiary));
  followObjections(parts);
}
