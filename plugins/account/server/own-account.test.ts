import { capacityName, type Actor, type Capacity } from '@amanah/plugin-api';
import { describe, expect, test } from 'vitest';
import { profileAnswer, signOutAnswer } from '../shared/answers.ts';
import { profileOf, signedIn, signOutWords } from './own-account.ts';

const actor: Actor = {
  person: { type: 'person', id: 'p1', name: { ar: 'نورة', en: 'Noura' } },
  username: 'noura',
  capacityId: 'self',
  capacity: { kind: 'self' },
  grants: [],
  roles: [],
  acr: 'urn:amanah:acr:2',
  authTime: 0,
  sessionId: 's1',
};
const establishment = { type: 'establishment', unifiedNumber: '7001234567', name: { ar: 'ركن الواحة', en: 'Rukn Alwaha' } } as const;

describe('own account', () => {
  test('nobody has a profile', () => {
    expect(() => signedIn(null)).toThrow('HTTP_SIGN_IN_NEEDED');
  });

  test('shows only the named facts, never what else is stored', () => {
    const profile = profileAnswer.parse(profileOf(actor, { nationalId: '1072645193', passwordHash: 'secret', email: '' }, [], 'ar'));
    expect(profile.facts).toEqual([{ key: 'nationalId', value: '1072645193' }]);
    expect(JSON.stringify(profile)).not.toContain('secret');
  });

  test('marks the present capacity, also when the list does not hold it', () => {
    const owner: Capacity = { kind: 'owner', establishment };
    const profile = profileOf(actor, {}, [{ id: 'owner:7001234567', capacity: owner }], 'en');
    expect(profile.capacities).toEqual([
      { id: 'self', kind: 'self', on: null, current: true },
      { id: 'owner:7001234567', kind: 'owner', on: 'Rukn Alwaha', current: false },
    ]);
  });

  test('an official acts in a post of a unit', () => {
    expect(
      capacityName({ kind: 'official', unit: 'm-khobar', unitTitle: { ar: 'بلدية الخبر', en: 'Khobar' }, post: { ar: 'رئيس بلدية', en: 'Mayor' } }, 'en'),
    ).toBe('Mayor · Khobar');
  });

  test('signing out names what could not be reached', () => {
    const report = signOutWords({ sessions: 2, closed: [], unreachable: [{ id: 'wiki', title: { ar: 'موسوعة', en: 'Wiki' }, reason: 'timeout' }] }, 'ar');
    expect(signOutAnswer.parse(report).unreachable).toEqual([{ id: 'wiki', title: 'موسوعة', reason: 'timeout' }]);
  });
});
