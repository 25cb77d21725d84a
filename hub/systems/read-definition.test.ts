import { expect, test } from 'vitest';
import { readDefinition, systemJsonSchema } from './read-definition.ts';
import { readFileSet } from './system-files.ts';

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

test('a stand-in is filled in, and waited for when it does not run', () => {
  const text = good.replace('http://127.0.0.1:8080', '"${standIn:old}"');
  expect(readDefinition(text, 'a.yaml', () => 'http://127.0.0.4:1')).toMatchObject({ definition: { connection: { upstream: 'http://127.0.0.4:1' } } });
  expect(readDefinition(text, 'a.yaml')).toEqual({ waitsFor: 'old' });
});

test('a file that becomes wrong keeps its running definition; a host of another system is refused', () => {
  const none = () => undefined;
  const first = readFileSet([{ path: 'a.yaml', text: good }], new Map(), none);
  const wrong = readFileSet([{ path: 'a.yaml', text: 'id: 1' }], first.definitions, none);
  expect(wrong.definitions.get('a.yaml')?.id).toBe('permits');
  expect(wrong.problems.length).toBeGreaterThan(0);
  const clash = readFileSet(
    [
      { path: 'a.yaml', text: good },
      { path: 'b.yaml', text: good.replace('id: permits', 'id: other') },
    ],
    new Map(),
    none,
  );
  expect(clash.problems).toMatchObject([{ file: 'b.yaml', field: 'connection.host' }]);
});

test('the JSON Schema of a system describes its fields', () => {
  expect(systemJsonSchema()).toMatchObject({ type: 'object', properties: { id: {}, connection: {} } });
});
