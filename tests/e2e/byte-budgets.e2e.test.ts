import { createTestHub, type TestHub } from '@amanah/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtFiles, kilobytes, type BuiltFiles } from '../bench/built-bytes.ts';
import { buildAll } from '../../scripts/build/build.ts';
import { openBrowser } from './pages/browser.ts';

let manifest: BuiltFiles;
beforeAll(async () => {
  await buildAll();
  manifest = builtFiles();
});

describe('what the build wrote, brotli', () => {
  test('the shell without single-spa stays within 5 KB', () => {
    const singleSpa = manifest.importMap.imports['single-spa']!;
    expect(kilobytes(manifest.entries['shell']!.js, singleSpa) - kilobytes(singleSpa)).toBeLessThanOrEqual(5);
  });

  test('React and single-spa stay within 70 KB', () => {
    const { imports } = manifest.importMap;
    expect(kilobytes(...['react', 'react/jsx-runtime', 'react-dom', 'react-dom/client', 'single-spa'].map((name) => imports[name]!))).toBeLessThanOrEqual(70);
  });

  test('no page of requests waits for bpmn-js: it comes when a procedure is looked at or drawn', () => {
    const { js, preload } = manifest.entries['plugins/requests']!;
    const atOnce = [js, ...preload];
    expect(atOnce.filter((file) => /NavigatedViewer|Modeler|bpmn/i.test(file))).toEqual([]);
    expect(kilobytes(...atOnce)).toBeLessThanOrEqual(30);
  });

  test('the bell of every signed-in page stays within 2 KB', () => {
    expect(kilobytes(manifest.importMap.imports['plugin/notifications/bell']!)).toBeLessThanOrEqual(2);
  });
});

describe('what travels to a browser that was never here', () => {
  let hub: TestHub;
  let browser: Browser;
  beforeAll(async () => {
    hub = await createTestHub({ signIn: 'national' });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.remove();
  });

  async function travelled(path: string): Promise<{ all: number; scripts: number }> {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    const types = new Map<string, string>();
    const bytes = { all: 0, scripts: 0 };
    devtools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes.all += encodedDataLength;
      if (types.get(requestId) === 'Script') bytes.scripts += encodedDataLength;
    });
    await devtools.send('Network.enable');
    await page.goto(hub.url + path, { waitUntil: 'networkidle' });
    await context.close();
    return { all: bytes.all / 1_024, scripts: bytes.scripts / 1_024 };
  }

  test('the home page is 150 KB with fonts and pictures, 80 KB of it scripts', async () => {
    const { all, scripts } = await travelled('/');
    expect(scripts).toBeGreaterThan(5);
    expect(scripts).toBeLessThanOrEqual(80);
    expect(all).toBeLessThanOrEqual(150);
  });

  test('a service card brings 240 KB of scripts at most', async () => {
    expect((await travelled('/services/SRV-001')).scripts).toBeLessThanOrEqual(240);
  });
});
