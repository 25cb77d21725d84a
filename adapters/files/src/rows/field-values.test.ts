import { describe, expect, test } from 'vitest';
import { fieldSchema } from '../kind.ts';
import { FileDate, rowReader } from './field-values.ts';

const read = (field: object, raw: unknown) => {
  const { values, reasons } = rowReader({ f: fieldSchema.parse(field) })([raw]);
  return reasons.length > 0 ? reasons[0]!.expected : values['f'];
};

describe('numbers', () => {
  test.each([
    ['١٬٢٣٤٫٥٠', { type: 'number' }, 1234.5],
    ['1,234.50', { type: 'decimal' }, '1234.50'],
    ['۴۵', { type: 'integer' }, 45],
    ['12-', { type: 'integer' }, -12],
    ['+7', { type: 'integer' }, 7],
    ['00450', { type: 'decimal' }, '00450'],
    ['123456789012345678.90', { type: 'decimal' }, '123456789012345678.90'],
    ['1e3', { type: 'number' }, 1000],
    ['1e3', { type: 'decimal' }, 'a decimal number'],
    ['1,23', { type: 'number' }, 'a number'],
    ['9007199254740993', { type: 'integer' }, 'a whole number'],
    ['12.5', { type: 'integer' }, 'a whole number'],
    ['1e999', { type: 'number' }, 'a number'],
    ['5', { type: 'number', max: 4 }, 'at most 4'],
    [3.5, { type: 'number' }, 3.5],
  ])('%s as %o is %o', (raw, field, expected) => expect(read(field, raw)).toBe(expected));
});

describe('dates', () => {
  test.each([
    ['29/02/2028', { type: 'date', format: 'dd/MM/yyyy' }, '2028-02-29'],
    ['29/02/2027', { type: 'date', format: 'dd/MM/yyyy' }, 'a date dd/MM/yyyy'],
    ['٢٠٢٦/١١/٠٥', { type: 'date', format: 'yyyy/MM/dd' }, '2026-11-05'],
    ['20261105', { type: 'date', format: 'yyyyMMdd' }, '2026-11-05'],
    ['5.11.2026', { type: 'date', format: 'd.M.yyyy' }, '2026-11-05'],
    ['05x11x2026', { type: 'date', format: 'dd.MM.yyyy' }, 'a date dd.MM.yyyy'],
    ['2026-11-05 23:59:01', { type: 'date-time' }, '2026-11-05T23:59:01'],
    ['05/11/2026 7:05', { type: 'date-time', format: 'dd/MM/yyyy H:mm' }, '2026-11-05T07:05:00'],
    ['2026-11-05 24:00:00', { type: 'date-time' }, 'a date yyyy-MM-dd HH:mm:ss'],
    ['30/12/1448', { type: 'hijri-date', format: 'dd/MM/yyyy' }, '30/12/1448'],
    ['١٤٤٨/٠٩/٠١', { type: 'hijri-date' }, '1448/09/01'],
    ['2026/09/01', { type: 'hijri-date' }, 'a Hijri date yyyy/MM/dd'],
    ['1448/13/01', { type: 'hijri-date' }, 'a Hijri date yyyy/MM/dd'],
    [new FileDate('2026-11-05'), { type: 'date', format: 'dd/MM/yyyy' }, '2026-11-05'],
    [new FileDate('2026-11-05T07:05:00'), { type: 'date-time' }, '2026-11-05T07:05:00'],
    [new FileDate('2026-11-05'), { type: 'text' }, '2026-11-05'],
  ])('%o as %o is %o', (raw, field, expected) => expect(read(field, raw)).toBe(expected));
});

describe('texts, codes and truth', () => {
  test.each([
    ['  محل  ', {}, 'محل'],
    ['١٢٣', {}, '١٢٣'],
    [1020304050, {}, '1020304050'],
    [true, {}, 'true'],
    ['نعم', { type: 'boolean' }, true],
    ['٠', { type: 'boolean' }, false],
    ['ربما', { type: 'boolean' }, 'true or false'],
    ['2', { codes: { '1': 'valid', '2': 'expired' } }, 'expired'],
    ['toString', { codes: { '1': 'valid' } }, 'one of 1'],
    ['7001234567', { pattern: '7\\d{9}' }, '7001234567'],
    ['17001234567', { pattern: '7\\d{9}' }, '7\\d{9}'],
    ['abcd', { maxLength: 3 }, 'at most 3 characters'],
    [{ a: 1 }, {}, 'one value'],
    [[1, 2], {}, 'one value'],
    ['', { required: true }, 'a value'],
    [undefined, { required: true }, 'a value'],
    [null, {}, null],
    ['', { type: 'integer' }, null],
  ])('%o as %o is %o', (raw, field, expected) => expect(read(field, raw)).toBe(expected));

  test('what was found is told short', () => {
    expect(rowReader({ f: fieldSchema.parse({ type: 'integer' }) })(['x'.repeat(5_000)]).reasons[0]!.found).toHaveLength(201);
  });
});
