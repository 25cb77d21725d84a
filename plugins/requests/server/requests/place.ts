import { foldText } from '@amanah/plugin-api';
import type { Answers } from '../../shared/forms/form-types.ts';

/** Answers that name a place or a thing by its number, the surest one first. */
const numbers = ['licenceNumber', 'buildingPermitNumber', 'surveyDecisionNumber', 'deedNumber', 'violationNumber', 'contractNumber', 'plateNumber'];
/** Decimal places of a point: about eleven metres. */
const precision = 4;

/** By what other requests for the same place are found: the number of a licence or deed, else the point, else district and street; `null` where the form asks for none. */
export function placeOf(answers: Answers): string | null {
  for (const name of numbers) if (typeof answers[name] === 'string' && answers[name] !== '') return `${name}:${answers[name]}`;
  const site = answers['site'] as { latitude?: number; longitude?: number; district?: string; street?: string } | undefined;
  if (site?.latitude !== undefined && site.longitude !== undefined) return `point:${site.latitude.toFixed(precision)},${site.longitude.toFixed(precision)}`;
  if (site?.district) return `street:${String(answers['municipality'] ?? '')}:${foldText(site.district)}:${foldText(site.street ?? '')}`;
  return null;
}
