import { expect, test } from 'vitest';
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
