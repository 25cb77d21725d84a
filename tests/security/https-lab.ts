import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CookieJar, createTestHub, freePort, startTestNginx, type TestHub, type TestNginx } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import { expect, vi } from 'vitest';
import { openBrowser } from '../e2e/pages/browser.ts';

/** A portal on https behind nginx, and beside it `games`: a connected system on a sibling host that has gone bad. */
export interface HttpsLab {
  readonly hub: TestHub;
  readonly nginx: TestNginx;
  readonly portal: string;
  readonly games: string;
  /** Pages of the bad system by path; headers as it sends them. */
  readonly hostile: Map<string, { readonly html: string; readonly headers?: Readonly<Record<string, string | string[]>> }>;
  visitor(): CookieJar;
  signIn(): Promise<CookieJar>;
  /** Chromium that finds `*.amanah.test` here and trusts this one certificate. */
  browser(): Promise<Browser>;
  stop(): Promise<void>;
}

export async function startHttpsLab(): Promise<HttpsLab> {
  const hostile: HttpsLab['hostile'] = new Map();
  const games: Server = createServer((request, response) => {
    const page = hostile.get(new URL(request.url ?? '/', 'http://games').pathname);
    for (const [name, value] of Object.entries(page?.headers ?? {})) response.setHeader(name, value);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.statusCode = page ? 200 : 404;
    response.end(page?.html ?? 'games');
  }).listen(0, '127.0.0.1');
  await once(games, 'listening');
  const port = await freePort();
  const portal = `https://portal.amanah.test:${port}`;
  const hub = await createTestHub({
    readyMs: 120_000,
    env: { PUBLIC_URL: portal, AMANAH_GATEWAY_DOMAIN: 'amanah.test', AMANAH_TRUST_PROXY: '127.0.0.1' },
  });
  const nginx = await startTestNginx({ upstreams: [hub.port], hosts: ['portal.amanah.test', '*.amanah.test'], port });
  const file = join(hub.dataDir, 'games.yaml');
  const upstream = `http://127.0.0.1:${(games.address() as AddressInfo).port}`;
  writeFileSync(
    file,
    `id: games\ntitle: { ar: ألعاب, en: Games }\nowner: etransactions\nadapter: webapp\nconnection: { upstream: "${upstream}", host: games }\naccess: public\nsignIn: { bridge: none }\nbar: false\n`,
  );
  const added = await hub.cli('system', 'add', file, '--json');
  expect(added.code, added.stdout + added.stderr).toBe(0);
  const origin = `https://games.amanah.test:${port}`;
  await vi.waitFor(async () => expect(await (await new CookieJar(origin, nginx.dispatcher).fetch('/')).text()).toBe('games'), {
    timeout: 20_000,
    interval: 200,
  });

  const visitor = () => new CookieJar(portal, nginx.dispatcher);
  return {
    hub,
    nginx,
    portal,
    games: origin,
    hostile,
    visitor,
    async signIn() {
      const jar = visitor();
      await jar.signIn('alice', 'alice-password');
      return jar;
    },
    browser: () =>
      openBrowser({
        args: ['--host-resolver-rules=MAP *.amanah.test 127.0.0.1', `--ignore-certificate-errors-spki-list=${nginx.certificate.spki}`],
      }),
    async stop() {
      await nginx.stop();
      await hub.remove();
      games.closeAllConnections();
      games.close();
    },
  };
}
