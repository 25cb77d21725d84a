import { AmanahError } from '@amanah/errors';
import type { Actor } from '@amanah/plugin-api';
import type { PluginParts } from '../plugin-parts.ts';

/** Code under which inspections stand among requests: nobody asks for one, so it is no service of the catalogue. */
export const inspectionCode = 'inspection';
const procedureId = 'field-inspection';

/** Why a visit is made, and to whom. */
export interface NewInspection {
  readonly unit: string;
  readonly reason: 'plan' | 'report' | 'licence' | 'revisit';
  readonly establishmentNumber: string;
  readonly shop: string;
  readonly establishmentSize: 'large' | 'medium' | 'small' | 'micro';
  readonly licenceNumber?: string | undefined;
  readonly reportNumber?: string | undefined;
  readonly details?: string | undefined;
  /** Chosen by the page once: a second click opens no second visit. */
  readonly key: string;
}

/**
 * Opens a visit to an establishment. It stands in the establishment's name, so that its owners see it, object and pay; its history says which official opened it, who
 * can do its steps.
 * @throws REQUESTS_UNKNOWN for a unit where the actor opens none
 */
export async function openInspection(parts: PluginParts, actor: Actor, asked: NewInspection): Promise<string> {
  const { ctx, calendar, desk, directory } = parts;
  if (!ctx.access.may(actor, 'requests:inspection.open', asked.unit)) throw new AmanahError('REQUESTS_UNKNOWN', { detail: asked.unit });
  const procedure = await parts.procedures().forNew(procedureId, asked.unit, new Date());
  if (!procedure) throw new AmanahError('REQUESTS_SERVICE_UNKNOWN', { detail: procedureId });
  const { unit, key, shop, ...answers } = asked;
  const name = { ar: shop, en: shop };
  const beneficiary = `establishment:${asked.establishmentNumber}`;
  const { number } = await desk.submit(
    {
      service: inspectionCode,
      unit,
      person: { id: beneficiary, name, nationalId: null },
      openedBy: actor.person,
      capacityId: `owner:${asked.establishmentNumber}`,
      capacity: { kind: 'owner', establishment: { type: 'establishment', unifiedNumber: asked.establishmentNumber, name } },
      beneficiary,
      place: asked.licenceNumber ? `licenceNumber:${asked.licenceNumber}` : null,
      key: `${actor.person.id}/${key}`,
      answers: { ...answers, shop },
      facts: { openedAs: actor.capacityId },
      due: calendar.due(new Date(), directory.service(inspectionCode).duration, 'working'),
    },
    procedure,
  );
  return number;
}
