import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tryLimits } from './throttle.ts';

const keys = (what: string, address: string, device: string | null = null) => tryLimits(what, address, device).map(({ key }) => key);

describe('limits on failed sign-ins', () => {
  test('another address never counts against the owner’s tries', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), fc.ipV4(), (username, mine, theirs) => {
        fc.pre(mine !== theirs);
        expect(keys(username, mine).some((key) => keys(username, theirs).includes(key))).toBe(false);
      }),
    );
  });

  test('a known device shares no budget with strangers behind the same address', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (username, address) => {
        expect(keys(username, address, 'device-1').some((key) => keys(username, address).includes(key))).toBe(false);
      }),
    );
  });

  test('one IPv6 subscriber has one budget, however many addresses they use', () => {
    expect(keys('sara', '2001:db8:1:2:3:4:5:6')).toEqual(keys('sara', '2001:db8:1:2::9'));
    expect(keys('sara', '2001:db8:1:2::9')).not.toEqual(keys('sara', '2001:db8:1:3::9'));
    expect(keys('sara', '2001:db8::1')).toEqual(keys('sara', '2001:db8:0:0:ffff::1'));
  });

  test('case and blanks of a user name give no further tries', () => {
    expect(keys(' SARA ', '10.0.0.1')).toEqual(keys('sara', '10.0.0.1'));
  });
});
