import { failed, passed, unsure, type Finding } from './finding.ts';

/** C5: the building has a permit; until its register is connected an officer compares the permit that was named or attached. */
export function checkBuilding({
  permitNumber,
  attached,
  fetched,
}: {
  readonly permitNumber: string | null;
  readonly attached: boolean;
  readonly fetched: boolean;
}): Finding {
  if (fetched) return passed('C5');
  return attached || permitNumber ? unsure('C5', 'checkBuildingCompare') : failed('C5', 'checkBuildingMissing');
}
