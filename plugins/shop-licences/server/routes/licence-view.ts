import { AmanahError } from '@amanah/errors';
import { refusalOf, type Locale } from '@amanah/plugin-api';
import type { LicenceChange } from '../../contract.ts';
import { dayAfter, dayOf, daysBetween } from '../days.ts';
import { paperOf } from '../paper.ts';
import type { Parts } from '../parts.ts';
import type { Located } from '../registers.ts';
import { standingOf } from '../standing.ts';

/** Days in which a suspension or cancellation can be objected to. */
const objectionDays = 60;

/** A licence as its holder and officials see it, from whichever register keeps it. */
export async function licenceView(parts: Parts, { unit, licence }: Located, language: Locale) {
  const today = dayOf(new Date());
  const history = await historyOf(parts, unit, licence.number, language);
  const standing = standingOf(licence, today, parts.rules.graceDays);
  const paper = await shownPaper(parts, licence.number);
  return {
    number: licence.number,
    shop: licence.shop,
    owner: licence.owner.name,
    unifiedNumber: licence.unifiedNumber ?? null,
    activity: licence.activity.name,
    municipality: parts.ctx.access.unit(unit)?.name ?? { ar: unit, en: unit },
    unit,
    district: licence.district,
    street: licence.street ?? null,
    shortAddress: licence.shortAddress ?? null,
    areaM2: licence.areaM2,
    signM2: licence.signM2,
    issuedOn: licence.issuedOn,
    validUntil: licence.validUntil,
    standing,
    daysLeft: daysBetween(today, licence.validUntil),
    measure: standing === 'suspended' || standing === 'cancelled' ? measureOf(history, standing) : null,
    paper,
    history:
      history?.map(({ at, kind, by, request, why, validUntil }) => ({
        at,
        kind,
        by: by ?? null,
        request: request ?? null,
        why: why ?? null,
        validUntil: validUntil ?? null,
      })) ?? null,
  };
}

/** Why a licence was suspended or cancelled; one that its holder asked for is nothing to object to. */
export function measureOf(history: readonly LicenceChange[] | null, kind: 'suspended' | 'cancelled') {
  const last = history?.findLast((one) => one.kind === kind);
  if (!last?.why) return null;
  const on = last.at.slice(0, 'yyyy-MM-dd'.length);
  return { why: last.why, on, objectUntil: last.by ? dayAfter(on, objectionDays) : null };
}

export async function historyOf(
  { registers }: Pick<Parts, 'registers'>,
  unit: string,
  number: string,
  language: Locale,
): Promise<readonly LicenceChange[] | null> {
  try {
    return (await registers.of(unit).historyOf({ number }, { language })).changes;
  } catch (error) {
    if (refusalOf(error) === 'not-offered') return null;
    throw error;
  }
}

/** The paper of a licence; none while documents do not run. */
async function shownPaper(parts: Parts, number: string): Promise<{ readonly code: string; readonly path: string } | null> {
  try {
    const paper = await paperOf(parts, number);
    return paper ? { code: paper.code, path: paper.path } : null;
  } catch (error) {
    if (error instanceof AmanahError && error.code === 'HOST_SERVICE_MISSING') return null;
    throw error;
  }
}
