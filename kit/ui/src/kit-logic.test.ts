import { expect, test } from 'vitest';
import { ApiProblem, readProblem } from './api-problem.ts';
import { pageNumbers } from './progress.tsx';
import { refusalOf } from './upload/file-rules.ts';
import { formatMoney, maskIdentifier } from './values.tsx';
import { foldArabic } from './select/combo-box.tsx';

test('money is written with two decimals from whole halalas', () => {
  expect([formatMoney(144_000, 'ar'), formatMoney(5, 'ar'), formatMoney(123_456_789, 'en')]).toEqual(['1,440.00 ريال', '0.05 ريال', 'SAR 1,234,567.89']);
});

test('an identifier shows only its last four characters in lists', () => {
  expect([maskIdentifier('1000000008'), maskIdentifier('123')]).toEqual(['••••••0008', '123']);
});

test.each([
  [1, 1, [1]],
  [1, 3, [1, 2, 3]],
  [5, 9, [1, null, 4, 5, 6, null, 9]],
  [9, 9, [1, null, 8, 9]],
])('page %i of %i shows the right numbers', (page, pages, numbers) => {
  expect(pageNumbers(page, pages)).toEqual(numbers);
});

test('a file of another kind or too large is refused in words, a fit one is not', () => {
  expect(refusalOf({ name: 'a.PDF', size: 10 }, ['.pdf'], 100)).toBeNull();
  expect(refusalOf({ name: 'a.exe', size: 10 }, ['.pdf', '.jpg'], 100)).toContain('PDF، JPG');
  expect(refusalOf({ name: 'a.pdf', size: 3 * 1024 ** 2 }, ['.pdf'], 2 * 1024 ** 2)).toContain('2 م.ب');
});

test('typing without hamza or marks finds the word that has them', () => {
  expect(foldArabic('إصدار شهادةٍ')).toBe(foldArabic('اصدار شهاده'));
});

test('a refusal of the hub is read with its words, and any other answer still gives one', async () => {
  const told = await readProblem(
    new Response(JSON.stringify({ code: 'HTTP_NOT_FOUND', title: 'غير موجود', status: 404 }), {
      status: 404,
      headers: { 'content-type': 'application/problem+json', 'x-request-id': 'r1' },
    }),
  );
  expect(told).toBeInstanceOf(ApiProblem);
  expect(told.problem).toMatchObject({ code: 'HTTP_NOT_FOUND', title: 'غير موجود', requestId: 'r1' });
  const bare = await readProblem(new Response('<html>', { status: 502 }));
  expect(bare.problem).toMatchObject({ code: 'HTTP_UNEXPECTED', status: 502 });
});
