import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passwordFault, type PasswordOwner } from './password-rules.ts';

const sara: PasswordOwner = { username: 'sara.otaibi', name: { ar: 'سارة العتيبي', en: 'Sara Alotaibi' }, email: 's.otaibi@example.sa' };
const fault = (password: string) => passwordFault(password, sara);

describe('a new password', () => {
  test.each(['', 'short', 'elevenchars', 'كلمة قصيرة'])('of fewer than twelve characters is too short: "%s"', (password) => {
    expect(fault(password)).toBe('IDENTITY_PASSWORD_SHORT');
  });

  test.each(['sara.otaibi1', 'Sara-Alotaibi-7', 'SARAOTAIBI2026', '54r4.0t41b1!!', 'سارة_العتيبي_٩', 'العتيبى سارة'])(
    'made of the own name, in either language and spelling, is refused: %s',
    (password) => {
      expect(fault(password)).toBe('IDENTITY_PASSWORD_PERSONAL');
    },
  );

  test.each([
    'password1234',
    'P@ssw0rd2026!',
    'qwertyuiop12',
    '123456789012',
    'aaaaaaaaaaaaaa',
    'abcdefghijkl',
    'zyxwvutsrqpo',
    'abababababab',
    'Welcome-Admin1',
    'AmanahPortal1!',
    'كلمة المرور 1',
    'السعودية١٤٤٨',
  ])('that many people use is refused: %s', (password) => {
    expect(fault(password)).toBe('IDENTITY_PASSWORD_COMMON');
  });

  test.each(['saffron lantern 42', 'correct horse battery staple', 'x#9$kL!q@2Zp', 'نخلة زرقاء تغني ليلاً', 'Khobar-corniche-plover'])(
    'that is hard to guess is taken: %s',
    (password) => {
      expect(fault(password)).toBeNull();
    },
  );

  test('is judged without failing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (password) => {
        expect([null, 'IDENTITY_PASSWORD_SHORT', 'IDENTITY_PASSWORD_PERSONAL', 'IDENTITY_PASSWORD_COMMON']).toContain(fault(password));
      }),
    );
  });
});
