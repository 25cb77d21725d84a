import type { Actor, Grant } from '@amanah/plugin-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessOf, createAccess } from './create-access.ts';
import { covers } from './decide.ts';
import { parseRoleFile } from './role-file.ts';

const name = { ar: 'و', en: 'u' };
const units = [
  { id: 'root', name, type: 'amanah', parent: null },
  { id: 'north', name, type: 'agency', parent: 'root' },
  { id: 'north-a', name, type: 'department', parent: 'north' },
  { id: 'south', name, type: 'agency', parent: 'root' },
];
const roles = parseRoleFile(`roles:
  - { id: person, title: { ar: م, en: p }, everyone: true, permissions: ['services:rating.write'] }
  - { id: official, title: { ar: م, en: o }, permissions: ['services:rating.read'] }
  - { id: owner, title: { ar: م, en: w }, permissions: ['services:*'] }
  - { id: administrator, title: { ar: م, en: a }, permissions: ['*'] }
`);
const access = accessOf(units, roles);

function actorWith(grants: readonly Grant[], capacity: Actor['capacity'] = { kind: 'self' }): Actor {
  const person = { type: 'person' as const, id: 'p', name };
  return { person, username: 'p', capacityId: capacity.kind, capacity, grants, roles: [], acr: 'urn:amanah:acr:1', authTime: 0, sessionId: 's' };
}
const establishment = { type: 'establishment' as const, unifiedNumber: '7000000001', name };
const capacities: Actor['capacity'][] = [
  { kind: 'self' },
  { kind: 'owner', establishment },
  { kind: 'manager', establishment },
  { kind: 'delegate', principal: establishment, delegationId: 'd', services: [], expiresAt: '2030-01-01' },
  { kind: 'official', unit: 'north', unitTitle: name, post: name },
  { kind: 'government', body: establishment },
  { kind: 'agent', office: establishment },
];

describe('a decision', () => {
  test('nobody signed in is told so, whatever the permission', () => {
    expect(access.decide(null, 'services:rating.write')).toEqual({ allowed: false, reason: 'not-signed-in' });
    expect(access.unitsWith(null, 'services:rating.write')).toEqual([]);
  });

  const expected: Record<string, Record<string, string>> = {
    person: { self: 'no-permission', parent: 'no-permission', child: 'no-permission', sibling: 'no-permission', unknown: 'no-permission' },
    official: { self: 'yes', parent: 'other-unit', child: 'yes', sibling: 'other-unit', unknown: 'other-unit' },
    owner: { self: 'yes', parent: 'other-unit', child: 'yes', sibling: 'other-unit', unknown: 'other-unit' },
    administrator: { self: 'yes', parent: 'other-unit', child: 'yes', sibling: 'other-unit', unknown: 'other-unit' },
  };
  const relation: Record<string, string> = { self: 'north', parent: 'root', child: 'north-a', sibling: 'south', unknown: 'nowhere' };
  for (const [role, answers] of Object.entries(expected)) {
    for (const capacity of capacities) {
      for (const [kind, answer] of Object.entries(answers)) {
        test(`role ${role} on a unit, as ${capacity.kind}, asked about the ${kind} unit: ${answer}`, () => {
          const actor = actorWith(access.grantsOf([{ role, unit: 'north' }]), capacity);
          const decision = access.decide(actor, 'services:rating.read', relation[kind]);
          expect(decision.allowed ? 'yes' : decision.reason).toBe(answer);
        });
      }
    }
  }

  test('everybody signed in holds the role "person" on the whole tree', () => {
    const actor = actorWith(access.grantsOf([]));
    expect(access.decide(actor, 'services:rating.write', 'south').allowed).toBe(true);
    expect(access.unitsWith(actor, 'services:rating.write')).toBeNull();
  });

  test('a wildcard covers its own plugin only, not one whose id begins alike', () => {
    expect(covers('services:*', 'services:rating.read')).toBe(true);
    expect(covers('services:*', 'services-office:rating.read')).toBe(false);
  });
});

const unitId = fc.constantFrom('root', 'north', 'north-a', 'south', '*');
const permission = fc.constantFrom('services:rating.read', 'services:rating.write', 'services:*', 'other:thing.read', '*');
const grants = fc.array(fc.record({ permission, units: fc.uniqueArray(unitId) }), { maxLength: 5 });

describe('for any set of grants', () => {
  test('the list of units for SQL filters agrees with every single decision', () => {
    fc.assert(
      fc.property(grants, (held) => {
        const actor = actorWith(held);
        const listed = access.unitsWith(actor, 'services:rating.read');
        for (const { id } of units) {
          expect(listed === null || listed.includes(id)).toBe(access.decide(actor, 'services:rating.read', id).allowed);
        }
      }),
    );
  });

  test('one more grant never takes a permission away', () => {
    fc.assert(
      fc.property(grants, grants, fc.constantFrom(...units.map((unit) => unit.id)), (held, more, unit) => {
        const before = access.decide(actorWith(held), 'services:rating.read', unit).allowed;
        const after = access.decide(actorWith([...held, ...more]), 'services:rating.read', unit).allowed;
        expect(after || !before).toBe(true);
      }),
    );
  });
});

test('a role held on a unit holds on everything below it, and nowhere else', () => {
  const actor = {
    ...actorWith([]),
    roles: [
      { role: 'owner', unit: 'north' },
      { role: 'official', unit: '*' },
    ],
  };
  const held = access.rolesOf(actor);
  expect(held.find(({ role }) => role === 'official')?.units).toBeNull();
  const north = held.find(({ role }) => role === 'owner')?.units ?? [];
  expect(north).toContain('north');
  for (const { id } of units) expect(north.includes(id)).toBe(access.decide(actorWith([{ permission: 'x:y.z', units: ['north'] }]), 'x:y.z', id).allowed);
});

test('the configuration of this Amanah loads', async () => {
  const real = await createAccess({ configDir: new URL('../../config/', import.meta.url) });
  expect(real.units().length).toBeGreaterThan(20);
  expect(real.role('person')).toBeDefined();
});

test.each([
  ['a missing parent', [{ id: 'a', name, type: 't', parent: 'b' }], 'unknown parent "b"'],
  [
    'a circle',
    [
      { id: 'a', name, type: 't', parent: 'b' },
      { id: 'b', name, type: 't', parent: 'a' },
    ],
    'own ancestor',
  ],
  [
    'a repeated id',
    [
      { id: 'a', name, type: 't', parent: null },
      { id: 'a', name, type: 't', parent: null },
    ],
    'listed twice',
  ],
])('an organisation with %s is refused by name', (_, broken, message) => {
  expect(() => accessOf(broken, [])).toThrow(message);
});
