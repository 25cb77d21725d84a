import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BrowserSession } from '../process/browser-session.ts';
import type { Launched } from '../process/launch.ts';
import { startDokuWiki } from './start.ts';

let folder: string;
let form: Launched;
let headers: Launched;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amanah-dokuwiki-'));
  [form, headers] = await Promise.all([
    startDokuWiki({ dataDir: join(folder, 'form'), signIn: 'form' }),
    startDokuWiki({ dataDir: join(folder, 'headers'), signIn: 'headers' }),
  ]);
});
afterAll(async () => {
  await Promise.all([form.stop(), headers.stop()]);
  await rm(folder, { recursive: true, force: true });
});

it('signs a person of its own user base in by its form, and nobody else', async () => {
  const browser = new BrowserSession();
  const page = `${form.url}/doku.php?id=start&do=login`;
  const fields = { id: 'start', do: 'login', sectok: '', u: 'alice.wiki' };
  expect(await (await browser.request(page)).text()).toContain('id="dw__login"');
  expect(await (await browser.post(page, { ...fields, p: 'wrong' })).text()).toContain('id="dw__login"');
  expect((await browser.post(page, { ...fields, p: 'Wiki-1448' })).status).toBe(302);
  expect(await (await browser.request(`${form.url}/doku.php?id=start`)).text()).toContain('أدلة العمل');
});

it('believes the identity header of the proxy in front of it', async () => {
  const page = `${headers.url}/doku.php?id=start`;
  expect(await (await fetch(page, { headers: { 'X-Remote-User': 'alice' } })).text()).toContain('<bdi>alice</bdi>');
  expect(await (await fetch(page)).text()).not.toContain('أدلة العمل');
});
