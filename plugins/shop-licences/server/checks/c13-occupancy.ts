import type { ListedLicence } from '../../contract.ts';
import { failed, passed, type Finding } from './finding.ts';

/** C13: no other licence holds the place. */
export function checkOccupancy(held: readonly ListedLicence[], own: string | null = null): Finding {
  const other = held.find(({ number }) => number !== own);
  return other ? failed('C13', 'checkOccupied', { number: other.number }) : passed('C13');
}
