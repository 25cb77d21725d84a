import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSystemFiles, standInAddresses } from './system-files.ts';
import { readSystemSet, type RunningSystem, type SetSurroundings } from './system-set.ts';

const permits = `id: permits
title: { ar: تصاريح, en: Permits }
owner: it-center
adapter: webapp
connection: { upstream: "http://127.0.0.1:8080", host: permits }
access: signed-in
`;
const around: SetSurroundings = {
  hub: { gatewayDomain: 'city.example', publicUrl: new URL('https://services.city.example') },
  standIn: () => undefined,
  configs: new Map(),
  readCa: (path) => (path === 'ca.pem' ? 'PEM' : null),
};
const none = new Map<string, RunningSystem>();
const row = (id: string, host = id) => ({
  id,
  definition: { id, title: { ar: 'س', en: 'S' }, owner: 'it', adapter: 'webapp', connection: { upstream: 'http://127.0.0.1:1', host }, access: 'public' },
});
const read = (files: Record<string, string | null>, rows: { id: string; definition: object }[] = [], before: ReadonlyMap<string, RunningSystem> = none) =>
  readSystemSet({ rows, files: Object.entries(files).map(([path, text]) => ({ path, text })) }, before, around);

test('an entry that cannot be read is a problem of its own; the other systems run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'system-files-'));
  try {
    writeFileSync(join(folder, 'permits.yaml'), permits);
    mkdirSync(join(folder, 'unreadable.yaml'));
    const set = readSystemSet({ rows: [], files: readSystemFiles([folder, join(folder, 'missing')]) }, none, around);
    expect([...set.running.keys()]).toEqual(['permits']);
    expect(set.problems).toMatchObject([{ file: join(folder, 'unreadable.yaml'), expected: 'a readable file' }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the running set stays as it was when', () => {
  const before = read({ 'a.yaml': permits }).running;
  test.each([
    ['a file becomes wrong', { 'a.yaml': 'id: 1' }],
    ['a file becomes unreadable', { 'a.yaml': null }],
    ['a file loses its closing brace', { 'a.yaml': permits.replace('host: permits }', 'host: permits') }],
  ])('%s', (_title, files) => {
    const set = read(files, [], before);
    expect(set.running.get('permits')?.definition.connection).toMatchObject({ upstream: 'http://127.0.0.1:8080' });
    expect(set.problems.length).toBeGreaterThan(0);
  });

  test('a file takes the id or host of a row: the row was there first', () => {
    const set = read({ 'a.yaml': permits }, [row('permits', 'elsewhere'), row('other', 'permits')]);
    expect([...set.running.values()].map(({ source }) => source)).toEqual(['operations', 'operations']);
    expect(set.problems).toMatchObject([{ file: 'a.yaml', field: 'id', found: 'permits', expected: 'a name that operations does not use' }]);
  });

  test('a second file takes the host of the first', () => {
    const set = read({ 'a.yaml': permits, 'b.yaml': permits.replace('id: permits', 'id: other') });
    expect([...set.running.keys()]).toEqual(['permits']);
    expect(set.problems).toMatchObject([{ file: 'b.yaml', field: 'connection.host', expected: 'a name that a.yaml does not use' }]);
  });
});

test.each(['services', 'www', 'portal', 'login'])('no system may have the host "%s", which is or looks like the portal', (host) => {
  const set = read({ 'a.yaml': permits.replace('host: permits', `host: ${host}`) });
  expect(set.running.size).toBe(0);
  expect(set.problems).toMatchObject([{ field: 'connection.host', expected: 'a name that the portal does not use' }]);
});

test('a certification authority that cannot be read is named; one that can is kept with the system', () => {
  const withCa = (file: string) => permits.replace('host: permits', `host: permits, caFile: ${file}`);
  expect(read({ 'a.yaml': withCa('gone.pem') }).problems).toMatchObject([{ field: 'connection.caFile', found: 'gone.pem' }]);
  expect(read({ 'a.yaml': withCa('ca.pem') }).running.get('permits')?.ca).toBe('PEM');
});

test('a system whose stand-in does not run is hidden and says what it waits for; the others run', () => {
  const set = read({ 'a.yaml': permits.replace('http://127.0.0.1:8080', '${standIn:wiki}'), 'b.yaml': permits.replaceAll('permits', 'other') });
  expect([...set.running.keys()]).toEqual(['other']);
  expect(set).toMatchObject({ problems: [], waiting: [{ id: 'permits', waitsFor: 'wiki', from: 'a.yaml' }] });
});

test('a half written list of stand-ins names none instead of ending the hub', () => {
  expect(standInAddresses('{ "wiki": { "url"')('wiki')).toBeUndefined();
});
