import { readFileSync } from 'node:fs';
import { mkdtempSync, mkdirSync, writeFileSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AmanahError } from '@amanah/errors';
import Big from 'big.js';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { TariffLibrary } from './tariff-library.ts';

const config = new URL('../../../../config/', import.meta.url);
const tariffs = TariffLibrary.read(new URL('tariffs/', config));
const today = '2026-11-27';
const sign = (width: number, kind = 'front') => ({ kind, width, height: 1 });
const quote = (figures: object, tariff = 'SRV-001') => tariffs.quote(tariff, figures as Record<string, unknown>, today);
const amounts = (figures: object) => {
  const { lines, total } = quote(figures);
  return [...lines.map(({ amount }) => amount), total];
};

describe('the worked examples of the shop licence', () => {
  const grocery = { activity: '471101', area: 80, years: 1, signs: [sign(4)] };
  test.each([
    ['grocery in Dhahran, category one', { ...grocery, municipality: 'm-dhahran' }, ['480.00', '800.00', '160.00', '1440.00']],
    ['the same in category three', { ...grocery, category: 3 }, ['288.00', '800.00', '96.00', '1184.00']],
    [
      'tailor for two years, by the least fee, with a part of a metre of sign',
      { municipality: 'm-dhahran', activity: '141011', area: 20, years: 2, signs: [sign(2.4)] },
      ['400.00', '1200.00', '80.00', '1680.00'],
    ],
    [
      'restaurant in Khobar with a waste contract of its own',
      { municipality: 'm-khobar', activity: '561011', area: 150, years: 1, signs: [sign(6, 'large')], cleaningContract: true },
      ['1500.00', '1800.00', '3300.00'],
    ],
    ['a fuel station pays 5,000 whatever its area', { category: 1, activity: '473001', area: 900, years: 1, cleaningContract: true }, ['5000.00', '5000.00']],
    ['and 1,000 in category five', { category: 5, activity: '473001', area: 900, years: 1, cleaningContract: true }, ['1000.00', '1000.00']],
    [
      'a renewal three months late pays a twelfth of a year for each',
      { category: 1, activity: '471101', area: 80, years: 2, cleaningContract: true, monthsExpired: 3 },
      ['960.00', '120.00', '1080.00'],
    ],
    [
      'a credit is taken off, and never more than is due',
      { category: 5, activity: '471101', area: 80, years: 1, cleaningContract: true, credits: 1000 },
      ['96.00', '-96.00', '0.00'],
    ],
  ])('%s', (_name, figures, expected) => {
    expect(amounts(figures)).toEqual(expected);
  });

  test('a line says how it was reckoned and by which tariff since when', () => {
    expect(quote({ ...grocery, category: 3 }).lines[1]).toEqual({
      code: 'SHP-02',
      title: { ar: 'رسم اللوحات', en: 'Sign fee' },
      amount: '800.00',
      reckoning: { ar: '4 م² × 200 ريال × الأوجه 1 × السنوات 1', en: '4 m² × SAR 200 × faces 1 × years 1' },
      source: 'shop-licence 2026-01-01',
    });
  });

  test('a sign of a class with the lower cap never costs more than 400 a metre', () => {
    expect(
      quote(
        {
          signs: [
            { kind: 'roof', width: 2, height: 1 },
            { kind: 'stand', width: 2, height: 1, faces: '2' },
          ],
        },
        'SRV-017',
      ).total,
    ).toBe('2800.00');
  });
});

test('a residential building permit costs 3.00 a square metre in category one and 0.60 in category five', () => {
  expect(quote({ municipality: 'm-dhahran', builtArea: 480, area: 480 }, 'SRV-021').total).toBe('1440.00');
  expect(quote({ category: 5, area: 480 }, 'SRV-021').total).toBe('288.00');
  expect(quote({ category: 4, area: '333.2' }, 'SRV-021').total).toBe('400.80');
});

test('every service of the catalogue that costs something has a tariff', () => {
  const { services } = JSON.parse(readFileSync(fileURLToPath(new URL('services/catalogue.json', config)), 'utf8')) as {
    services: { code: string; fee: { basis?: string } | null }[];
  };
  const paid = services.filter(({ fee }) => fee && fee.basis !== 'free').map(({ code }) => code);
  expect(paid.length).toBeGreaterThan(40);
  for (const code of paid) expect(tariffs.find(code, today).inForce.lines.length, code).toBeGreaterThan(0);
});

describe('whatever the figures', () => {
  const figures = fc.record({
    category: fc.integer({ min: 1, max: 5 }),
    activity: fc.constantFrom('471101', '561011', '473001', '931101'),
    area: fc.integer({ min: 100, max: 2_000_000 }).map((hundredths) => (hundredths / 100).toFixed(2)),
    years: fc.integer({ min: 1, max: 5 }),
    signs: fc.array(
      fc.record({ kind: fc.constantFrom('front', 'roof', 'stand'), width: fc.constantFrom('0.3', '2.45', '9'), height: fc.constantFrom('0.7', '1', '3.1') }),
      { maxLength: 6 },
    ),
    cleaningContract: fc.boolean(),
    monthsExpired: fc.integer({ min: 0, max: 60 }),
    credits: fc.integer({ min: 0, max: 5_000_000 }).map((hundredths) => (hundredths / 100).toFixed(2)),
  });

  test('the lines sum to the total, which is never negative and has two decimals', () => {
    fc.assert(
      fc.property(figures, (given) => {
        const { lines, total } = quote(given);
        const summed = lines.reduce((sum, { amount }) => sum.plus(amount), new Big(0));
        expect(summed.toFixed(2)).toBe(total);
        expect(total).toMatch(/^\d+\.\d\d$/);
        for (const { amount, code } of lines) expect(amount.startsWith('-')).toBe(code === 'SHP-09' && amount !== '0.00');
      }),
    );
  });

  test('a larger area never costs less, and a part of a metre costs as much as the whole one', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 0, max: 50_000 }), (given, more) => {
        const without = { ...given, credits: 0 };
        const larger = new Big(given.area).plus(new Big(more).div(100));
        fc.pre(larger.lte(20_000));
        expect(new Big(quote({ ...without, area: larger.toFixed(2) }).total).gte(quote(without).total)).toBe(true);
        expect(quote({ ...without, area: new Big(given.area).round(0, Big.roundUp).toFixed() }).total).toBe(quote(without).total);
      }),
    );
  });
});

describe('what is missing or wrong is said, all at once', () => {
  test.each([
    [{}, 'PAYMENTS_FIGURE_MISSING', ['municipality', 'activity', 'area', 'years']],
    [{ category: 1, activity: '471101', area: '١٢', years: 9 }, 'PAYMENTS_FIGURE_INVALID', ['area', 'years']],
    [
      { category: 7, activity: 'x', area: '1e9', years: 1, signs: 'no', cleaningContract: 'maybe' },
      'PAYMENTS_FIGURE_INVALID',
      ['category', 'activity', 'area', 'signs', 'cleaningContract'],
    ],
    [
      { category: 1, activity: '471101', area: -5, years: 1, signs: [{ kind: 'front', width: -1, height: 1 }] },
      'PAYMENTS_FIGURE_INVALID',
      ['area', 'signs[0].width'],
    ],
  ])('%j', (figures, code, fields) => {
    const error = (() => {
      try {
        quote(figures);
        return null;
      } catch (refusal) {
        return refusal as AmanahError;
      }
    })();
    expect([error?.code, error?.fields?.map(({ path }) => path)]).toEqual([code, fields]);
  });

  test('a tariff that nobody has', () => {
    expect(() => quote({}, 'SRV-999')).toThrow('PAYMENTS_TARIFF_UNKNOWN');
  });
});

describe('versions and mistakes of a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amanah-tariffs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const place = (yaml: string) => {
    mkdirSync(join(folder, 'tables'), { recursive: true });
    copyFileSync(new URL('tariffs/tables/categories.yaml', config), join(folder, 'tables/categories.yaml'));
    writeFileSync(join(folder, 'own.yaml'), yaml);
    return TariffLibrary.read(pathToFileURL(`${folder}/`));
  };
  const version = (from: string, amount: string, more = '') =>
    `      - { from: '${from}', ${more}basis: { ar: أ, en: a }, lines: [{ code: OWN-01, id: fee, title: { ar: أ, en: a }, amount: '${amount}', reckoning: { ar: أ, en: a } }] }\n`;
  const own = (...versions: string[]) => `tariffs:\n  own:\n    title: { ar: أ, en: a }\n    illustrative: true\n    versions:\n${versions.join('')}`;

  test('the version in force on the day counts', () => {
    const library = place(own(version('2026-01-01', '10'), version('2027-01-01', '12.345', "until: '2027-12-31', ")));
    expect(['2026-12-31', '2027-01-01'].map((day) => library.quote('own', {}, day).total)).toEqual(['10.00', '12.35']);
    expect(library.quote('own', {}, '2028-01-01').total).toBe('10.00');
    expect(() => library.quote('own', {}, '2025-12-31')).toThrow('PAYMENTS_TARIFF_UNKNOWN');
  });

  test.each([
    ['an unknown name', own(version('2026-01-01', 'rate * 2')), /own\.yaml: own from 2026-01-01: OWN-01: nothing is called "rate"/],
    ['no formula', own(version('2026-01-01', '2 +')), /own\.yaml: own from 2026-01-01/],
    ['no version', own(), /own\.yaml/],
  ])('%s is refused with its place', (_name, yaml, message) => {
    expect(() => place(yaml)).toThrow(message);
  });
});
