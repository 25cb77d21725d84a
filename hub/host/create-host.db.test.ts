import { mkdtemp, rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtureApp, parks, sessionWith } from '../http/app-fixture.ts';
import { openTestStore } from '../store/store-fixture.ts';
import { newPlugin } from './scaffold/new-plugin.ts';

let opened: Awaited<ReturnType<typeof openTestStore>>;
let folder: string;
beforeAll(async () => {
  opened = await openTestStore();
  folder = await mkdtemp(new URL('./fixtures/.new-', import.meta.url).pathname);
});
afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

test('a new plugin keeps its notes in its own schema, tells no stranger to write, and its job forgets old ones', async () => {
  const plugins = pathToFileURL(`${folder}/`);
  await newPlugin(plugins, { id: 'park-notes', owner: 'root' });
  const config = { plugins: { folder: plugins, disabled: [], trusted: [] } };
  const staff = await fixtureApp(sessionWith(['park-notes:note.write']), config, { store: opened.store });
  await request(staff.app).post('/api/park-notes/notes').set('Origin', 'http://localhost:3000').send({ text: 'شجرة جديدة' }).expect(204);
  const stranger = await fixtureApp(null, config, { store: opened.store });
  await request(stranger.app).post('/api/park-notes/notes').send({ text: 'x' }).expect(401);
  const { body } = await request(stranger.app).get('/api/park-notes/notes').expect(200);
  expect(body.notes).toEqual([{ id: '1', text: 'شجرة جديدة' }]);
  // Its job forgets what is older than a year, and nothing else.
  await opened.database.query(
    `INSERT INTO plugin_park_notes.note (text, created_at) VALUES ('old', now() - interval '366 days'), ('not so old', now() - interval '360 days')`,
  );
  const forget = staff.jobs.find(({ name }) => name === 'forget-old-notes');
  await forget?.run({} as never, { actor: null, language: 'ar', signal: AbortSignal.timeout(10_000), requestId: 'job' });
  const { body: after } = await request(stranger.app).get('/api/park-notes/notes').expect(200);
  expect(after.notes.map((note: { text: string }) => note.text)).toEqual(['شجرة جديدة', 'not so old']);
  await Promise.all([staff, stranger].flatMap(({ app, host }) => [app.close(), host.close()]));
});

test('a migration that fails refuses its plugin and leaves the others running', async () => {
  const hub = await fixtureApp(null, {}, { store: opened.store });
  const plugins = await hub.host.admin.plugins();
  expect(plugins.find((plugin) => plugin.id === 'bad-migration')).toMatchObject({ state: 'refused', refusal: { code: expect.stringMatching(/MIGRATION/) } });
  await request(hub.app).get('/api/good/echo/ab').expect(200);
  await Promise.all([hub.app.close(), hub.host.close()]);
});

test('a micro-frontend registered at one replica is known to the other; a changed file takes the review back', async () => {
  const [one, two] = [await fixtureApp(null, {}, { store: opened.store }), await fixtureApp(null, {}, { store: opened.store })];
  await one.host.admin.saveMicroFrontend(parks, null, 'r1');
  await expect.poll(() => two.host.microFrontend('parks')?.reviewed).toBe(false);
  await two.host.admin.reviewMicroFrontend('parks', true, sessionWith([]).actor, 'r2');
  await expect.poll(() => one.host.microFrontend('parks')?.reviewed).toBe(true);
  await one.host.admin.saveMicroFrontend(parks, null, 'r3');
  expect(one.host.microFrontend('parks')?.reviewed).toBe(true);
  await one.host.admin.saveMicroFrontend({ ...parks, at: '/gardens' }, null, 'r4');
  expect(one.host.microFrontend('parks')?.reviewed).toBe(false);
  await one.host.admin.removeMicroFrontend('parks', null, 'r5');
  await expect.poll(() => two.host.microFrontend('parks')).toBeUndefined();
  await expect(one.host.admin.removeMicroFrontend('parks', null, 'r6')).rejects.toMatchObject({ code: 'HOST_MICRO_FRONTEND_UNKNOWN' });
  await Promise.all([one, two].flatMap(({ app, host }) => [app.close(), host.close()]));
});

test('a message to a person crosses replicas', async () => {
  const notes: string[] = [];
  const stop = await opened.store.listen('hub_stream', (payload) => notes.push(payload));
  const { streamNotes } = await import('./stream-note.ts');
  for (const note of streamNotes(['p1'], { type: 'bell', data: 'x'.repeat(20_000) })) await opened.store.notify('hub_stream', note);
  await expect.poll(() => notes.map((note) => (JSON.parse(note) as { message: unknown }).message)).toEqual([{ type: 'bell', data: null }]);
  await stop();
});
