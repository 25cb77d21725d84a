import { expect, test } from 'vitest';
import { describeDatabases } from './testing/licence-database.ts';
import { allPages } from './testing/open-system.ts';

/** What was tried at databases before, in every place where a text goes in. */
const injections = [
  `'; DROP TABLE licence; --`,
  `' OR '1'='1`,
  `" OR ""="`,
  `\\'; DELETE FROM licence; #`,
  `\\\\' UNION SELECT 1,2,3 -- `,
  '`; DROP TABLE licence; `',
  `$$; DROP TABLE licence; $$`,
  `1; SELECT pg_sleep(10)`,
  `%' OR 1=1 /*`,
  `:status`,
  `$1`,
  `?`,
  `) OR (1=1`,
  'ʼ; DROP TABLE licence; --',
  '\uff07 OR \uff07a\uff07=\uff07a',
  `x' AND SLEEP(5) AND 'x`,
  '/*!50000 DROP TABLE licence */',
];

describeDatabases((its) => {
  test('tables and views are found with types, keys and comments, and become reads', async () => {
    await its.db.admin('CREATE VIEW shops AS SELECT number, shop FROM licence');
    const { contract } = await its.open({ keys: { shops: { key: ['number'] } } });
    expect(contract.kind).toMatch(its.postgres() ? /^PostgreSQL 18/ : /^MariaDB 10/);
    expect(contract.problems).toEqual([]);
    const names = contract.operations.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['licence.find', 'licence.findBy.serial', 'licence.list', 'shops.find', 'shops.list', 'request.find']));
    expect(contract.operations.every(({ effect, problems }) => effect === 'read' && problems.length === 0)).toBe(true);
    const list = contract.operations.find(({ name }) => name === 'licence.list');
    expect(list?.input).toMatchObject({
      properties: {
        where: { dependentRequired: { status: ['district'] } },
        order: { enum: ['district', 'key', 'owner', 'serial', 'status'] },
      },
    });
    expect(list?.output).toMatchObject({
      properties: { rows: { items: { properties: { fee: { type: ['string', 'null'] }, serial: { type: 'string' }, number: { maxLength: 11 } } } } },
    });
  });

  test('a view without a key says what it lacks, and the others are still there', async () => {
    const { contract } = await its.open();
    const view = contract.operations.find(({ name }) => name === 'shops.list');
    expect(view?.problems).toEqual([{ kind: 'unsupported', place: 'shops', found: expect.stringContaining('keys.shops.key') as string }]);
    expect(contract.operations.find(({ name }) => name === 'licence.list')?.problems).toEqual([]);
  });

  test('a key that does not tell rows apart is found out instead of losing rows', async () => {
    const system = await its.open({ keys: { shops: { key: ['shop'] } }, pageRows: 2 });
    await its.db.admin(`INSERT INTO licence VALUES ('50142310004', 'بقالة السنابل', '1', '1', 9, NULL, 4, NULL)`);
    await expect(allPages(system, 'shops.list', {})).rejects.toMatchObject({ outcome: 'contract-violation' });
    await its.db.admin(`DELETE FROM licence WHERE serial = 4`);
  });

  test('reads give decimals and big numbers as they are, and Hijri dates as the text they are', async () => {
    const system = await its.open();
    expect((await system.call('licence.find', { number: '50142110002' })).output).toEqual({
      number: '50142110002',
      shop: 'مقهى کرک',
      owner: '1019304755',
      status: '1',
      district: 2,
      fee: '12345678901234.5678',
      serial: '9007199254740994',
      issued: '1446/13/31',
    });
    expect((await system.call('licence.findBy.serial', { serial: '9007199254740993' })).output).toMatchObject({ number: '50142010001' });
    expect((await system.call('licence.find', { number: 'none' })).output).toBeNull();
  });

  test('filters: equal, one of several, range, beginning, null; several hold together', async () => {
    const system = await its.open({ keys: { licence: { filters: ['fee', 'issued', 'shop'] } } });
    const numbers = async (where: object) =>
      ((await system.call('licence.list', { where })).output as { rows: { number: string }[] }).rows.map(({ number }) => number.slice(-1));
    expect(await numbers({ owner: '1019304755' })).toEqual(['2']);
    expect(await numbers({ serial: { in: ['9223372036854775807', '9007199254740993'] } })).toEqual(['1', '3']);
    expect(await numbers({ serial: { from: '9007199254740994' } })).toEqual(['2', '3']);
    expect(await numbers({ fee: { from: '1440', to: '12345678901234.5677' } })).toEqual(['1']);
    expect(await numbers({ fee: '12345678901234.5678' })).toEqual(['2']);
    expect(await numbers({ issued: null })).toEqual(['3']);
    expect(await numbers({ shop: { startsWith: 'مقهى' } })).toEqual(['2']);
    expect(await numbers({ shop: { startsWith: `O'Brien % _ ! \\` } })).toEqual(['3']);
    expect(await numbers({ shop: { startsWith: 'O_Brien' } })).toEqual([]);
    expect(await numbers({ district: 1, status: '1' })).toEqual(['1']);
  });

  test('injection: whatever goes in through filters, keys, order, cursor and parameters is a value and nothing else', async () => {
    const system = await its.open({
      keys: { licence: { filters: ['shop'] } },
      statements: { byShop: { sql: 'SELECT number FROM licence WHERE shop = :shop', parameters: { shop: { type: 'string' } } } },
    });
    const whole = await its.db.rows('SELECT * FROM licence ORDER BY number');
    for (const text of injections) {
      const none = (answer: { output: unknown }) => expect(answer.output, text).toEqual({ rows: [] });
      none(await system.call('byShop', { shop: text }));
      none(await system.call('licence.list', { where: { shop: text } }));
      none(await system.call('licence.list', { where: { shop: { in: [text, text] } } }));
      none(await system.call('licence.list', { where: { shop: { startsWith: text } } }));
      none(await system.call('licence.list', { where: { shop: { from: text, to: text } } }));
      expect((await system.call('licence.find', { number: text })).output).toBeNull();
      for (const bad of [
        { operation: 'licence.list', input: { order: text } },
        { operation: 'licence.list', input: { where: { [text]: 1 } } },
        { operation: 'licence.list', input: {}, cursor: text },
        { operation: 'licence.list', input: {}, cursor: Buffer.from(JSON.stringify(['+key', text, text])).toString('base64url') },
        { operation: 'licence.list', input: { where: { district: text } } },
        { operation: 'licence.findBy.serial', input: { serial: text } },
        { operation: text, input: {} },
      ])
        expect(await system.failure(bad.operation, bad.input, { cursor: bad.cursor })).toMatchObject({ outcome: 'input-invalid', reached: 'no' });
      // A well-formed cursor is a value too.
      await system.call('licence.list', {}, { cursor: Buffer.from(JSON.stringify(['+key', text])).toString('base64url') });
    }
    expect(await its.db.rows('SELECT * FROM licence ORDER BY number')).toEqual(whole);
  });

  test('hostile names of tables and columns are names and nothing else', async () => {
    const names = [`a"; DROP TABLE licence; --`, 'b`; DROP TABLE licence; --', `c'd`, 'e.f', 'رخصة المحل', 'g]; h', 'select', 'i\\'];
    for (const name of names) {
      await its.db.admin(
        `CREATE TABLE ${its.db.quote(name)} (${its.db.quote(`${name}k`)} int PRIMARY KEY, ${its.db.quote('__proto__')} varchar(9), ${its.db.quote(`x${name}`)} varchar(9))`,
      );
      await its.db.admin(`INSERT INTO ${its.db.quote(name)} VALUES (1, 'p', 'q')`);
    }
    const system = await its.open();
    const names1 = system.contract.operations.map(({ name }) => name);
    expect(new Set(names1).size).toBe(names1.length);
    for (const name of names) {
      const list = system.contract.operations.find((one) => one.name.endsWith('.list') && JSON.stringify(one.output).includes(JSON.stringify(`x${name}`)));
      const { rows } = (await system.call(list?.name ?? name, {})).output as { rows: object[] };
      expect(Object.entries(rows[0] ?? {})).toEqual([
        [`${name}k`, 1],
        ['__proto__', 'p'],
        [`x${name}`, 'q'],
      ]);
      await its.db.admin(`DROP TABLE ${its.db.quote(name)}`);
    }
    expect(await its.db.rows('SELECT number FROM licence')).toHaveLength(3);
  });

  test('paging: each row once in any order, also while rows come and go', async () => {
    await its.db.admin(`CREATE TABLE visit (year int, place int, grade int NOT NULL, PRIMARY KEY (year, place)); CREATE INDEX visit_grade ON visit (grade)`);
    const values = Array.from({ length: 60 }, (_, at) => `(${1440 + (at % 3)}, ${at}, ${at % 4})`).join(', ');
    await its.db.admin(`INSERT INTO visit VALUES ${values}`);
    const system = await its.open({ pageRows: 7 });
    const names = (rows: readonly object[]) => rows.map((row) => (row as { place: number }).place).toSorted((one, other) => one - other);
    const all = Array.from({ length: 60 }, (_, at) => at);
    for (const input of [{}, { descending: true }, { order: 'grade' }, { order: 'grade', descending: true, limit: 5 }]) {
      const rows = await allPages(system, 'visit.list', input, async (page) => {
        await its.db.admin(`INSERT INTO visit VALUES (1400, ${1000 + page}, 0), (1500, ${2000 + page}, 3)`);
        await its.db.admin(`DELETE FROM visit WHERE place = ${999 + page}`);
      });
      expect(names(rows).filter((place) => place < 1000)).toEqual(all);
      expect(new Set(names(rows)).size).toBe(rows.length);
      await its.db.admin('DELETE FROM visit WHERE place >= 1000');
    }
    const sorted = await allPages(system, 'visit.list', { order: 'grade', descending: true });
    const grades = sorted.map((row) => (row as { grade: number }).grade);
    expect(grades).toEqual(grades.toSorted((one, other) => other - one));
  });

  test('a cursor is good for its own list alone', async () => {
    const system = await its.open({ pageRows: 2 });
    const { next } = await system.call('licence.list', {});
    expect(next).toBeDefined();
    expect(await system.failure('licence.list', { descending: true }, { cursor: next })).toMatchObject({ outcome: 'input-invalid' });
    expect(await system.failure('licence.list', { order: 'owner' }, { cursor: next })).toMatchObject({ outcome: 'input-invalid' });
  });
});
