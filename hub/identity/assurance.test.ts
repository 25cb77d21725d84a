import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { acrValues, isAssured, oneFactor, stepUpPath, twoFactors } from './assurance.ts';
import type { Session } from './contract.ts';

const now = 1_800_000_000;
const session = (acr: string, authTime: number) => ({ actor: { acr, authTime } }) as Session;

describe('assurance of a session', () => {
  test('two factors satisfy a demand for one, never the other way round', () => {
    expect(isAssured(session(twoFactors, now), { acrValues: [oneFactor] })).toBe(true);
    expect(isAssured(session(oneFactor, now), { acrValues: [twoFactors] })).toBe(false);
    expect(isAssured(session(oneFactor, now), { acrValues: [twoFactors, oneFactor] })).toBe(true);
  });

  test('max_age=0 is met by a proof given since the demand was made', () => {
    const asked = { maxAgeSeconds: 0, provedSince: now - 5 };
    expect(isAssured(session(twoFactors, now - 3), asked, now * 1_000)).toBe(true);
    expect(isAssured(session(twoFactors, now - 60), asked, now * 1_000)).toBe(false);
  });

  test('an older proof is never fresher than a newer one', () => {
    fc.assert(
      fc.property(fc.constantFrom(...acrValues), fc.nat(10_000), fc.nat(10_000), fc.nat(10_000), (acr, first, more, maxAgeSeconds) => {
        const older = isAssured(session(acr, now - first - more), { maxAgeSeconds }, now * 1_000);
        const newer = isAssured(session(acr, now - first), { maxAgeSeconds }, now * 1_000);
        expect(newer || !older).toBe(true);
      }),
    );
  });

  test('the step-up page is told where to come back to and how strong', () => {
    expect(stepUpPath('/account/security?x=1&y=2')).toBe('/auth/step-up?rd=%2Faccount%2Fsecurity%3Fx%3D1%26y%3D2');
    expect(stepUpPath('/operations', twoFactors)).toContain('level=2');
  });
});
