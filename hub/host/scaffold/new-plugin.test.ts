import { mkdtemp, rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import request from 'supertest';
import { afterAll, expect, test } from 'vitest';
import { fixtureApp } from '../../http/app-fixture.ts';
import { newPlugin } from './new-plugin.ts';

// Inside the work tree, so that the plugin finds the kit's packages as a real one does.
const folder = await mkdtemp(new URL('../fixtures/.new-', import.meta.url).pathname);
const url = pathToFileURL(`${folder}/`);
afterAll(() => rm(folder, { recursive: true }));

test('a new plugin is checked, set up and in the portal without touching hub or shell', async () => {
  const files = await newPlugin(url, { id: 'park-notes', owner: 'root' });
  expect(files).toEqual(
    expect.arrayContaining([
      'README.md',
      'locales/ar.json',
      'manifest.ts',
      'migrations/0001-note.sql',
      'server/index.ts',
      'server/note.test.ts',
      'ui/index.tsx',
    ]),
  );
  const hub = await fixtureApp(null, { plugins: { folder: url, disabled: [], trusted: [] } }, { migrates: true });
  expect((await hub.host.admin.plugins())[0]).toMatchObject({ id: 'park-notes', state: 'started', refusal: null, routes: 2, jobs: ['forget-old-notes'] });
  const page = await request(hub.app).get('/park-notes').set('Accept', 'text/html').expect(200);
  expect(page.text).toContain('Park notes');
  await request(hub.app).get('/api/park-notes/notes').expect(200, { notes: [] });
});

test('an id that is taken or malformed is refused', async () => {
  await expect(newPlugin(url, { id: 'park-notes', owner: 'root' })).rejects.toThrow('already a folder');
  await expect(newPlugin(url, { id: '../x', owner: 'root' })).rejects.toThrow('lower-case');
});
