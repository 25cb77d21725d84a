import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from './pages/browser.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const parts = ['adapters', 'config', 'hub', 'kit', 'plugins', 'scripts', 'shell', 'package.json', 'package-lock.json', 'tsconfig.json'];

let copy: string;
let dev: ChildProcess;
let url: string;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'amanah-dev-'));
  for (const part of parts) cpSync(join(root, part), join(copy, part), { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const port = await freePort();
  url = `http://localhost:${port}`;
  dev = spawn(process.execPath, ['scripts/dev.ts'], {
    cwd: copy,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), PUBLIC_URL: url, AMANAH_DATA_DIR: join(copy, '.data'), AMANAH_STAND_INS: 'off' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await saysReady(dev);
  browser = await openBrowser();
  page = await browser.newPage({ locale: 'en-GB' });
  await page.context().addCookies([{ name: 'amanah_lang', value: 'en', url }]);
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
});
afterAll(async () => {
  await browser?.close();
  if (dev.exitCode === null) {
    dev.kill('SIGTERM');
    await once(dev, 'exit');
  }
  rmSync(copy, { recursive: true, force: true });
});

async function saysReady(process: ChildProcess): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += String(chunk);
      if (said.includes('is ready:')) resolve();
    };
    process.stdout?.on('data', read);
    process.stderr?.on('data', read);
    process.once('exit', () => reject(new Error(said)));
  });
}

function edit(file: string, change: (source: string) => string): void {
  const path = join(copy, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

test('a component saved in an editor changes in the open page, without a reload and with what was typed kept', async () => {
  await page.goto(`${url}/gallery`);
  await page.waitForSelector('[data-gallery]');
  const typed = page.locator('#am-application textarea').first();
  await typed.fill('kept');
  await page.evaluate(() => Object.assign(window, { stayed: true }));

  edit('plugins/gallery/ui/section.tsx', (source) => source.replace('<h2>{title}</h2>', '<h2>{title} (edited)</h2>'));

  await expect.poll(() => page.locator('#am-application h2', { hasText: '(edited)' }).count(), { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  expect(await typed.inputValue()).toBe('kept');
});

test('styles of a plugin change in place and stay inside the plugin', async () => {
  await page.goto(`${url}/services`);
  const title = page.locator('.sv-filters__title').first();
  await page.locator('.sv-sort').waitFor();
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  edit('plugins/services/ui/catalogue.css', (source) => `${source}\n.sv-filters__title { text-indent: 7px; }\n.am-brand { text-indent: 7px; }\n`);
  await expect.poll(() => title.evaluate((element) => getComputedStyle(element).textIndent), { timeout: 30_000 }).toBe('7px');
  expect(await page.locator('.am-header .am-brand').evaluate((element) => getComputedStyle(element).textIndent)).toBe('0px');
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
});

test('pages of development keep the content security policy', () => {
  expect(troubles).toEqual([]);
});
