import { expect, test } from 'vitest';
import { config } from './config.ts';

const right = { url: 'mariadb://db.example:3306/rokhas', user: 'hub', password: { secret: 'password' } };
const write = { sql: 'UPDATE t SET a = 1', effect: 'write' };
const fieldsOf = (given: object) => (config.safeParse(given).error?.issues ?? []).map(({ path }) => path.join('.'));

test('three fields are enough, and everything else is safe by default', () => {
  expect(config.parse(right)).toMatchObject({ writable: false, relations: ['*'], statements: {}, pageRows: 200, rowCap: 1_000 });
});

test.each([
  ['a field that is not known', { ...right, passwort: 'x' }, ''],
  ['a password in the open', { ...right, password: 'Rokhas-1419' }, 'password'],
  ['a password in the address', { ...right, url: 'mariadb://hub:Rokhas-1419@db.example/rokhas' }, 'url'],
  ['an address with options', { ...right, url: 'mariadb://db.example/rokhas?ssl=false' }, 'url'],
  ['an address without a database', { ...right, url: 'mariadb://db.example' }, 'url'],
  ['an address of something else', { ...right, url: 'http://db.example/rokhas' }, 'url'],
  ['no address at all', { ...right, url: 'rokhas' }, 'url'],
  ['a missing user', { url: right.url, password: right.password }, 'user'],
  ['a write where nothing may be written', { ...right, statements: { set: write } }, 'statements.set.effect'],
  ['a write with pages', { ...right, writable: true, statements: { set: { ...write, page: ['a'] } } }, 'statements.set.page'],
  ['a write of one row', { ...right, writable: true, statements: { set: { ...write, one: true } } }, 'statements.set.one'],
  ['one row with pages', { ...right, statements: { get: { sql: 'SELECT 1', one: true, page: ['a'] } } }, 'statements.get.page'],
  ['no row of many', { ...right, statements: { get: { sql: 'SELECT 1', missing: { code: 'X', message: 'x' } } } }, 'statements.get.missing'],
  ['a parameter without a type', { ...right, statements: { get: { sql: 'SELECT :a', parameters: { a: {} } } } }, 'statements.get.parameters.a.type'],
  ['a character set nobody knows', { ...right, text: { charset: 'arabic' } }, 'text.charset'],
  ['pages without end', { ...right, pageRows: 100_000 }, 'pageRows'],
])('refused, by its field: %s', (_title, given, field) => {
  expect(fieldsOf(given)).toContain(field);
});

test.each([
  'postgresql://10.1.2.3/register',
  'mysql://db/x',
  'sqlserver://db.example:1433/Rokhas',
  'oracle://[fd00::1]:1521/XEPDB1',
  'mariadb://db/%D8%B1%D8%AE%D8%B5',
])('an address: %s', (url) => {
  expect(config.safeParse({ ...right, url }).success).toBe(true);
});
