import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inputSummary } from './input-summary.ts';

describe('the summary of what a failed job was given', () => {
  test('names its fields and covers secrets, numbers of persons and long texts', () => {
    const summary = inputSummary({
      key: 'k',
      input: { requestId: 'r-7', nationalId: '1072645193', mobile: '+966501000002', clientSecret: 'abc', note: 'x'.repeat(90) },
    });
    expect(summary).toContain('requestId: r-7');
    expect(summary).toContain('clientSecret: •••');
    expect(summary).toContain('mobile: +•••02');
    expect(summary).not.toContain('1072645193');
    expect(summary).not.toContain('x'.repeat(61));
  });

  test('never shows a secret, wherever it lies', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 4 }), fc.constantFrom('password', 'access_token', 'Secret', 'otpCode'), (input, name) => {
        expect(inputSummary({ [name]: 'hunter2-hunter2', ...input, [name]: 'hunter2-hunter2', deep: { [name]: 'hunter2-hunter2' } })).not.toContain('hunter2');
      }),
    );
  });

  test('is one short line for anything', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        expect(inputSummary(input).length).toBeLessThanOrEqual(400);
      }),
    );
  });
});
