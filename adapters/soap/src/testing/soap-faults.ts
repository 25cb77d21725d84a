import type { AdapterOutcome } from '@amanah/adapter-api';
import type { OwnFault } from '@amanah/testing/adapter-suite';
import type { StandIn } from './stand-in.ts';

const broken: readonly AdapterOutcome[] = ['contract-violation'];
/** How a read ends under each fault that only a SOAP system can play. */
export const faults: Readonly<Record<string, OwnFault['ends']>> = {
  html: broken,
  'wrong-type': broken,
  'not-well-formed': broken,
  entities: broken,
  'entity-bomb': broken,
  'external-entity': broken,
  deep: broken,
  'not-valid': broken,
  'other-element': broken,
  'other-version': broken,
  'wrong-charset': broken,
  'must-understand': broken,
  'redirect-loop': broken,
  'redirect-elsewhere': broken,
  'refuses-access': ['unauthorised'],
  'receiver-fault': ['failed'],
};

export const ownFaults = (standIn: StandIn, names = Object.keys(faults)): readonly OwnFault[] =>
  names.map((name) => ({ name, play: () => void standIn.control('fault', { name }), ends: faults[name] ?? [] }));

export const heal = async (standIn: StandIn) => {
  await standIn.control('fault', { name: 'none' });
};
export const written = async (standIn: StandIn) => ((await standIn.control('writes')) as { writes: { mark: string }[] }).writes.map(({ mark }) => mark);
