import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildAll } from '../../scripts/build/build.ts';
import { openBrowser } from './pages/browser.ts';

const works = `export const page = { bootstrap: async () => {}, mount: async ({ domElement }) => { domElement.textContent = 'working page'; }, unmount: async ({ domElement }) => { domElement.textContent = ''; } };`;

/** Every way in which a micro-frontend breaks, as the module it ships; `null` is a file that is not there. */
const modules: Record<string, string | null> = {
  works,
  throws: `throw new Error('broken at load');`,
  missing: null,
  mount: `export const page = { mount: async () => { throw new Error('broken at render'); }, unmount: async () => {} };`,
  hangs: `export const page = { mount: () => new Promise(() => {}), unmount: () => new Promise(() => {}) };`,
  empty: `export const other = 1;`,
  integrity: works,
  styles: works,
  later: `import { page as make } from '@amanah/ui'; import { createElement, useEffect, useState } from 'react';
const View = () => { const [late, setLate] = useState(false); useEffect(() => { const timer = setTimeout(() => setLate(true), 200); return () => clearTimeout(timer); }, []); if (late) throw new Error('broken later'); return createElement('p', null, 'still fine'); };
export const page = make(View);`,
};

let server: Server;
let browser: Browser;
let origin: string;

beforeAll(async () => {
  await buildAll();
  const manifest = JSON.parse(await readFile(new URL('../../dist/manifest.json', import.meta.url), 'utf8'));
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const name = /^\/modules\/(\w+)\.js$/.exec(path)?.[1];
    if (path.startsWith('/assets/')) {
      const file = await readFile(new URL(`../../dist${path}`, import.meta.url)).catch(() => null);
      response.writeHead(file ? 200 : 404, {
        'content-type': path.endsWith('.css') ? 'text/css' : path.endsWith('.svg') ? 'image/svg+xml' : 'text/javascript',
      });
      return void response.end(file);
    }
    if (name !== undefined || path === '/missing.css') {
      const source = name ? modules[name] : null;
      response.writeHead(source ? 200 : 404, { 'content-type': 'text/javascript' });
      return void response.end(source);
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(documentOf(manifest));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

function documentOf({ importMap, entries }: { importMap: { imports: object; integrity: object }; entries: Record<string, { js: string }> }): string {
  const names = Object.keys(modules);
  const map = {
    imports: { ...importMap.imports, ...Object.fromEntries(names.map((name) => [`plugin/${name}`, `/modules/${name}.js`])) },
    integrity: { ...importMap.integrity, '/modules/integrity.js': `sha384-${createHash('sha384').update('another file').digest('base64')}` },
  };
  const data = {
    language: 'en',
    requestId: 'request-1',
    session: null,
    slots: [],
    ahead: [],
    applications: names.map((name) => ({
      id: `${name}/page`,
      at: `/${name}`,
      module: `plugin/${name}`,
      export: 'page',
      css: name === 'styles' ? ['/missing.css'] : [],
      title: `Title of ${name}`,
    })),
  };
  return `<!doctype html><html lang="en" dir="ltr"><head><title>t</title><script type="importmap">${JSON.stringify(map)}</script><script type="application/json" id="amanah-page">${JSON.stringify(data)}</script><script type="module" src="${entries['shell']!.js}"></script></head>
<body><header><a href="/works">to the working page</a></header><main><h1>Heading by the hub</h1><div id="am-application"></div></main></body></html>`;
}

async function visit(path: string, check: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    await page.goto(origin + path);
    await check(page);
  } finally {
    await context.close();
  }
}

async function namedCardThenWorkingPage(page: Page, name: string, card: string): Promise<void> {
  await page.waitForSelector(card);
  expect(await page.textContent('#am-application')).toContain(`Title of ${name}`);
  expect(await page.textContent('h1')).toBe('Heading by the hub');
  await page.click('header a');
  await page.waitForFunction(() => document.getElementById('am-application')?.textContent === 'working page');
}

test('a working micro-frontend is mounted in the page', () =>
  visit('/works', async (page) => void (await page.waitForFunction(() => document.getElementById('am-application')?.textContent === 'working page'))));

test.each(['throws', 'missing', 'mount', 'hangs', 'empty', 'integrity'])(
  'a micro-frontend broken by "%s" leaves its named card and the rest of the portal works',
  (name) => visit(`/${name}`, (page) => namedCardThenWorkingPage(page, name, '[data-crash]')),
);

test('a micro-frontend that crashes after it was mounted leaves its named card', () =>
  visit('/later', (page) => namedCardThenWorkingPage(page, 'later', '.am-crash')));

test('a style sheet that cannot be fetched does not keep the page from showing', () =>
  visit('/styles', async (page) => void (await page.waitForFunction(() => document.getElementById('am-application')?.textContent === 'working page'))));

test('a change of address to another page is loaded from the hub, and back as well', () =>
  visit('/throws', async (page) => {
    await page.waitForSelector('[data-crash]');
    await page.evaluate(() => history.pushState(null, '', '/works'));
    await page.waitForFunction(() => document.getElementById('am-application')?.textContent === 'working page');
    await page.goBack();
    await page.waitForSelector('[data-crash]');
  }));
