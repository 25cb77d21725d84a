import { currentLanguage } from '@amanah/ui';
import type { OfficeUnit } from '../../shared/programme.ts';

/** Names of units by their id, in the page's language. */
export function unitNames(units: readonly OfficeUnit[]): ReadonlyMap<string, string> {
  return new Map(units.map(({ id, name }) => [id, name[currentLanguage()]]));
}

/** Units for which the person prepares programmes, as choices. */
export function writableUnits(units: readonly OfficeUnit[]): { readonly id: string; readonly label: string }[] {
  return units.filter(({ mayWrite }) => mayWrite).map(({ id, name }) => ({ id, label: name[currentLanguage()] }));
}
