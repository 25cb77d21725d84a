import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configChoices, configProcedures, configText } from '../testing/config-procedures.ts';
import { isNationalId } from '../shared/forms/identifiers.ts';
import type { Lane, Procedure } from './definition.ts';

interface Person {
  readonly username: string;
  readonly nationalId: string;
  readonly posts?: readonly { readonly unit: string; readonly roles: readonly string[] }[];
  readonly offices?: readonly { readonly unifiedNumber: string; readonly roles: readonly string[] }[];
}

const { people, establishments } = parse(configText('demo/people.yaml')) as { people: readonly Person[]; establishments: readonly { unifiedNumber: string }[] };
const { units } = JSON.parse(configText('organisation.json')) as { units: readonly { id: string; parent: string | null }[] };
const parents = new Map(units.map(({ id, parent }) => [id, parent]));
const held = people.flatMap(({ username, posts = [] }) =>
  posts.flatMap(({ unit, roles }) => roles.map((text) => ({ username, role: text.split('@')[0], on: text.split('@')[1] ?? unit }))),
);
const inOffices = new Set(people.flatMap(({ offices = [] }) => offices.flatMap(({ roles }) => roles)));

/** Municipalities in which the demo can play everything through. */
const played = ['m-dhahran', 'm-khobar', 'm-dammam-central'];

const isWithin = (unit: string, on: string): boolean => {
  for (let at: string | null | undefined = unit; at; at = parents.get(at)) if (at === on) return true;
  return false;
};

/** Whether somebody of the demo holds the lane's role where a request of the unit is decided. */
function canBeWalked({ role, unit }: Lane, deciding: string): boolean {
  if (role === undefined || role === 'person') return true;
  if (unit === 'office') return inOffices.has(role);
  const at = unit === 'request' ? deciding : (unit ?? deciding);
  return held.some((one) => one.role === role && isWithin(at, one.on));
}

let procedures: ReadonlyMap<string, Procedure>;
beforeAll(async () => {
  procedures = await configProcedures();
});

test('every lane of every procedure can be walked by somebody of the demo, for every service and where it is decided', () => {
  const runs = [...configChoices(procedures).values()].map(({ service, procedure, decidedBy, owner }) => ({
    name: service,
    procedure,
    deciding: decidedBy === 'owner' ? [owner] : played,
  }));
  // No service begins a field visit of a tour.
  runs.push({ name: 'tour', procedure: 'field-inspection', deciding: played });
  const empty = runs.flatMap(({ name, procedure, deciding }) =>
    deciding.flatMap((unit) =>
      [...(procedures.get(procedure)?.lanes.values() ?? [])]
        .filter((lane) => !canBeWalked(lane, unit))
        .map((lane) => `${name} in ${unit}: ${lane.id} (${lane.role})`),
    ),
  );
  expect(empty).toEqual([]);
});

test('who prepares a licence does not sign it: each municipality that is played has two people', () => {
  for (const unit of played) {
    const holders = (role: string) => held.filter((one) => one.role === role && one.on === unit).map(({ username }) => username);
    expect(
      holders('licence-officer').filter((one) => holders('mayor').includes(one)),
      unit,
    ).toEqual([]);
  }
  expect(held.filter(({ role, on }) => role === 'licence-officer' && on === 'm-dhahran')).toHaveLength(2);
});

test('national ids of the demo are well-formed and nobody has the same; offices are in the register of the demo', () => {
  expect(people.filter(({ nationalId }) => !isNationalId(nationalId)).map(({ username }) => username)).toEqual([]);
  expect(new Set(people.map(({ nationalId }) => nationalId)).size).toBe(people.length);
  const known = new Set(establishments.map(({ unifiedNumber }) => unifiedNumber));
  expect(people.flatMap(({ offices = [] }) => offices.filter(({ unifiedNumber }) => !known.has(unifiedNumber)))).toEqual([]);
});
