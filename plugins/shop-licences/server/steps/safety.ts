import { AmanahError } from '@amanah/errors';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../requests/contract.ts';
import { checkBuilding } from '../checks/c05-building.ts';
import { checkArea } from '../checks/c06-area.ts';
import { checkLease } from '../checks/c07-lease.ts';
import { checkSigns } from '../checks/c08-sign.ts';
import { checkCleaning } from '../checks/c09-cleaning.ts';
import { checkSafety } from '../checks/c10-safety.ts';
import { checkHealth } from '../checks/c11-health.ts';
import { checkDues } from '../checks/c12-dues.ts';
import { checkOccupancy } from '../checks/c13-occupancy.ts';
import type { Finding } from '../checks/finding.ts';
import { dayOf } from '../days.ts';
import { establishmentOf } from '../outside/establishment.ts';
import type { Lease } from '../outside/lease.ts';
import { certificatesOf, type SafetyCertificate } from '../outside/safety.ts';
import { siteOf } from '../site-of.ts';
import type { Parts } from '../parts.ts';
import { licencesAt } from './licences-at.ts';
import { askedActivity, fetchedData, signsOf, withFindings } from './facts-of.ts';
import { unpaidOf } from './unpaid-of.ts';

const instantService = 'shop-licence-instant';

/**
 * `safety.check`: certificate of Civil Defense (C10), dues (C12) and what is left to check; then which way the licence goes. Instant is what its activity allows and
 * every check passed; a certificate that is missing is waited for; all else is studied by an officer, who sees what was found.
 */
export async function checkSafetyStep(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const activity = askedActivity(request, parts);
  const shortAddress = siteOf(request.answers).shortAddress ?? null;
  const safety = await safetyOf(parts, request, { activity: activity?.code ?? null, shortAddress });
  const found: readonly Finding[] = [
    ...formChecks(parts, request),
    safety,
    checkDues(await unpaidOf(parts.ctx, request)),
    checkOccupancy(shortAddress === null ? [] : await licencesAt(parts, request.unit, shortAddress)),
  ];
  const facts = { checks: withFindings(request, parts, found) };
  const unified = establishmentOf(request.capacity)?.unifiedNumber;
  if (safety.outcome === 'failed' && unified !== undefined) {
    await waitForCertificate(parts, request, { unified, shortAddress, activity: activity?.code ?? null });
    return { decision: 'safety-certificate-missing', facts };
  }
  const mayBeInstant = activity?.route === 'instant' && request.facts['service'] === instantService;
  return { decision: mayBeInstant && found.every(({ outcome }) => outcome === 'passed') ? 'instant' : 'studied', facts };
}

/** What the form itself and its sources tell. */
function formChecks({ rules }: Parts, request: RequestRecord): readonly Finding[] {
  const { answers } = request;
  const lease = (fetchedData(request, 'LEASE', 'lease') as Lease | undefined) ?? null;
  const signs = signsOf(answers);
  const activity = askedActivity(request, { rules });
  const building = {
    permitNumber: (answers['buildingPermitNumber'] as string | undefined) ?? null,
    attached: answers['documentBP'] !== undefined,
    fetched: false,
  };
  return [
    // The instant form asks for no building permit: its activities are housed in buildings that are in use.
    ...(request.facts['service'] === instantService ? [] : [checkBuilding(building)]),
    checkArea({ declaredM2: Number(answers['shopArea'] ?? 0), leasedM2: lease?.area ?? null, activity }, rules),
    checkLease(lease, { heldBy: String(answers['siteHeldBy'] ?? 'lease'), today: dayOf(new Date()) }, rules),
    checkSigns(signs, rules),
    checkCleaning(answers['cleaningContract'] === true),
    checkHealth(activity, Number(answers['healthWorkers'] ?? 0)),
  ];
}

/** While Civil Defense is away, what the form had fetched stands, and a document that was attached goes to the officer. */
async function safetyOf(
  { ctx }: Parts,
  request: RequestRecord,
  asked: { readonly activity: string | null; readonly shortAddress: string | null },
): Promise<Finding> {
  const unified = establishmentOf(request.capacity)?.unifiedNumber ?? '';
  const today = dayOf(new Date());
  try {
    return checkSafety(await certificatesOf(ctx, unified), { ...asked, today });
  } catch (error) {
    if (!(error instanceof AmanahError)) throw error;
    const fetched = fetchedData(request, 'SAFETY', 'certificate') as SafetyCertificate | undefined;
    if (fetched) return checkSafety([fetched], { ...asked, today });
    if (request.answers['documentSAFETY'] === undefined) throw error;
    return { check: 'C10', outcome: 'unsure', why: 'checkSafetyAttached' };
  }
}

async function waitForCertificate(
  { ctx }: Parts,
  { number }: RequestRecord,
  { unified, shortAddress, activity }: { readonly unified: string; readonly shortAddress: string | null; readonly activity: string | null },
): Promise<void> {
  await ctx.db.query('INSERT INTO safety_wait (request, unified_number, short_address, activity) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', [
    number,
    unified,
    shortAddress,
    activity,
  ]);
}
