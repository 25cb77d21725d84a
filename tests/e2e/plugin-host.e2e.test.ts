import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestHub } from '@amanah/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout, type Workplace } from './pages/workplace.ts';

let place: Workplace;
let hub: TestHub;

/** A new plugin with one of its files changed. */
async function plugin(id: string, file = '', change: (text: string) => string = (text) => text): Promise<void> {
  const { code, output } = await place.run('hub/cli/amanah.ts', 'plugin', 'new', id);
  if (code !== 0) throw new Error(output);
  if (!file) return;
  const path = join(place.folder, 'plugins', id, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const setup = (statement: string) => (text: string) => text.replace('setup(ctx) {', `setup(ctx) {\n    ${statement}`);

beforeAll(async () => {
  place = copyCheckout();
  await plugin('healthy');
  await plugin('no-manifest', 'manifest.ts', () => 'export default {');
  await plugin('wrong-texts', 'locales/en.json', (text) => text.replace('"empty"', '"vacant"'));
  await plugin('no-migration', 'migrations/0001-note.sql', () => 'CREATE TABLE note (id bigint,');
  await plugin('no-load', 'server/index.ts', (text) => `throw new Error('broken module');\n${text}`);
  await plugin('no-setup', 'server/index.ts', setup(`throw new Error('broken setup');`));
  await plugin('no-start', 'server/index.ts', (text) =>
    text.replace('setup(ctx) {', `async start() {\n    throw new Error('broken start');\n  },\n  setup(ctx) {`),
  );
  await plugin(
    'holds-the-loop',
    'server/index.ts',
    setup(
      `ctx.route({ method: 'get', path: '/spin', access: { public: 'test' }, input: z.object({}), output: z.object({}), summary: 'Spins', handle: async () => { const until = Date.now() + 1_500; while (Date.now() < until); return {}; } });`,
    ),
  );
  await place.build();
  hub = await place.startHub();
}, 240_000);
afterAll(async () => {
  await hub?.remove();
  place?.remove();
});

describe('a plugin that fails is refused by name, and the hub and every other plugin go on', () => {
  test.each([
    ['no-manifest', 'HOST_LOAD_FAILED'],
    ['wrong-texts', 'HOST_LOCALES_DIFFER'],
    ['no-migration', 'STORE_MIGRATION_FAILED'],
    ['no-load', 'HOST_LOAD_FAILED'],
    ['no-setup', 'HOST_SETUP_FAILED'],
    ['no-start', 'HOST_START_FAILED'],
  ])('%s: %s', async (id, code) => {
    // By its title, or by its id when that cannot be read.
    const name = new RegExp(id.replaceAll('-', '[- ]'), 'i');
    const api = await fetch(`${hub.url}/api/${id}/notes`);
    expect(api.status).toBe(503);
    expect(await api.json()).toMatchObject({ code: 'HOST_PLUGIN_REFUSED', title: expect.stringMatching(name) });
    const page = await fetch(`${hub.url}/${id}`, { headers: { accept: 'text/html', 'accept-language': 'ar' } });
    expect(page.status).toBe(503);
    expect(await page.text()).toMatch(name);
    const refused = hub
      .log()
      .split('\n')
      .find((line) => line.includes('plugin refused') && line.includes(`"plugin":"${id}"`));
    expect(JSON.parse(refused ?? '{}')).toMatchObject({ plugin: id, code });
  });

  test('the others answer, and the hub says it is ready', async () => {
    expect(await (await fetch(`${hub.url}/api/healthy/notes`)).json()).toEqual({ notes: [] });
    expect((await fetch(`${hub.url}/services`)).status).toBe(200);
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
  });

  test('corrected, it runs after the next start; removed, nothing of it is left', async () => {
    const path = join(place.folder, 'plugins', 'no-migration', 'migrations', '0001-note.sql');
    writeFileSync(path, readFileSync(join(place.folder, 'plugins', 'healthy', 'migrations', '0001-note.sql')));
    rmSync(join(place.folder, 'plugins', 'healthy'), { recursive: true });
    const { dataDir, port } = hub;
    await hub.stop();
    // As npm start does.
    await place.build();
    hub = await place.startHub({ dataDir, port });
    expect(await (await fetch(`${hub.url}/api/no-migration/notes`)).json()).toEqual({ notes: [] });
    for (const gone of ['/api/healthy/notes', '/healthy']) expect((await fetch(hub.url + gone)).status, gone).toBe(404);
    const home = await (await fetch(`${hub.url}/`)).text();
    expect(home).not.toContain('/healthy');
    expect(home).toContain('/no-migration');
  });
});

test('a plugin that holds the event loop is named in the log with function, file and line', async () => {
  await fetch(`${hub.url}/api/holds-the-loop/spin`);
  await expect.poll(() => hub.log(), { timeout: 10_000 }).toContain('plugin \\"holds-the-loop\\" blocked the event loop');
  const line = hub
    .log()
    .split('\n')
    .find((one) => one.includes('blocked the event loop') && one.includes('holds-the-loop'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ plugin: 'holds-the-loop', at: expect.stringContaining('plugins/holds-the-loop/server/index.ts') });
});
