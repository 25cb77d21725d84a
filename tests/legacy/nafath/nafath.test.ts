import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserSession } from '../process/browser-session.ts';
import { launchStandIn, type Launched } from '../process/launch.ts';

const redirectUri = 'http://localhost:3000/auth/national/callback';
let nafath: Launched;
let configuration: client.Configuration;

beforeAll(async () => {
  nafath = await launchStandIn(new URL('server.ts', import.meta.url));
  configuration = await client.discovery(new URL(nafath.url), 'amanah-hub', undefined, client.ClientSecretBasic('nafath-stand-in-secret'), {
    execute: [client.allowInsecureRequests],
  });
});
afterAll(() => nafath.stop());

async function begin() {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const start = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid profile national_id',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const browser = new BrowserSession();
  const page = (await browser.follow(start)).url;
  return { browser, page, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } };
}

const toClient = (url: URL) => url.origin === 'http://localhost:3000';

describe('stand-in for national sign-in', () => {
  it('gives the claims of the person who chose the shown number in the app', async () => {
    const { browser, page, checks } = await begin();
    await browser.post(page, { national_number: '١٠٠٠٠٠٠٠٠٨' });
    const waiting = await (await browser.request(page)).text();
    const number = /data-testid="nafath-number">(\d\d)</.exec(waiting)?.[1];
    const app = await (await fetch(`${nafath.url}/app?national_number=1000000008`)).text();
    expect(app).toContain(`value="${number}"`);
    const id = /name="id" value="([^"]+)"/.exec(app)?.[1] ?? '';
    await fetch(`${nafath.url}/app`, { method: 'POST', body: new URLSearchParams({ id, number: number ?? '', national_number: '1000000008' }) });
    const { url } = await browser.follow(page, toClient);
    const tokens = await client.authorizationCodeGrant(configuration, url, checks);
    expect(tokens.claims()).toMatchObject({ national_id: '1000000008', name_en: 'Abdullah Saad Aldosari', birthdate: '1984-03-12', nationality: 'SA' });
    expect(tokens.claims()?.sub).not.toContain('1000000008');
  });

  it('refuses when another number is chosen, and offers another try', async () => {
    const { browser, page } = await begin();
    await browser.post(page, { national_number: '2000000006' });
    await fetch(`${nafath.faults}answer?national_number=2000000006&reject`, { method: 'POST' });
    const ended = await (await browser.request(page)).text();
    expect(ended).toContain('/retry');
    await browser.post(`${page}/retry`, {});
    expect(await (await browser.request(page)).text()).toContain('name="national_number"');
  });

  it('sends access_denied back when the person cancels', async () => {
    const { browser, page } = await begin();
    const cancelled = await browser.post(`${page}/cancel`, {});
    const { url } = await browser.follow(new URL(cancelled.headers.get('location') ?? '', page), toClient);
    expect(url.searchParams.get('error')).toBe('access_denied');
  });

  it('refuses a number with a wrong check digit', async () => {
    const { browser, page } = await begin();
    const answer = await browser.post(page, { national_number: '1234567890' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('role="alert"');
  });

  it('asks for the app again at the next sign-in of the same browser', async () => {
    const { browser, page } = await begin();
    await browser.post(page, { national_number: '1000000008' });
    await fetch(`${nafath.faults}answer?national_number=1000000008`, { method: 'POST' });
    await browser.follow(page, toClient);
    const again = await browser.follow(client.buildAuthorizationUrl(configuration, { redirect_uri: redirectUri, scope: 'openid' }));
    expect(await again.response.text()).toContain('name="national_number"');
  });
});
