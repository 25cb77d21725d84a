import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFileSet, readSystemFiles } from './system-files.ts';

const permits = `id: permits
title: { ar: تصاريح, en: Permits }
owner: it-center
adapter: webapp
connection: { upstream: "http://127.0.0.1:8080", host: permits }
access: signed-in
`;

test('an entry that cannot be read is a problem of its own; the other systems run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'system-files-'));
  try {
    writeFileSync(join(folder, 'permits.yaml'), permits);
    mkdirSync(join(folder, 'unreadable.yaml'));
    const set = readFileSet(readSystemFiles([folder]), new Map(), () => undefined);
    expect([...set.definitions.values()].map(({ id }) => id)).toEqual(['permits']);
    expect(set.problems).toMatchObject([{ file: join(folder, 'unreadable.yaml'), expected: 'a readable file' }]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file that becomes unreadable keeps the definition that runs', () => {
  const first = readFileSet([{ path: 'a.yaml', text: permits }], new Map(), () => undefined);
  const lost = readFileSet([{ path: 'a.yaml', text: null }], first.definitions, () => undefined);
  expect(lost.definitions.get('a.yaml')?.id).toBe('permits');
});
