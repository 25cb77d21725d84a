import { expect, test } from 'vitest';
import { isNationalId } from './national-id.ts';

test.each(['1000000008', '1010101010', '1098765439', '2000000006', '2999999994'])('%s is well formed', (value) => {
  expect(isNationalId(value)).toBe(true);
});

test.each(['1000000000', '1234567890', '3000000004', '100000008', '10000000080', '', '١٠٠٠٠٠٠٠٠٨'])('%s is not', (value) => {
  expect(isNationalId(value)).toBe(false);
});
