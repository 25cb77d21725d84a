import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHttpsLab, type HttpsLab } from './https-lab.ts';

let lab: HttpsLab;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  lab = await startHttpsLab();
  browser = await lab.browser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await lab?.stop();
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

async function signInAsAlice(): Promise<void> {
  await page.goto(`${lab.portal}/auth/sign-in/staff`);
  await page.fill('input[name=username]', 'alice');
  await page.fill('input[name=password]', 'alice-password');
  await Promise.all([
    page.waitForURL((url) => !url.pathname.startsWith('/auth/sign-in')),
    page.locator('form:has(input[name=password]) button[type=submit], form:has(input[name=password]) button:not([type])').first().click(),
  ]);
}

/** What forward authentication says of this browser, asked by the portal's own page. */
const signedIn = async () => {
  await page.goto(`${lab.portal}/robots.txt`);
  return page.evaluate(async () => (await fetch('/auth/check')).status);
};

describe('cookies', () => {
  test('of the session carry __Host-, are Secure, HttpOnly, Lax, for this host and the whole of it; no cookie of the portal goes over http', async () => {
    await signInAsAlice();
    const cookies = await context.cookies(lab.portal);
    expect(cookies.find(({ name }) => name === '__Host-amanah')).toMatchObject({
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      domain: 'portal.amanah.test',
    });
    expect(cookies.filter(({ secure }) => !secure)).toEqual([]);
    expect(cookies.filter(({ domain }) => domain.startsWith('.'))).toEqual([]);
    expect(await context.cookies(lab.games)).toEqual([]);
  });

  test('planted by a sibling host neither end nor replace the session of who is signed in', async () => {
    await signInAsAlice();
    lab.hostile.set('/plant', {
      html: `<script>
        for (const name of ['amanah', '__Host-amanah', '__Secure-amanah', '__Host-amanah-sign-in', 'amanah-sign-in'])
          document.cookie = name + '=planted; domain=amanah.test; path=/; secure';
      </script>`,
      headers: { 'Set-Cookie': ['__Host-amanah=planted; Domain=amanah.test; Path=/; Secure', 'amanah=planted; Domain=amanah.test; Path=/; Secure'] },
    });
    await page.goto(`${lab.games}/plant`);
    expect(await signedIn()).toBe(204);
    await page.goto(`${lab.portal}/account`);
    expect(await page.locator('body').textContent()).not.toMatch(/planted/);
  });

  test('planted by a sibling host do not sign a visitor in as the attacker', async () => {
    const attacker = (await lab.signIn()).cookie;
    const token = /__Host-amanah=([^;]+)/.exec(attacker)?.[1] ?? '';
    expect(token).not.toBe('');
    lab.hostile.set('/fix', {
      html: `<script>
        for (const name of ['amanah', '__Host-amanah'])
          for (const path of ['/', '/auth', '/api', '/account']) document.cookie = name + '=${token}; domain=amanah.test; path=' + path + '; secure';
      </script>`,
    });
    await page.goto(`${lab.games}/fix`);
    expect(await signedIn()).toBe(401);
  });

  test('a session from before a sign-in is not the one after it', async () => {
    await signInAsAlice();
    const before = (await context.cookies(lab.portal)).find(({ name }) => name === '__Host-amanah')?.value;
    await signInAsAlice();
    const after = (await context.cookies(lab.portal)).find(({ name }) => name === '__Host-amanah')?.value;
    expect(after).not.toBe(before);
    const old = await lab.visitor().fetch('/auth/check', { headers: { cookie: `__Host-amanah=${before}` } });
    expect(old.status).toBe(401);
  });
});

describe('a page of a sibling host', () => {
  test('cannot sign a person out by a form that sends itself', async () => {
    await signInAsAlice();
    lab.hostile.set('/sign-out', {
      html: `<form method="post" action="${lab.portal}/auth/sign-out-everywhere"></form><script>document.forms[0].submit()</script>`,
    });
    // The page left behind may still be answered (its event stream, its pictures): only the forged form's own answer counts.
    const answer = page.waitForResponse(`${lab.portal}/auth/sign-out-everywhere`);
    await page.goto(`${lab.games}/sign-out`);
    expect((await answer).status()).toBe(403);
    expect((await (await answer).request().allHeaders())['cookie']).toContain('__Host-amanah=');
    expect(await signedIn()).toBe(204);
  });

  test('cannot sign a visitor in as somebody else', async () => {
    lab.hostile.set('/sign-in', {
      html: `<form method="post" action="${lab.portal}/auth/sign-in/staff"><input name="username" value="alice"><input name="password" value="alice-password"></form><script>document.forms[0].submit()</script>`,
    });
    const answer = page.waitForResponse((response) => response.url().startsWith(lab.portal));
    await page.goto(`${lab.games}/sign-in`);
    expect((await answer).status()).toBe(403);
    expect(await signedIn()).toBe(401);
  });

  test('cannot read what the portal answers, nor change anything by a script', async () => {
    await signInAsAlice();
    lab.hostile.set('/script', { html: 'games' });
    await page.goto(`${lab.games}/script`);
    const tried = await page.evaluate(async (portal) => {
      const outcome = async (path: string, init: RequestInit) =>
        fetch(`${portal}${path}`, { credentials: 'include', ...init }).then(
          (answer) => `${answer.type} ${answer.status}`,
          () => 'refused',
        );
      return [
        await outcome('/api/openapi.json', {}),
        await outcome('/auth/check', {}),
        await outcome('/auth/sign-out', { method: 'POST' }),
        await outcome('/auth/sign-out', { method: 'POST', mode: 'no-cors' }),
      ];
    }, lab.portal);
    expect(tried.slice(0, 3)).toEqual(['refused', 'refused', 'refused']);
    expect(await signedIn()).toBe(204);
  });

  test.each(['/', '/services', '/auth/sign-in', '/auth/sign-in/staff', '/auth/sign-out', '/account'])('cannot show %s in a frame', async (path) => {
    await signInAsAlice();
    lab.hostile.set('/frame', { html: `<iframe src="${lab.portal}${path}" width="800" height="600"></iframe>` });
    await page.goto(`${lab.games}/frame`, { waitUntil: 'load' });
    await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  });

  test('gets no handle on the portal that it opened in a window', async () => {
    lab.hostile.set('/open', { html: `<a id="open" target="_blank" rel="opener" href="${lab.portal}/">open</a>` });
    await page.goto(`${lab.games}/open`);
    const [opened] = await Promise.all([context.waitForEvent('page'), page.click('#open')]);
    await opened.waitForLoadState();
    expect(await opened.evaluate(() => window.opener === null)).toBe(true);
  });
});

test('no page of the portal breaks its own content security policy', async () => {
  const violations: string[] = [];
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`)),
  );
  page.on('console', (message) => message.text().startsWith('CSP ') && violations.push(`${page.url()} ${message.text()}`));
  page.on('pageerror', (error) => violations.push(`${page.url()} ${error.message}`));
  await signInAsAlice();
  for (const path of ['/', '/services', '/services/SRV-001', '/systems', '/account', '/reading-settings', '/no-such-page', '/auth/sign-in', '/auth/sign-out']) {
    await page.goto(lab.portal + path, { waitUntil: 'load' });
    await page.waitForTimeout(300);
  }
  expect(violations).toEqual([]);
});
