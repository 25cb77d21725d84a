import { createHash } from 'node:crypto';
import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BrowserSession } from '../process/browser-session.ts';
import { launchStandIn, type Launched } from '../process/launch.ts';

let parks: Launched;
let provider: Launched;
const secret = 'parks-secret';

beforeAll(async () => {
  parks = await launchStandIn(new URL('server.ts', import.meta.url));
  // Any OpenID provider will do here; the one of the national stand-in is a real one.
  provider = await launchStandIn(new URL('../nafath/server.ts', import.meta.url), {
    settings: {
      clientId: 'parks',
      clientSecret: secret,
      redirectUris: [`${parks.url}/callback`],
      backchannelLogoutUri: `${parks.url}/backchannel-logout`,
      autoApproveMs: 0,
    },
  });
  await fetch(`${parks.faults}portal?${new URLSearchParams({ issuer: provider.url, client_id: 'parks', client_secret: secret })}`, { method: 'POST' });
});
afterAll(() => Promise.all([parks.stop(), provider.stop()]));

async function signIn(): Promise<BrowserSession> {
  const browser = new BrowserSession();
  const page = (await browser.follow(`${parks.url}/sign-in`)).url;
  await browser.post(page, { national_number: '1010101010' });
  for (let wait = 0; wait < 50; wait++) if (((await (await browser.request(`${page}/state`)).json()) as { state: string }).state === 'approved') break;
  await browser.follow(page);
  return browser;
}

describe('new municipal system', () => {
  it('signs in at an OpenID provider and books for the person', async () => {
    const browser = await signIn();
    expect(await (await browser.request(`${parks.url}/whoami`)).json()).toMatchObject({ name_en: 'Noura Khalid Alqahtani' });
    await browser.post(`${parks.url}/book`, { facility: 'stage' });
    expect(await (await browser.request(`${parks.url}/?lang=en`)).text()).toContain('Booked by you');
  });

  it('ends its session when the provider says so over the back channel', async () => {
    const browser = await signIn();
    const end = (await browser.follow(`${provider.url}/session/end`)).response;
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(await end.text())?.[1] ?? '';
    await browser.post(`${provider.url}/session/end/confirm`, { xsrf, logout: 'yes' });
    await expect.poll(async () => (await browser.request(`${parks.url}/whoami`)).status).toBe(401);
  });

  it('refuses a logout token of another signer', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT({ events: { 'http://schemas.openid.net/event/backchannel-logout': {} }, sub: 'x' })
      .setProtectedHeader({ alg: 'ES256', kid: 'nafath-1' })
      .setIssuer(provider.url)
      .setAudience('parks')
      .setIssuedAt()
      .sign(privateKey);
    expect((await new BrowserSession().post(`${parks.url}/backchannel-logout`, { logout_token: token })).status).toBe(400);
  });

  it('serves its micro-frontend from an own origin with a manifest whose hashes are right', async () => {
    const origin = String(parks.more['microFrontend']);
    const manifest = parse(await (await fetch(`${origin}/manifest.yaml`)).text()) as { origin: string; files: Record<string, string> };
    expect(manifest.origin).toBe(origin);
    for (const [path, integrity] of Object.entries(manifest.files)) {
      const file = await fetch(`${origin}${path}`);
      expect(file.headers.get('access-control-allow-origin')).toBe('*');
      expect(
        `sha384-${createHash('sha384')
          .update(Buffer.from(await file.arrayBuffer()))
          .digest('base64')}`,
      ).toBe(integrity);
    }
  });
});
