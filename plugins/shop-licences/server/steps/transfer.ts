import { refusalOf } from '@amanah/plugin-api';
import type { OutsideOutcome, OutsideWork, RequestRecord } from '../../../requests/contract.ts';
import { checkRegister } from '../checks/c02-register.ts';
import { checkDues } from '../checks/c12-dues.ts';
import { dayOf } from '../days.ts';
import { companyOf } from '../outside/establishment.ts';
import type { Parts } from '../parts.ts';
import { refusedFor, withFindings } from './facts-of.ts';
import { knownLicence } from './known-licence.ts';
import { unpaid, unpaidOf } from './unpaid-of.ts';

const receiverNumber = ({ answers }: RequestRecord) => String(answers['establishmentNumber'] ?? '');

/** `transfer.check`: the receiver's register (C2), dues of both parties (C12), and that the licence stands. */
export async function checkTransfer(parts: Parts, { request }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  const company = await companyOf(parts.ctx, receiverNumber(request));
  const register = checkRegister(company, { activity: found?.licence.activity.code ?? null, today: dayOf(new Date()) });
  const dues = checkDues([...(await unpaidOf(parts.ctx, request)), ...(await unpaid(parts.ctx, { unifiedNumber: receiverNumber(request) }))]);
  const barred = found?.licence.state !== 'valid' || register.outcome === 'failed' || dues.outcome === 'failed';
  return {
    decision: barred ? 'barred' : 'may-be-transferred',
    facts: {
      ...(barred ? refusedFor(parts, [register, dues]) : {}),
      receiver: company ? { name: company.name, unifiedNumber: company.unifiedNumber } : null,
      checks: withFindings(request, parts, [register, dues]),
    },
  };
}

/** `licence.transfer`: to the establishment that consented, and to the account of who consented for it. */
export async function transfer(parts: Parts, { request, key }: OutsideWork): Promise<OutsideOutcome> {
  const found = await knownLicence(parts, request);
  const receiver = request.facts['receiver'] as { readonly name: { readonly ar: string }; readonly unifiedNumber: string } | null | undefined;
  if (!found || !receiver) return { error: 'licence-unknown' };
  const nationalId = typeof request.answers['otherPartyId'] === 'string' ? request.answers['otherPartyId'] : null;
  const to = {
    owner: { nationalId, name: receiver.name.ar },
    unifiedNumber: receiver.unifiedNumber,
    accounts: nationalId === null ? [] : [...(await parts.ctx.people.knownAs(nationalId))],
  };
  try {
    const write = { idempotencyKey: key, case: request.number };
    await parts.registers.of(found.unit).transfer({ number: found.licence.number, to, cause: { request: request.number } }, write);
  } catch (error) {
    if (refusalOf(error) === 'not-changeable') return { error: 'licence-not-changeable' };
    throw error;
  }
  return {};
}
