import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyMapping, MappingFailed } from './apply-mapping.ts';
import { arabicDigits, asciiDigits } from './digits.ts';
import { mappingSchema, type FieldMapping, type Mapping } from './mapping.ts';

const fields = (...list: FieldMapping[]): Mapping => mappingSchema.parse({ fields: list });
const out = (mapping: Mapping, value: unknown) => applyMapping(mapping, value, 'output');

async function finding(work: Promise<unknown>): Promise<MappingFailed['finding']> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (error instanceof MappingFailed) return error.finding;
  throw new Error('it went well');
}

test('a licence as an older register gives it becomes ours, field by field', async () => {
  const mapping = fields(
    { to: 'number', from: 'LIC_NO', digits: 'arabic' },
    { to: 'holder.name', from: 'OWNER.NM' },
    { to: 'issuedAt', from: 'ISS_DT', date: { calendar: 'hijri', pattern: 'dd/MM/yyyy' }, digits: 'arabic' },
    { to: 'state', from: 'ST', codes: { '1': 'active', '2': 'expired' } },
    { to: 'area', from: 'AREA', as: 'number' },
    { to: 'open', from: 'OPEN', as: 'boolean' },
    { to: 'firstActivity', from: 'ACTS.0.CODE' },
    { to: 'source', constant: 'khobar' },
  );
  const row = {
    LIC_NO: '٤٢٠١٢٣',
    OWNER: { NM: 'شركة الأمواج' },
    ISS_DT: '٠١/٠١/١٤٤٥',
    ST: 2,
    AREA: '120.50',
    OPEN: '1',
    ACTS: [{ CODE: '561013' }],
    REST: 'not passed on',
  };
  expect(await out(mapping, row)).toEqual({
    number: '420123',
    holder: { name: 'شركة الأمواج' },
    issuedAt: '2023-07-19',
    state: 'expired',
    area: 120.5,
    open: true,
    firstActivity: '561013',
    source: 'khobar',
  });
});

test('our input becomes what the system takes, the other way round', async () => {
  const mapping = fields(
    { to: 'REQ.ID', from: 'id', as: 'text', digits: 'arabic' },
    { to: 'REQ.FROM', from: 'since', date: { calendar: 'hijri', pattern: 'yyyyMMdd' }, as: 'number' },
    { to: 'REQ.ST', from: 'state', codes: { active: 1, expired: 2 } },
  );
  expect(await applyMapping(mapping, { id: 1010, since: '2023-07-19', state: 'expired' }, 'input')).toEqual({ REQ: { ID: '١٠١٠', FROM: 14450101, ST: 2 } });
});

test('every item of a list is mapped, lists in lists too', async () => {
  const mapping = fields(
    { to: 'owners.*.name', from: 'ROWS.*.NM' },
    { to: 'owners.*.phones.*', from: 'ROWS.*.TEL.*.NO', as: 'text' },
    { to: 'owners.*.share', from: 'ROWS.*.PCT', as: 'number' },
  );
  const rows = [{ NM: 'سعد', TEL: [{ NO: 1 }, { NO: 2 }], PCT: '60' }, { NM: 'نورة', TEL: [], PCT: '40' }, { NM: 'فهد' }];
  expect(await out(mapping, { ROWS: rows })).toEqual({
    owners: [{ name: 'سعد', phones: ['1', '2'], share: 60 }, { name: 'نورة', phones: [], share: 40 }, { name: 'فهد' }],
  });
});

test('what is missing stays missing, and what is null stays null', async () => {
  const mapping = fields({ to: 'a', from: 'A', as: 'number' }, { to: 'b', from: 'B', date: { calendar: 'hijri', pattern: 'dd/MM/yyyy' } });
  expect(await out(mapping, { B: null })).toEqual({ b: null });
});

test.each(['', '  ', '00/00/0000', '0'])('%j is how older systems write that there is no date', async (written) => {
  expect(await out(fields({ to: 'b', from: 'B', date: { calendar: 'hijri', pattern: 'dd/MM/yyyy' } }), { B: written })).toEqual({ b: null });
});

test.each([
  ['a code that is not listed', fields({ to: 'a', from: 'x.ST', codes: { '1': 'active' } }), { x: { ST: '9' } }, '/x/ST'],
  ['a code called like a built-in', fields({ to: 'a', from: 'x.ST', codes: { '1': 'active' } }), { x: { ST: 'constructor' } }, '/x/ST'],
  ['a date that is none', fields({ to: 'a', from: 'D', date: { calendar: 'hijri', pattern: 'dd/MM/yyyy' } }), { D: '99/99/1445' }, '/D'],
  ['a number that is none', fields({ to: 'a', from: 'N', as: 'number' }), { N: '12,5' }, '/N'],
  ['a group where a number belongs', fields({ to: 'a', from: 'N', as: 'number' }), { N: {} }, '/N'],
  ['a boolean that is none', fields({ to: 'a', from: 'B', as: 'boolean' }), { B: 'yes' }, '/B'],
])('%s is told by its field', async (_what, mapping, value, path) => {
  expect((await finding(out(mapping, value))).path).toBe(path);
});

test('a value that may be personal is told by its shape only', async () => {
  const mapping = fields({ to: 'a', from: 'D', date: { calendar: 'hijri', pattern: 'dd/MM/yyyy' } });
  const { message } = await finding(out(mapping, { D: 'سعد 1072645193' }));
  expect(message).toContain('xxx 9999999999');
  expect(message).not.toMatch(/سعد|1072645193/);
});

test('digits come back as they were', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-/ سaB') }), (text) => asciiDigits(arabicDigits(text)) === text));
  expect(asciiDigits('۱۲۳٤٥')).toBe('12345');
});

test('a list of codes read there and back gives the same word', async () => {
  // The definition's schema lets nothing be called `__proto__`.
  const word = fc.string({ minLength: 1 }).filter((text) => text === text.trim() && text !== '__proto__');
  const words = fc.uniqueArray(word, { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(words, async (list) => {
      const there = fields({ to: 'c', from: 'w', codes: Object.fromEntries(list.map((word, at) => [word, at])) });
      const back = fields({ to: 'w', from: 'c', codes: Object.fromEntries(list.map((word, at) => [String(at), word])) });
      for (const word of list) expect(await out(back, await applyMapping(there, { w: word }, 'input'))).toEqual({ w: word });
    }),
  );
});

test('a field called __proto__ is a field like any other', async () => {
  const result = await out(fields({ to: '__proto__.admin', from: 'a' }), { a: true });
  expect(Object.keys(result as object)).toEqual(['__proto__']);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('an expression makes the rest, as plain JSON', async () => {
  const mapping: Mapping = { expression: '{ "total": $sum(items.price), "names": items[price > 1].name }' };
  expect(
    await out(mapping, {
      items: [
        { name: 'a', price: 1 },
        { name: 'ب', price: 2.5 },
      ],
    }),
  ).toEqual({ total: 3.5, names: 'ب' });
});

test.each([
  ['runs without end', '( $f := function($n) { $f($n + 1) }; $f(0) )'],
  ['goes too deep', '( $f := function($n) { 1 + $f($n + 1) }; $f(0) )'],
  ['makes a list too long', '[1..10000000]'],
  ['gives a function', 'function($x) { $x }'],
  ['meets what it cannot add', '"a" + 1'],
])('an expression that %s ends with an error', async (_what, expression) => {
  expect((await finding(out({ expression }, {}))).path).toBe('');
});
