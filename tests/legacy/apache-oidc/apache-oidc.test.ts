import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BrowserSession } from '../process/browser-session.ts';
import { launchStandIn, type Launched } from '../process/launch.ts';
import { startApacheOidc } from './start.ts';

let folder: string;
let provider: Launched;
let apache: Launched;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'amanah-apache-oidc-'));
  apache = await startApacheOidc({
    dataDir: folder,
    register: async ({ redirectUri, backchannelLogoutUri }) => {
      const client = { clientId: 'apache', clientSecret: 'apache-secret' };
      provider = await launchStandIn(new URL('../nafath/server.ts', import.meta.url), {
        settings: { ...client, redirectUris: [redirectUri], backchannelLogoutUri, autoApproveMs: 0 },
      });
      return { issuer: provider.url, ...client };
    },
  });
});
afterAll(async () => {
  await Promise.all([apache.stop(), provider.stop()]);
  await rm(folder, { recursive: true, force: true });
});

it('signs in at an OpenID provider and closes its session when that says so over the back channel', async () => {
  const browser = new BrowserSession();
  const page = (await browser.follow(`${apache.url}/protected/claims.php`)).url;
  expect(page.origin).toBe(provider.url);
  await browser.post(page, { national_number: '1010101010' });
  await expect.poll(async () => ((await (await browser.request(`${page}/state`)).json()) as { state: string }).state).toBe('approved');
  const { response } = await browser.follow(page);
  expect(await response.json()).toMatchObject({ name_en: 'Noura Khalid Alqahtani' });

  const end = (await browser.follow(`${provider.url}/session/end`)).response;
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(await end.text())?.[1] ?? '';
  await browser.post(`${provider.url}/session/end/confirm`, { xsrf, logout: 'yes' });
  await expect.poll(async () => (await browser.request(`${apache.url}/protected/claims.php`)).status).toBe(302);
});
