import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readDefinition } from './read-definition.ts';

const good = `id: permits
title: { ar: تصاريح, en: Permits }
owner: it-center
adapter: webapp
connection:
  upstream: http://127.0.0.1:8080
  host: permits
access: signed-in
`;

test('a short definition gets its defaults', () => {
  expect(readDefinition(good, 'a.yaml')).toMatchObject({
    definition: { bar: true, rewrite: ['html'], signIn: { bridge: 'none' }, limits: { answerMs: 30_000 } },
  });
});

test('a wrong field is named with its file, line, what was expected and what was found', () => {
  const [problem] = (readDefinition(good.replace('host: permits', 'host: "Not a host"'), 'a.yaml') as { problems: object[] }).problems;
  expect(problem).toMatchObject({ file: 'a.yaml', line: 7, field: 'connection.host', found: '"Not a host"' });
});

test('an unknown field is named at its own line', () => {
  expect(readDefinition(`${good}acess: public\n`, 'a.yaml')).toMatchObject({ problems: [{ line: 9, field: 'acess', expected: 'a known field' }] });
});

test('text that is no YAML is refused with its line', () => {
  expect(readDefinition('id: [', 'a.yaml')).toMatchObject({ problems: [{ file: 'a.yaml', expected: 'YAML' }] });
});

test('a stand-in is filled in but not stored, and waited for when it does not run', () => {
  const text = good.replace('http://127.0.0.1:8080', '"${standIn:old}"');
  expect(readDefinition(text, 'a.yaml', { standIn: () => 'http://127.0.0.4:1' })).toMatchObject({
    definition: { connection: { upstream: 'http://127.0.0.4:1' } },
    given: { connection: { upstream: '${standIn:old}' } },
  });
  expect(readDefinition(text, 'a.yaml')).toEqual({ waitsFor: 'old', id: 'permits', title: { ar: 'تصاريح', en: 'Permits' } });
});

test('a definition that is wrong elsewhere is refused even while its stand-in does not run', () => {
  const text = good.replace('http://127.0.0.1:8080', '"${standIn:old}"').replace('access: signed-in', 'access: somebody');
  expect(readDefinition(text, 'a.yaml')).toMatchObject({ problems: [{ line: 8, field: 'access' }] });
});

test.each(['//elsewhere.example', 'relative'])('a probe path that would leave the system is refused: %s', (path) => {
  expect(readDefinition(`${good}probe: { path: "${path}" }\n`, 'a.yaml')).toMatchObject({ problems: [{ field: 'probe.path' }] });
});

describe('a system that is called by operations', () => {
  const configs = new Map([
    ['soap', z.strictObject({ wsdl: z.url(), as: z.union([z.strictObject({ user: z.string() }), z.strictObject({ key: z.string() })]).optional() })],
  ]);
  const called = `id: shops
title: { ar: متاجر, en: Shops }
owner: it-center
adapter: soap
connection: { wsdl: "\${standIn:shops}/service.wsdl" }
operations:
  find: { from: Shops.find, title: { ar: بحث, en: Find }, effect: read }
  renew: { from: Shops.renew, title: { ar: تجديد, en: Renew }, effect: write }
`;
  const reading = { configs, standIn: () => 'http://127.0.0.9:80' };
  const problems = (text: string) => (readDefinition(text, 'a.yaml', reading) as { problems?: readonly object[] }).problems;

  test('gets its defaults, and the address of its stand-in anywhere in the connection', () => {
    expect(readDefinition(called, 'a.yaml', reading)).toMatchObject({
      definition: {
        connection: { wsdl: 'http://127.0.0.9:80/service.wsdl' },
        access: 'operations:system.manage',
        operations: { find: { deadlineMs: 15_000, cacheSeconds: 0 } },
        limits: { atOnce: 8, queued: 64, maxAnswerBytes: 10_485_760 },
        drift: { everyHours: 24 },
      },
      given: { connection: { wsdl: '${standIn:shops}/service.wsdl' } },
    });
    expect(readDefinition(called, 'a.yaml', { configs })).toMatchObject({ waitsFor: 'shops', id: 'shops' });
  });

  test.each([
    [
      'a connection that the adapter does not take',
      called.replace('wsdl:', 'wsdll:'),
      [
        { line: 5, field: 'connection.wsdl' },
        { line: 5, field: 'connection.wsdll', expected: 'a known field' },
      ],
    ],
    [
      'a value of one of several forms',
      called.replace('.wsdl" }', '.wsdl", as: { user: 7 } }'),
      [{ line: 5, field: 'connection.as.user', expected: 'string', found: '7' }],
    ],
    [
      'an adapter that is not installed',
      called.replace('adapter: soap', 'adapter: sql'),
      [{ line: 4, field: 'adapter', expected: 'an adapter that is installed (webapp, soap)' }],
    ],
    ['an adapter that nobody knows', called.replace('adapter: soap', 'adapter: corba'), [{ line: 4, field: 'adapter', found: '"corba"' }]],
    ['a name that is not in camelCase', called.replace('  find:', '  Find-it:'), [{ line: 7, field: 'operations.Find-it', expected: 'a name in camelCase' }]],
    ['a name that handles have themselves', called.replace('  find:', '  state:'), [{ line: 7, field: 'operations.state' }]],
    [
      'a mapping of a wrong form',
      called.replace('effect: read }', 'effect: read, output: { fields: [{ from: X }] } }'),
      [{ line: 7, field: 'operations.find.output.fields.0.to' }],
    ],
    [
      'a write whose answer is kept',
      called.replace('effect: write }', 'effect: write, cacheSeconds: 5 }'),
      [{ line: 8, field: 'operations.renew.cacheSeconds', expected: '0 for a write' }],
    ],
  ])('is refused by line and field for %s', (_title, text, expected) => {
    expect(problems(text)).toMatchObject(expected);
  });
});
