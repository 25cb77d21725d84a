import { errorCodes, errorDefinition } from '@amanah/errors';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureApp, parks, sessionWith } from './app-fixture.ts';

let hub: Awaited<ReturnType<typeof fixtureApp>>;
let signedIn: Awaited<ReturnType<typeof fixtureApp>>;
beforeAll(async () => {
  hub = await fixtureApp();
  signedIn = await fixtureApp(sessionWith(['good:thing.read']));
});
afterAll(async () => {
  await Promise.all([hub, signedIn].flatMap(({ app, host }) => [app.close(), host.close()]));
});
const cookie = 'amanah=abc';
const origin = 'http://localhost:3000';

describe('a plugin that fails is refused and the hub serves on', () => {
  test.each([
    ['bad-address', 'HOST_ADDRESS_TAKEN'],
    ['twice-taken', 'HOST_ADDRESS_TAKEN'],
    ['bad-locales', 'HOST_LOCALES_DIFFER'],
    ['bad-version', 'HOST_API_MISMATCH'],
    ['bad-owner', 'HOST_UNIT_UNKNOWN'],
    ['bad-permission', 'HOST_PERMISSION_UNKNOWN'],
    ['bad-system', 'HOST_SYSTEM_UNKNOWN'],
    ['bad-migration', 'HOST_MIGRATION_FAILED'],
    ['silent-migrations', 'HOST_MIGRATIONS_UNDECLARED'],
    ['throws-in-setup', 'HOST_SETUP_FAILED'],
    ['throws-in-start', 'HOST_START_FAILED'],
    ['uses-refused', 'HOST_USES_UNKNOWN'],
    ['not-a-manifest', 'HOST_MANIFEST_INVALID'],
  ])('%s: %s', async (id, code) => {
    const plugin = (await hub.host.admin.plugins()).find((one) => one.id === id);
    expect(plugin).toMatchObject({ state: 'refused', refusal: { code } });
    expect(plugin?.refusal?.detail).not.toBe('');
  });

  test('the good one runs', async () => {
    expect((await hub.host.admin.plugins()).find((one) => one.id === 'good')?.state).toBe('started');
    await request(hub.app).get('/health/ready').expect(200);
  });

  test('its page shows a card that names it, in Arabic', async () => {
    const answer = await request(hub.app).get('/throws-in-start').set('Accept', 'text/html').expect(503);
    expect(answer.text).toContain('خدمة «إضافة» متوقفة الآن');
  });

  test('its API says which plugin is not running', async () => {
    const answer = await request(hub.app).get('/api/throws-in-setup/x').expect(503);
    expect(answer.body.code).toBe('HOST_PLUGIN_REFUSED');
  });
});

describe('a plugin route', () => {
  test('gets path, query and defaults as one checked input', async () => {
    const answer = await request(hub.app).get('/api/good/echo/ab?times=2').expect(200);
    expect(answer.body).toEqual({ said: 'abab' });
    expect(answer.headers['cache-control']).toBe('public, max-age=60');
  });

  test('refuses unknown keys and names them', async () => {
    const answer = await request(hub.app).get('/api/good/echo/ab?tiems=2').expect(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'HTTP_INVALID_INPUT', fields: [{ path: 'tiems' }] });
  });

  test('a path parameter cannot be overridden by the query', async () => {
    await request(hub.app).get('/api/good/echo/ab?code=zz').expect(200, { said: 'ab' });
  });

  test('needs a sign-in, then the permission', async () => {
    await request(hub.app).get('/api/good/mine').expect(401);
    await request(signedIn.app).get('/api/good/mine').expect(200, { person: 'p1' });
    const stranger = await fixtureApp(sessionWith(['other:thing.read']));
    const answer = await request(stranger.app).get('/api/good/mine').expect(403);
    expect(answer.body.code).toBe('HTTP_PERMISSION_DENIED');
  });

  test('a change on the session cookie needs the exact origin', async () => {
    const post = () => request(signedIn.app).post('/api/good/things').set('Cookie', cookie).send({ name: 'x' });
    for (const wrong of ['http://localhost:3000.evil.sa', 'http://wiki.localhost:3000', 'null', 'https://localhost:3000']) {
      expect((await post().set('Origin', wrong)).body.code).toBe('HTTP_ORIGIN_REFUSED');
    }
    expect((await post()).body.code).toBe('HTTP_ORIGIN_REFUSED');
    await post().set('Origin', origin).expect(204);
  });

  test('a risky act needs two factors, and recently', async () => {
    const post = (app: typeof hub.app) => request(app).post('/api/good/risky').set('Origin', origin).send({});
    expect((await post(signedIn.app)).body.code).toBe('HTTP_STEP_UP_NEEDED');
    const fresh = await fixtureApp(sessionWith(['good:thing.read'], { acr: 'urn:amanah:acr:2' }));
    await post(fresh.app).expect(204);
    const old = await fixtureApp(sessionWith(['good:thing.read'], { acr: 'urn:amanah:acr:2', authTime: 1 }));
    await post(old.app).expect(403);
  });

  test('a risky act on one’s own account needs a recent sign-in of whatever strength', async () => {
    const post = (app: typeof hub.app) => request(app).post('/api/good/own-risk').set('Origin', origin).send({});
    await post(signedIn.app).expect(204);
    const old = await fixtureApp(sessionWith(['good:thing.read'], { acr: 'urn:amanah:acr:2', authTime: 1 }));
    expect((await post(old.app).expect(403)).body.code).toBe('HTTP_FRESH_SIGN_IN_NEEDED');
    expect((await post(hub.app)).status).toBe(401);
  });

  test('an inner error shows a reference number and nothing of its inside', async () => {
    const answer = await request(hub.app).get('/api/good/throws').set('X-Request-Id', 'reference-0001').expect(500);
    expect(answer.body).toMatchObject({ code: 'HTTP_INTERNAL', requestId: 'reference-0001' });
    expect(answer.text).not.toContain('secret inner detail');
  });

  test('an answer outside its own schema is an error, not a leak', async () => {
    await request(hub.app).get('/api/good/lies').expect(500);
  });

  test('says when to try again', async () => {
    const answer = await request(hub.app).get('/api/good/gone');
    expect(answer.headers['retry-after']).toBe('7');
  });

  test('unknown paths are 404 and known ones with another method 405, in the language asked', async () => {
    expect((await request(hub.app).get('/api/good/nothing?lang=en').expect(404)).body.title).toBe('Page not found');
    expect((await request(hub.app).delete('/api/good/mine').expect(405)).headers['allow']).toBe('GET');
  });

  test.each([
    ['not JSON', '{', 422],
    ['too much', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 413],
  ])('a body that is %s is refused', async (_, body, status) => {
    await request(signedIn.app).post('/api/good/things').set('Content-Type', 'application/json').send(body).expect(status);
  });
});

describe('a portal page', () => {
  test('is readable before any script runs and cannot be broken out of', async () => {
    const answer = await request(hub.app).get('/good/x').set('Accept', 'text/html').expect(200);
    expect(answer.text).toContain('<html lang="ar" dir="rtl"');
    expect(answer.text).toContain('&lt;/script&gt;&lt;b&gt;x');
    expect(answer.text).not.toContain('</script><b>');
    expect(answer.text).toContain('\\u003c/script>');
  });

  test('carries a policy whose nonce changes and allows nothing inline', async () => {
    const [first, second] = [await request(hub.app).get('/good'), await request(hub.app).get('/good')];
    const policy = first.headers['content-security-policy']!;
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toBe(second.headers['content-security-policy']);
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
    for (const script of first.text.matchAll(/<script(?![^>]*\bsrc=)(?![^>]*application\/)[^>]*>/g)) expect(script[0]).toContain(`nonce="${nonce}"`);
  });

  test('that needs a permission sends a stranger to sign in and comes back', async () => {
    const answer = await request(hub.app).get('/good/staff?a=1').expect(303);
    expect(answer.headers['location']).toBe('/auth/sign-in?rd=%2Fgood%2Fstaff%3Fa%3D1');
    await request(signedIn.app).get('/good/staff').expect(200);
  });

  test('lists only what the visitor may open', async () => {
    const paths = (text: string) =>
      (JSON.parse(/id="amanah-page">([^<]*)</.exec(text)![1]!) as { applications: { at: string }[] }).applications.map((one) => one.at);
    expect(paths((await request(hub.app).get('/good')).text)).not.toContain('/good/staff');
    expect(paths((await request(signedIn.app).get('/good')).text)).toContain('/good/staff');
  });
});

describe('the language switch', () => {
  test.each([
    ['/good?x=1', '/good?x=1'],
    ['//evil.sa', '/'],
    ['/\\evil.sa', '/'],
    ['https://evil.sa', '/'],
    ['/a\r\nb', '/'],
  ])('rd=%j goes to %s', async (rd, to) => {
    const answer = await request(hub.app).get('/language/en').query({ rd }).expect(303);
    expect(answer.headers['location']).toBe(to);
    expect(answer.headers['set-cookie']?.[0]).toContain('amanah_lang=en');
  });
});

test('the OpenAPI document holds every route with its permission or its reason for being public', async () => {
  const { body } = await request(hub.app).get('/api/openapi.json').expect(200);
  expect(body.openapi).toBe('3.1.0');
  expect(body.paths['/api/good/mine'].get['x-permission']).toBe('good:thing.read');
  expect(body.paths['/api/good/echo/{code}'].get.parameters.map((one: { name: string; in: string }) => `${one.in}:${one.name}`)).toEqual([
    'path:code',
    'query:times',
  ]);
});

test('search, sitemap, robots, security.txt, schemas and error explanations answer', async () => {
  expect((await request(hub.app).get('/api/search?q=park').expect(200)).body.hits[0].to).toBe('/good');
  expect((await request(hub.app).get('/sitemap.xml').expect(200)).text).toContain('<loc>http://localhost:3000/good/one</loc>');
  expect((await request(hub.app).get('/sitemap.xml')).text).not.toContain('/good/staff');
  for (const path of [
    '/robots.txt',
    '/.well-known/security.txt',
    '/schemas/mfe.json',
    '/schemas/system.json',
    '/errors/HTTP_NOT_FOUND',
    '/health/live',
    '/metrics',
  ])
    await request(hub.app).get(path).expect(200);
});

test('a missing asset is a 404', async () => {
  await request(hub.app).get('/assets/none.js').expect(404);
});

test('metrics are not for a proxied stranger', async () => {
  await request(hub.app).get('/metrics').set('X-Forwarded-For', '10.0.0.1').expect(404);
});

test('a draining hub is alive but not ready', async () => {
  const other = await fixtureApp();
  other.app.drain();
  await request(other.app).get('/health/ready').expect(503);
  await request(other.app).get('/health/live').expect(200);
});

test('malformed addresses never end in a server error', async () => {
  for (const path of ['/%E0%A4%A', '/api/%ff/x', '/good/%', '/assets/%00', '/assets/../../package.json', '/language/xx', '/errors/__proto__']) {
    expect((await request(hub.app).get(path)).status).toBeLessThan(500);
  }
});

test.each(errorCodes)('error %s has texts in both languages and a status', (code) => {
  const { ar, en, status } = errorDefinition(code);
  for (const text of [ar.title, ar.action, en.title, en.action]) expect(text).not.toBe('');
  expect(status).toBeGreaterThanOrEqual(400);
});

describe('a third-party micro-frontend', () => {
  test('runs in a sandboxed frame until an operator reviewed these very files', async () => {
    const { app, host, audited } = await fixtureApp();
    await host.admin.saveMicroFrontend(parks, null, 'r1');
    const before = await request(app).get('/parks').expect(200);
    expect(before.text).toContain('/micro-frontends/parks/sandbox');
    expect(before.headers['content-security-policy']).not.toContain('parks.example.sa');
    const sandbox = await request(app).get('/micro-frontends/parks/sandbox').expect(200);
    expect(sandbox.headers['content-security-policy']).toMatch(/^sandbox allow-scripts;/);

    await host.admin.reviewMicroFrontend('parks', true, sessionWith([]).actor, 'r2');
    const after = await request(app).get('/parks').expect(200);
    expect(after.headers['content-security-policy']).toContain('https://parks.example.sa/main.js');
    expect(after.text).toContain(`"https://parks.example.sa/main.js":"sha384-`);
    expect(after.text).not.toContain('/micro-frontends/parks/sandbox');

    await host.admin.saveMicroFrontend({ ...parks, files: { '/main.js': `sha384-${'b'.repeat(64)}` } }, null, 'r3');
    expect((await host.admin.microFrontends())[0]?.state).toBe('awaiting-review');
    expect(audited.map((entry) => entry.action)).toEqual(['host:micro-frontend.saved', 'host:micro-frontend.approved', 'host:micro-frontend.saved']);
  });

  test('with a wrong definition is refused with file, line, field and what was expected', async () => {
    const yaml =
      'id: parks\ntitle: { ar: ح, en: P }\norigin: https://parks.example.sa/path\nentry: /main.js\nfiles:\n  /main.js: md5-abc\nat: /parks\npermission: public\n';
    await expect(hub.host.admin.saveMicroFrontend(yaml, null, 'r')).rejects.toMatchObject({
      code: 'HOST_MICRO_FRONTEND_INVALID',
      fields: [
        { path: 'origin', message: expect.stringContaining('micro-frontend.yaml:3: an origin') },
        { path: 'files./main.js', message: expect.stringContaining('micro-frontend.yaml:6: sha384-') },
      ],
    });
  });
});
