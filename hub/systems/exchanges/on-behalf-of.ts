import type { Actor, Bilingual } from '@amanah/plugin-api';

/** Whom a person acts for in the capacity they have now; `null` for themselves and for officials, who act for their unit. */
export function onBehalfOf({ capacity }: Pick<Actor, 'capacity'>): Bilingual | null {
  switch (capacity.kind) {
    case 'owner':
    case 'manager':
      return capacity.establishment.name;
    case 'delegate':
      return capacity.principal.name;
    case 'government':
      return capacity.body.name;
    case 'agent':
      return (capacity.client ?? capacity.office).name;
    default:
      return null;
  }
}
