import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { TestHub } from '@amanah/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchStandIn, type Launched } from '../legacy/process/launch.ts';
import { openBrowser } from './pages/browser.ts';
import { brokenWays, serveThirdParty } from './pages/third-party.ts';
import { copyCheckout, type Workplace } from './pages/workplace.ts';

let place: Workplace;
let hub: TestHub;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  place = copyCheckout();
  const made = await place.run('hub/cli/amanah.ts', 'plugin', 'new', 'greeting', '--title-ar', 'الترحيب', '--title-en', 'Greeting');
  if (made.code !== 0) throw new Error(made.output);
  await place.build();
  hub = await place.startHub();
  browser = await openBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await hub?.remove();
  place?.remove();
});

/** Opens a page as a new visitor, and closes it whatever happens. */
async function visit(path: string, look: () => Promise<void>, language = 'en'): Promise<void> {
  const context = await browser.newContext({ locale: language });
  await context.addCookies([{ name: 'amanah_lang', value: language, url: hub.url }]);
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  try {
    await page.goto(hub.url + path);
    await look();
  } finally {
    await context.close();
  }
}

/** The card names what is broken and offers to try again; the frame's heading, search and links work as before. */
async function namedCardAndWorkingPage(card: string, name: string, heading: string): Promise<void> {
  const shown = page.locator(card);
  await shown.waitFor({ timeout: 20_000 });
  expect(await shown.textContent()).toContain(name);
  expect(await shown.getByRole('button').count()).toBe(1);
  expect(await page.locator('h1').textContent()).toContain(heading);
  expect(await page.locator('h1').isVisible()).toBe(true);
  await page.goto(`${hub.url}/greeting`);
  await page.locator('#am-application').getByText('Trees were planted').waitFor();
}

describe('a plugin made by command', () => {
  test('passes the checks of the house as it is: types, lint, format, imports, its own tests', async () => {
    const [types, lint, format, tests] = await Promise.all([
      place.run('node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'),
      place.run('node_modules/oxlint/bin/oxlint', '--quiet', 'plugins/greeting'),
      place.run('node_modules/prettier/bin/prettier.cjs', '--check', 'plugins/greeting'),
      place.run('node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--project', 'integration', 'plugins/greeting'),
    ]);
    expect(types.output.split('\n').filter((line) => line.startsWith('plugins/greeting'))).toEqual([]);
    expect(lint).toMatchObject({ code: 0 });
    expect(format.output).toContain('All matched files use Prettier code style');
    expect(tests.output).toMatch(/Test Files .*2 passed/);
  });

  test('is seen in the portal: link, page and extension in both languages', async () => {
    await visit('/', async () => {
      await page.locator('[data-slot="home.aside"]').getByText('Latest notes').waitFor();
      await page.getByRole('link', { name: 'Greeting' }).first().click();
      await page.waitForURL('**/greeting');
      expect(await page.locator('h1').textContent()).toBe('Greeting');
      await page.locator('#am-application').getByText('No notes yet').waitFor();
    });
    await visit(
      '/greeting',
      async () => {
        expect(await page.locator('h1').textContent()).toBe('الترحيب');
        await page.locator('#am-application').getByText('لا توجد ملاحظات بعد').waitFor();
      },
      'ar',
    );
  });

  test('takes a note from who may write one, and shows it to everybody', async () => {
    await hub.cli(
      'user',
      'add',
      '--id',
      'keeper',
      '--password',
      'keeper-password-1',
      '--name-ar',
      'حافظ',
      '--name-en',
      'Keeper',
      '--role',
      'administrator@eamana',
      '--factor',
      'none',
    );
    await visit('/auth/sign-in/staff?rd=/greeting', async () => {
      await page.fill('input[name=username]', 'keeper');
      await page.fill('input[name=password]', 'keeper-password-1');
      await page.click('button[type=submit]');
      await page.waitForURL('**/greeting');
      await page.getByLabel('New note').fill('Trees were planted');
      await page.getByRole('button', { name: 'Add the note' }).click();
      await page.getByRole('listitem').getByText('Trees were planted').waitFor();
    });
    await visit('/', () => page.locator('[data-slot="home.aside"]').getByText('Trees were planted').waitFor());
  });
});

describe('a micro-frontend of a third party, in another framework, on another origin', () => {
  let parks: Launched;
  let third: { server: Server; manifest(name: string, at: string): string };
  beforeAll(async () => {
    parks = await launchStandIn(new URL('../legacy/new-system/server.ts', import.meta.url));
    third = await serveThirdParty();
  });
  afterAll(async () => {
    await parks?.stop();
    third?.server.close();
  });

  async function register(yaml: string, id: string, reviewed = true): Promise<void> {
    const file = join(hub.dataDir, `${id}.yaml`);
    writeFileSync(file, yaml);
    const added = await hub.cli('mfe', 'add', file, '--json');
    expect(added).toMatchObject({ code: 0 });
    if (reviewed) expect(await hub.cli('mfe', 'review', id, '--json')).toMatchObject({ code: 0 });
  }

  test('before the review runs only in a frame without the portal’s session, which takes the height it asks for', async () => {
    const yaml = await (await fetch(`${String(parks.more['microFrontend'])}/manifest.yaml`)).text();
    await register(yaml, 'parks-booking', false);
    await visit('/parks', async () => {
      const frame = page.locator('iframe.am-sandbox');
      await frame.waitFor();
      expect(await frame.getAttribute('sandbox')).not.toContain('same-origin');
      await page.frameLocator('iframe.am-sandbox').getByRole('button').first().waitFor();
      await expect.poll(() => frame.evaluate((element) => element.getBoundingClientRect().height)).toBeGreaterThan(200);
      const inside = page.frames().find((one) => one.url().includes('/micro-frontends/parks-booking/sandbox'));
      expect(
        await inside?.evaluate(() => {
          try {
            return document.cookie;
          } catch (error) {
            return (error as Error).name;
          }
        }),
      ).toBe('SecurityError');
    });
  });

  test('after the review is part of the page, with its own look, in the page’s language', async () => {
    expect(await hub.cli('mfe', 'review', 'parks-booking')).toMatchObject({ code: 0 });
    await visit(
      '/parks',
      async () => {
        await page.locator('#am-application .parks-booking li').first().waitFor();
        expect(await page.locator('iframe').count()).toBe(0);
        const radius = page.locator('#am-application .parks-booking li').first();
        expect(await radius.evaluate((element) => getComputedStyle(element).borderTopLeftRadius)).toBe('12px');
        expect(await page.locator('#am-application button').first().textContent()).toBe('اختيار');
        await page.locator('#am-application button').first().click();
        expect(await page.locator('#am-application button').first().getAttribute('aria-pressed')).toBe('true');
      },
      'ar',
    );
  });

  test.each(brokenWays)('that is broken by "%s" leaves its named card, and everything else works', async (name) => {
    await register(third.manifest(name, `/third-${name}`), name);
    await visit(`/third-${name}`, () => namedCardAndWorkingPage('[data-crash]', `Front ${name}`, `Front ${name}`));
  });

  test('that is broken in a slot leaves its card there; another plugin’s extension beside it works', async () => {
    await register(third.manifest('well', 'home.aside'), 'well');
    await register(third.manifest('throws-on-mount', 'home.aside'), 'throws-on-mount');
    await visit('/', async () => {
      const slot = page.locator('[data-slot="home.aside"]');
      await slot.locator('[data-crash="mfe/throws-on-mount"]').waitFor();
      await slot.getByText('third party is well').waitFor();
      await slot.getByText('Latest notes').waitFor();
      expect(await page.locator('h1').isVisible()).toBe(true);
    });
  });

  test('cannot restyle the page: its styles hold inside its own part only', async () => {
    await register(third.manifest('styled', '/styled'), 'styled');
    await visit('/styled', async () => {
      await page.locator('p.third').waitFor();
      const style = (selector: string, property: string) =>
        page
          .locator(selector)
          .first()
          .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
      expect(await style('p.third', 'color')).toBe('rgb(1, 2, 3)');
      expect(await style('p.third', 'font-weight')).toBe('900');
      for (const selector of ['body', 'h1', '.am-header']) expect(await style(selector, 'display')).not.toBe('none');
      expect(await style('h1', 'color')).not.toBe('rgb(255, 0, 0)');
    });
  });
});

describe('a plugin of our own that is broken', () => {
  const ui = () => join(place.folder, 'plugins/greeting/ui/index.tsx');
  const assets = () => join(place.folder, 'dist/assets');
  const built = () => readdirSync(assets()).filter((file) => /^plugin-greeting\.[^.]+\.js/.test(file));
  let whole: string;
  beforeAll(async () => {
    whole = readFileSync(ui(), 'utf8');
    await place.run('hub/cli/amanah.ts', 'plugin', 'new', 'bystander');
  });

  const view = (body: string) => `import { page } from '@amanah/ui';\nimport { useEffect, useState } from 'react';\nvoid useEffect; void useState;\n${body}`;
  const ways: Readonly<Record<string, string>> = {
    'throws on load': `${view('export const home = page(() => null);')}\nthrow new Error('broken at load');`,
    'throws on render': view("export const home = page(() => { throw new Error('broken at render'); });"),
    'hangs in mount': 'export const home = { bootstrap: async () => {}, mount: () => new Promise(() => {}), unmount: async () => {} };',
    'crashes later in React': view(
      "export const home = page(() => { const [late, setLate] = useState(false); useEffect(() => { setTimeout(() => setLate(true), 200); }, []); if (late) throw new Error('late'); return <p>fine</p>; });",
    ),
    'crashes later in a timer': view(
      "export const home = page(() => { useEffect(() => { setTimeout(() => { throw new Error('late'); }, 200); }, []); return <p>fine</p>; });",
    ),
    'exports nothing by the name': 'export const other = 1;',
  };

  async function cardOnItsPage(): Promise<void> {
    await visit('/greeting', async () => {
      const card = page.locator('#am-application .am-crash, #am-application [data-crash]').first();
      await card.waitFor({ timeout: 20_000 });
      expect(await card.textContent()).toContain('Greeting');
      expect(await page.locator('h1').textContent()).toBe('Greeting');
      await page.locator('header a[href="/services"]').first().click();
      await page.waitForURL('**/services');
      await page.locator('#am-application a[href^="/services/"]').first().waitFor();
    });
    await visit('/', () => page.locator('[data-slot="home.aside"]').getByText('Trees were planted').waitFor());
  }

  test.each(Object.keys(ways))('%s: its named card, and everything else works', async (way) => {
    writeFileSync(ui(), ways[way]!);
    await place.build();
    await cardOnItsPage();
  });

  test('is not there (404), or is another file than was built: its named card, and everything else works', async () => {
    writeFileSync(ui(), whole);
    await place.build();
    const [file = ''] = built().filter((name) => name.endsWith('.js'));
    const code = readFileSync(join(assets(), file), 'utf8');
    for (const name of built()) rmSync(join(assets(), name));
    await cardOnItsPage();
    writeFileSync(join(assets(), file), `${code}\n// one line more`);
    await cardOnItsPage();
    writeFileSync(join(assets(), file), code);
    await visit('/greeting', () => page.locator('#am-application').getByText('Trees were planted').waitFor());
  });

  test('styles that try to restyle the page hold inside the plugin only', async () => {
    const css = join(place.folder, 'plugins/greeting/ui/notes.css');
    const before = readFileSync(css, 'utf8');
    writeFileSync(css, `${before}\nhtml, body, h1, .am-header { display: none !important; }\n.notes-list { color: rgb(1, 2, 3); }\n`);
    await place.build();
    await visit('/greeting', async () => {
      const list = page.locator('#am-application .notes-list');
      await list.waitFor();
      expect(await list.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)');
      for (const selector of ['h1', '.am-header']) expect(await page.locator(selector).first().isVisible()).toBe(true);
    });
    writeFileSync(css, before);
  });
});
